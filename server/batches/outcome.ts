import type { RowResult } from '../../contract/batches.ts'

/** What became of a row, by the byte that stands for it in the database. */
export const OUTCOMES = [
  'waiting',
  'taken',
  'same',
  'refused',
  'review',
] as const satisfies readonly RowResult['outcome'][]

const BYTES: Readonly<Record<RowResult['outcome'], number>> = { waiting: 0, taken: 1, same: 2, refused: 3, review: 4 }

/** A row of a share: its number and what became of it, 4 bytes and one. */
const LENGTH = 5

/** The byte of an outcome. */
export function outcomeByte(outcome: RowResult['outcome']): number {
  return BYTES[outcome]
}

/** The outcomes of a share's rows as they are kept. */
export function writeShareOutcomes(rows: readonly { row: number; outcome: 'taken' | 'same' }[]): Uint8Array {
  const bytes = new Uint8Array(rows.length * LENGTH)
  const view = new DataView(bytes.buffer)
  for (const [place, { row, outcome }] of rows.entries()) {
    view.setUint32(place * LENGTH, row)
    view.setUint8(place * LENGTH + 4, outcomeByte(outcome))
  }
  return bytes
}

/** Writes what became of a share's rows into the outcomes of the whole file. */
export function enterShareOutcomes(all: Uint8Array, share: Uint8Array): void {
  const view = new DataView(share.buffer, share.byteOffset, share.length)
  for (let at = 0; at + LENGTH <= share.length; at += LENGTH) all[view.getUint32(at) - 1] = view.getUint8(at + 4)
}
