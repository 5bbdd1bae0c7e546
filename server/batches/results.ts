import type { BatchView, RowResult } from '../../contract/batches.ts'
import { REASON_COLUMNS } from '../../core/row-kinds.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { openHead } from './head.ts'
import { OUTCOMES } from './outcome.ts'
import { openReturned } from './read-batch.ts'
import { writeRows } from './read-file.ts'
import { listParts, readOutcomes, readRowsKept } from './row-store.ts'
import type { ReturnedRow } from './rows.ts'
import { sumShares } from './share-store.ts'
import type { BatchRow } from './store.ts'

// What a source is told about a batch, and what it gets back.

/** Rows that are given back in one file; a sheet of them still opens. */
const RETURNED_AT_ONCE = 20_000

/** A batch as its source sees it. */
export async function viewOf(db: Db, ctx: Pick<Ctx, 'keys'>, batch: BatchRow): Promise<BatchView> {
  const { batchId, state, receivedAt, decidedAt, doneAt, size, report } = batch
  const head = openHead(ctx, batch)
  const parts = state === 'receiving' ? await listParts(db, batchId) : []
  const sums = state === 'taking' ? await sumShares(db, batchId) : {}
  const encoding = head.format === 'csv' ? (head.found?.encoding ?? head.encoding) : undefined
  return {
    batchId,
    state,
    receivedAt,
    ...(decidedAt !== undefined && { decidedAt }),
    ...(doneAt !== undefined && { doneAt }),
    fileName: head.fileName,
    format: head.format,
    ...(encoding !== undefined && { encoding }),
    parts: parts.map(({ part }) => part),
    bytes: size > 0 ? size : parts.reduce((sum, part) => sum + part.size, 0),
    ...(head.found && { mostRows: head.found.most }),
    ...batch.counts,
    ...sums,
    ...(report.weighing && { weighing: report.weighing }),
    tried: report.tried === true,
    faults: [...(report.faults ?? [])],
  }
}

/** What became of up to `limit` rows after a row. */
export async function readResults(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  batch: BatchRow,
  asked: { after: number; limit: number },
): Promise<{ results: RowResult[]; next: number | undefined }> {
  const { batchId, counts } = batch
  const { after, limit } = asked
  const { outcomes } = await readOutcomes(db, { batchId, after, limit })
  const last = after + outcomes.length
  const kept = await readRowsKept(db, { batchId, after, upTo: last, limit })
  const faults = new Map(kept.map((row) => [row.row, openReturned(ctx, batchId, row).faults]))
  const results = Array.from(outcomes, (byte, place): RowResult => {
    const row = after + 1 + place
    return { row, outcome: OUTCOMES[byte] ?? 'waiting', faults: [...(faults.get(row) ?? [])] }
  })
  return { results, next: outcomes.length > 0 && last < counts.rows ? last : undefined }
}

/** Up to `limit` rows after a row that were not taken, with the reasons. */
export async function readFaulty(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  { batchId }: BatchRow,
  asked: { after: number; limit: number },
): Promise<{ results: RowResult[]; next: number | undefined }> {
  const kept = await readRowsKept(db, { batchId, ...asked })
  const results = kept.map((stored): RowResult => {
    const { row, outcome, faults } = openReturned(ctx, batchId, stored)
    return { row, outcome, faults: [...faults] }
  })
  return { results, next: kept.length === asked.limit ? kept.at(-1)?.row : undefined }
}

/** Rows that were not taken, as a file of the same kind with a reason beside each: to be corrected and sent as a batch of its own. */
export async function writeReturned(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  batch: BatchRow,
  after: number,
): Promise<{ fileName: string; mediaType: string; bytes: Uint8Array; next: number | undefined }> {
  const kept = await readRowsKept(db, { batchId: batch.batchId, after, limit: RETURNED_AT_ONCE })
  const rows = kept.map((row) => openReturned(ctx, batch.batchId, row))
  const head = openHead(ctx, batch)
  const names = new Set(rows.flatMap(({ original }) => Object.keys(original).filter(isOwnColumn)))
  const encoding = head.found?.encoding ?? 'utf-8'
  const bytes = await writeRows([...names, ...REASON_COLUMNS], rows.map(withReason), { format: head.format, encoding })
  return {
    fileName: `refused-${head.fileName}`,
    mediaType: MEDIA_TYPES[head.format],
    bytes,
    next: kept.length === RETURNED_AT_ONCE ? kept.at(-1)?.row : undefined,
  }
}

const MEDIA_TYPES = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

function withReason({ original, faults }: ReturnedRow): Record<string, string> {
  const own = Object.entries(original).filter(([name]) => isOwnColumn(name))
  return {
    ...Object.fromEntries(own),
    reason_column: faults.map(({ column }) => column).join('; '),
    reason_zh: faults.map(({ column, message }) => `${column}${message.zh}`).join('；'),
    reason_en: faults.map(({ column, message }) => `${column} ${message.en}`.trim()).join('; '),
  }
}

function isOwnColumn(name: string): boolean {
  return !(REASON_COLUMNS as readonly string[]).includes(name)
}
