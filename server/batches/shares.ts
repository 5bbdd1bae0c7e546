import type { Db, Tx } from '../kit/db.ts'
import { seal, unseal } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { readWaiting, writeWaiting, type WaitingRow } from './rows.ts'
import { insertPieces, insertShares, readPieces, type StoredPiece } from './share-store.ts'

// A batch that was read lies in shares: all rows of a person are in one, so that he is weighed and taken as a whole, once, however
// many rows a file has about him and wherever they stand in it. One share fits into memory and into a transaction.

/** Rows that a share has in the mean. */
export const SHARE_ROWS = 2_000

/** Rows that wait in memory before they are sealed and written, in bytes. */
const MOST_BUFFERED = 64_000_000
/** Pieces that go to the database in one statement. */
const PIECES_AT_ONCE = 64

/** Sorts rows into shares as they come. */
export interface ShareSorter {
  add(row: WaitingRow): void
  /** Writes what waits in memory if that is much. */
  spill(): Promise<void>
  /** Writes the rest; answers how many shares there are. */
  close(): Promise<number>
}

/** Sorts rows of a batch that has at most so many. Nothing of them counts for anybody. */
export function sortIntoShares(tx: Tx, ctx: Ctx, batch: { batchId: string; most: number }): ShareSorter {
  const { batchId, most } = batch
  const count = Math.max(1, Math.ceil(most / SHARE_ROWS))
  const waiting = Array.from({ length: count }, () => growingText())
  const rows = waiting.map(() => 0)
  const pieces = waiting.map(() => 0)
  let buffered = 0

  async function write(): Promise<void> {
    let sealed: StoredPiece[] = []
    for (const [share, text] of waiting.entries()) {
      const bytes = text.take()
      if (bytes.length === 0) continue
      const piece = pieces[share]!
      const context = pieceContext({ batchId, share, piece })
      sealed.push({ share, piece, sealed: seal(ctx, ctx.keys.cookie, context, bytes) })
      pieces[share] = piece + 1
      if (sealed.length < PIECES_AT_ONCE) continue
      await insertPieces(tx, batchId, sealed)
      sealed = []
    }
    if (sealed.length > 0) await insertPieces(tx, batchId, sealed)
    buffered = 0
  }

  return {
    add(row) {
      const share = shareOf(row.document, count)
      buffered += waiting[share]!.add(writeWaiting(row))
      rows[share]! += 1
    },
    async spill() {
      if (buffered > MOST_BUFFERED) await write()
    },
    async close() {
      await write()
      await insertShares(tx, batchId, rows)
      return count
    },
  }
}

/** The rows of a share. Throws where a piece of it is not as it was written. */
export async function openShare(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  of: { batchId: string; share: number },
): Promise<WaitingRow[]> {
  const pieces = await readPieces(db, of.batchId, of.share)
  return pieces.flatMap(({ piece, sealed }) => {
    const text = unseal(ctx.keys.cookie, pieceContext({ ...of, piece }), sealed)
    return readWaiting(Buffer.from(text).toString('utf8'))
  })
}

/** Rows, joined by commas, as bytes: as so many texts of their own they would occupy the garbage collector until they are written. */
function growingText(): { add(text: string): number; take(): Uint8Array } {
  let held = Buffer.allocUnsafe(0)
  let length = 0
  return {
    /** Answers by how many bytes it grew. */
    add(text) {
      // A UTF-16 unit is at most three bytes of UTF-8.
      const most = length + 1 + text.length * 3
      if (most > held.length) {
        const larger = Buffer.allocUnsafe(Math.max(most, held.length * 2))
        held.copy(larger, 0, 0, length)
        held = larger
      }
      const before = length
      if (length > 0) length += held.write(',', length)
      length += held.write(text, length)
      return length - before
    },
    take() {
      const bytes = held.subarray(0, length)
      held = Buffer.allocUnsafe(0)
      length = 0
      return bytes
    },
  }
}

/** Keyed hashes are spread evenly, so shares are alike. */
function shareOf(document: string, count: number): number {
  const first = Buffer.from(document.slice(0, 8), 'base64').readUInt32BE()
  return Math.floor((first / 2 ** 32) * count)
}

function pieceContext(of: { batchId: string; share: number; piece: number }): string {
  return `batch-piece:${of.batchId}:${of.share}:${of.piece}`
}
