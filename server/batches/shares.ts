import type { Db, Tx } from '../kit/db.ts'
import { seal, unseal } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { readWaiting, writeWaiting, type WaitingRow } from './rows.ts'
import { insertPieces, insertShares, readPieces, type StoredPiece } from './share-store.ts'

// A batch that was read lies in shares: all rows of a person are in one, so that he is weighed and taken as a whole, once, however
// many rows a file has about him and wherever they stand in it. One share fits into memory and into a transaction.

/** Rows that a share has in the mean. */
export const SHARE_ROWS = 2_000

/** Text that waits in memory before it is sealed and written, in UTF-16 units: some 64 MB. */
const MOST_BUFFERED = 32_000_000
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
  const texts: string[][] = Array.from({ length: count }, () => [])
  const rows = texts.map(() => 0)
  const pieces = texts.map(() => 0)
  let buffered = 0

  async function write(): Promise<void> {
    let sealed: StoredPiece[] = []
    for (const [share, waiting] of texts.entries()) {
      if (waiting.length === 0) continue
      const piece = pieces[share]!
      const context = pieceContext({ batchId, share, piece })
      sealed.push({ share, piece, sealed: seal(ctx, ctx.keys.cookie, context, Buffer.from(waiting.join(','))) })
      pieces[share] = piece + 1
      texts[share] = []
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
      const text = writeWaiting(row)
      texts[share]!.push(text)
      rows[share]! += 1
      buffered += text.length
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

/** Keyed hashes are spread evenly, so shares are alike. */
function shareOf(document: string, count: number): number {
  const first = Buffer.from(document.slice(0, 8), 'base64').readUInt32BE()
  return Math.floor((first / 2 ** 32) * count)
}

function pieceContext(of: { batchId: string; share: number; piece: number }): string {
  return `batch-piece:${of.batchId}:${of.share}:${of.piece}`
}
