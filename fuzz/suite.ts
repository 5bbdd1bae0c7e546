import type { Figure } from '../bench/figure.ts'

/** How much to try, and from which seed: the same two give the same trials. */
export interface Asked {
  readonly runs: number
  readonly seed: number
}

/** What a suite found: its figures, and for each promise that broke the smallest example of it, in words. */
export interface Findings {
  readonly figures: readonly Figure[]
  readonly counterexamples: readonly string[]
}

/** A fuzz suite: made-up input in great numbers against promises that must hold for all of it. */
export interface Suite {
  readonly name: string
  /** What `runs` counts, and how many there are where nobody says. */
  readonly counts: string
  readonly runs: number
  search(asked: Asked): Promise<Findings>
}

/** A figure that must not be greater than its limit. */
export function atMost(name: string, value: number, { unit, limit }: Pick<Figure, 'unit' | 'limit'>): Figure {
  return { name, value, unit, limit, bound: 'value-at-most', ratio: undefined }
}

/** A figure that must not be less than its limit. */
export function atLeast(name: string, value: number, { unit, limit }: Pick<Figure, 'unit' | 'limit'>): Figure {
  return { name, value, unit, limit, bound: 'value-at-least', ratio: undefined }
}
