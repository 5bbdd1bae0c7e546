import { createHash } from 'node:crypto'

/** Choices that are the same for the same seed. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number
  oneOf<Value>(values: readonly Value[]): Value
  bytes(count: number): Buffer
}

/** Chance from a seed. */
export function chanceOf(seed: number): Chance {
  let calls = 0
  function bytes(count: number): Buffer {
    calls += 1
    return createHash('shake256', { outputLength: count }).update(`${seed}:${calls}`).digest()
  }
  function below(end: number): number {
    return Math.floor((bytes(6).readUIntBE(0, 6) / 2 ** 48) * end)
  }
  return { below, bytes, oneOf: (values) => values[below(values.length)]! }
}
