import type { RowFault } from '../../core/fact-rows.ts'
import { append } from '../audit/audit.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sealJson, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { findRootKey, openHead, type BatchHead } from './head.ts'
import { outcomeByte } from './outcome.ts'
import { readParts } from './parts.ts'
import { readRows } from './read-file.ts'
import { deleteParts, deleteRows, insertRows, writeOutcomes, type StoredRow } from './row-store.ts'
import { rowReader, termsOf, type ReturnedRow } from './rows.ts'
import { deleteShares } from './share-store.ts'
import { sortIntoShares } from './shares.ts'
import { findBatch, lockBatch, reserveBatch, updateBatch, type BatchRow, type Counts } from './store.ts'

// A file that has arrived is read once, in one transaction, row by row: what can be taken waits in shares, what cannot is kept to
// be given back. Whatever ends it half way leaves nothing of it.

/** Rows that are kept in one statement. */
const KEPT_AT_ONCE = 1_000

/** Why a batch is refused whose key counts no longer. */
export const KEY_GONE: RowFault = {
  column: '',
  message: {
    zh: '签名密钥已过期或已被吊销',
    en: 'the key that signed it has expired or was revoked',
  },
}

/** Reads a batch that has arrived. Answers false where somebody else is reading it, or there is nothing to read. */
export async function readBatch(ctx: Ctx, batchId: string): Promise<boolean> {
  return ctx.db.transaction().execute(async (tx) => {
    if (!(await reserveBatch(tx, batchId))) return false
    const batch = await findBatch(tx, batchId)
    if (!batch || batch.shares !== undefined || !isToBeRead(batch)) return false
    const head = openHead(ctx, batch)
    if (batch.state === 'waiting' && !head.wanted) {
      ctx.log.error({ batch: batchId }, 'batch-not-wanted')
      await updateBatch(tx, batchId, { state: 'receiving' })
      return true
    }
    const key = await findRootKey(tx, ctx, batch, head)
    if (!key) {
      await refuse(tx, ctx, batch, [KEY_GONE])
      return true
    }
    await deleteRows(tx, batchId)
    const read = await sortRows(tx, ctx, { batch, head, terms: termsOf(key, head.receivedAt) }).catch(asFaults)
    if ('faults' in read) {
      await refuse(tx, ctx, batch, read.faults)
      return true
    }
    // A source may have taken the batch back meanwhile: then nothing was read.
    const now = await lockBatch(tx, batchId)
    if (now?.state !== batch.state) {
      await deleteShares(tx, batchId)
      return false
    }
    await writeOutcomes(tx, batchId, read.outcomes)
    // After a dry run the file is still wanted.
    if (batch.state === 'waiting') await deleteParts(tx, batchId)
    await updateBatch(tx, batchId, { shares: read.shares, counts: read.counts, report: {} })
    return true
  })
}

/** Refuses a batch as a whole; nothing of it stays but why. */
export async function refuse(
  tx: Tx,
  ctx: Ctx,
  { batchId, report }: Pick<BatchRow, 'batchId' | 'report'>,
  faults: readonly RowFault[],
): Promise<void> {
  await deleteParts(tx, batchId)
  await deleteShares(tx, batchId)
  await updateBatch(tx, batchId, { state: 'refused', report: { ...report, faults }, doneAt: ctx.now })
  await append(tx, ctx, { action: 'batch-refused', subject: batchId })
}

/** A row that was not taken, as it was kept. */
export function openReturned(ctx: Pick<Ctx, 'keys'>, batchId: string, stored: StoredRow): ReturnedRow {
  const { row, outcome, sealed } = stored
  const kept = unsealJson<Pick<ReturnedRow, 'original' | 'faults'>>(ctx.keys.cookie, rowContext(batchId, row), sealed)
  return { row, outcome, ...kept }
}

async function sortRows(
  tx: Tx,
  ctx: Ctx,
  of: { batch: BatchRow; head: BatchHead; terms: ReturnType<typeof termsOf> },
): Promise<{ shares: number; counts: Partial<Counts>; outcomes: Uint8Array }> {
  const { batch, head, terms } = of
  const { batchId, sourceId } = batch
  const { encoding = 'utf-8', most = 1 } = head.found ?? {}
  const read = rowReader(ctx, { sourceId, mapping: head.mapping, terms, namesInEachRow: head.format === 'jsonl' })
  const sorter = sortIntoShares(tx, ctx, { batchId, most })
  const returned: StoredRow[] = []
  const outcomes = growing()
  const counts = { rows: 0, taken: 0, same: 0, refused: 0, inReview: 0, people: 0 }
  for await (const group of readRows(readParts(tx, ctx, batchId), { format: head.format, encoding })) {
    for (const one of group) {
      const row = read(one)
      counts.rows += 1
      if ('fact' in row) {
        sorter.add(row)
        outcomes.add(outcomeByte('waiting'))
        continue
      }
      outcomes.add(outcomeByte(row.outcome))
      counts[row.outcome === 'refused' ? 'refused' : 'inReview'] += 1
      returned.push(sealReturned(ctx, batchId, row))
      if (returned.length < KEPT_AT_ONCE) continue
      await insertRows(tx, batchId, returned.splice(0))
    }
    await sorter.spill()
  }
  await insertRows(tx, batchId, returned)
  return { shares: await sorter.close(), counts, outcomes: outcomes.bytes() }
}

function sealReturned(ctx: Ctx, batchId: string, { row, outcome, original, faults }: ReturnedRow): StoredRow {
  return { row, outcome, sealed: sealJson(ctx, ctx.keys.cookie, rowContext(batchId, row), { original, faults }) }
}

/** Bytes of which nobody knows yet how many there will be. */
function growing(): { add(byte: number): void; bytes(): Uint8Array } {
  let held = new Uint8Array(1_024)
  let length = 0
  return {
    add(byte) {
      if (length === held.length) {
        const larger = new Uint8Array(held.length * 2)
        larger.set(held)
        held = larger
      }
      held[length] = byte
      length += 1
    },
    bytes: () => held.subarray(0, length),
  }
}

/** What is wrong with a file that cannot be read; anything else is a bug. */
function asFaults(error: unknown): { faults: RowFault[] } {
  if (!(error instanceof Problem) || error.problem !== 'batch-unreadable') throw error
  return { faults: error.fields.map(({ field, zh, en }) => ({ column: field, message: { zh, en } })) }
}

function isToBeRead({ state }: BatchRow): boolean {
  return state === 'waiting' || state === 'trying'
}

function rowContext(batchId: string, row: number): string {
  return `batch-row:${batchId}:${row}`
}
