import type { BatchAnnouncement, BatchAnswer, BatchView, FactWithdrawn, SourceView } from '../../contract/batches.ts'
import { hex } from '../../core/bytes.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { recordSource } from '../evidence/evidence.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sameSecret, sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { SourceTerms } from '../signatures/enrolment.ts'
import { DEAL, deal } from './deal.ts'
import { contentHash, openHead, sealHead, type BatchHead, type SignedRequest } from './head.ts'
import { getMapping, mappingNames } from './mappings.ts'
import { checkWhole, keepPart } from './parts.ts'
import { readResults, viewOf } from './results.ts'
import { deleteParts } from './row-store.ts'
import { SHARE_ROWS } from './shares.ts'
import {
  countChanged,
  findBatch,
  findByContent,
  insertBatch,
  listBatches,
  listForsaken,
  lockBatch,
  lockSource,
  updateBatch,
  type Asking,
  type BatchRow,
} from './store.ts'
import { beginWithdrawal, withdrawRow } from './withdraw.ts'

// What a source does with its batches. It sends each request again until it is answered: the second time changes nothing.

/** A source whose key has signed a request. */
export interface Source {
  readonly sourceId: string
  readonly terms: SourceTerms
  readonly request: SignedRequest
}

/** What a request may take before others wait for it; more is done by a job, which is also there in case that we die. */
const JOB_AFTER_SECONDS = 10
/** Parts of a batch that stopped coming are kept so long. */
const FORSAKEN_AFTER = 7 * DAY_LENGTH
const FORSAKEN_AT_ONCE = 100
const MOST_LISTED = 50
/** Of 4 MiB each: more is another batch. */
const MOST_PARTS = 1_024

/**
 * Takes a file that came in one request. One of a few thousand rows is dealt with before the answer, which says what became of each row.
 * Problems: batch-unknown, idempotency-conflict, mapping-unknown.
 */
export async function receiveFile(
  ctx: Ctx,
  source: Source,
  file: { batchId: string; announcement: BatchAnnouncement; bytes: Uint8Array },
): Promise<BatchAnswer> {
  const { batchId, announcement, bytes } = file
  const fileHash = hex(sha256(bytes))
  const begun = await ctx.db.transaction().execute(async (tx) => {
    const batch = await begin(tx, ctx, source, { batchId, announcement, fileHash })
    if (batch.state !== 'receiving') return { batch, most: 0 }
    await deleteParts(tx, batchId)
    await keepPart(tx, ctx, { batchId, part: 1, bytes })
    return close(tx, ctx, { batch, source, isTrial: announcement.dryRun === 'yes' })
  })
  const isShort = begun.most > 0 && begun.most <= SHARE_ROWS
  if (isShort) await deal(ctx, begun.batch.batchId)
  const batch = await getOwn(ctx.db, source.sourceId, begun.batch.batchId)
  const { results } = await readResults(ctx.db, ctx, batch, { after: 0, limit: isShort ? SHARE_ROWS : 0 })
  return { ...(await viewOf(ctx.db, ctx, batch)), results }
}

/** Announces a file that comes in parts. Problems: batch-unknown, idempotency-conflict, mapping-unknown, input-invalid. */
export async function announce(
  ctx: Ctx,
  source: Source,
  told: { batchId: string; announcement: BatchAnnouncement },
): Promise<BatchView> {
  const { batchId, announcement } = told
  const { sha256: fileHash } = announcement
  if (fileHash === undefined) {
    throw new Problem('input-invalid', [{ field: 'sha256', zh: '必填', en: 'is required' }])
  }
  const batch = await ctx.db.transaction().execute((tx) => begin(tx, ctx, source, { batchId, announcement, fileHash }))
  return viewOf(ctx.db, ctx, batch)
}

/** Keeps a part of a file. Problems: batch-unknown, batch-closed, idempotency-conflict, input-invalid. */
export async function receivePart(
  ctx: Ctx,
  source: Source,
  told: { batchId: string; part: number; bytes: Uint8Array },
): Promise<BatchView> {
  const { batchId, part, bytes } = told
  if (!Number.isInteger(part) || part < 1 || part > MOST_PARTS || bytes.length === 0) throw wrongPart()
  const batch = await ctx.db.transaction().execute(async (tx) => {
    const own = await lockOwn(tx, source.sourceId, batchId)
    if (own.state !== 'receiving') throw new Problem('batch-closed')
    await keepPart(tx, ctx, { batchId, part, bytes })
    return own
  })
  return viewOf(ctx.db, ctx, batch)
}

/** Has a file dealt with that has arrived whole; for a trial it is only said what would become of it. Problems: batch-unknown, batch-incomplete. */
export async function complete(
  ctx: Ctx,
  source: Source,
  told: { batchId: string; isTrial: boolean },
): Promise<BatchView> {
  const { batchId, isTrial } = told
  const arrived = await getOwn(ctx.db, source.sourceId, batchId)
  const head = openHead(ctx, arrived)
  // Parts do not change, so they are looked at before anybody has to wait.
  if (arrived.state === 'receiving') await checkWhole(ctx.db, ctx, { batchId, head })
  const done = await ctx.db.transaction().execute(async (tx) => {
    await lockSource(tx, source.sourceId)
    const batch = await lockOwn(tx, source.sourceId, batchId)
    if (batch.state !== 'receiving') return { batch, most: 0 }
    const same = await findByContent(tx, source.sourceId, batch.contentHash)
    if (!same) return close(tx, ctx, { batch, source, isTrial })
    await deleteParts(tx, batchId)
    await updateBatch(tx, batchId, { state: 'abandoned', doneAt: ctx.now })
    return { batch: same, most: 0 }
  })
  if (done.most > 0 && done.most <= SHARE_ROWS) await deal(ctx, batchId)
  return viewOf(ctx.db, ctx, await getOwn(ctx.db, source.sourceId, done.batch.batchId))
}

/** A batch of a source. Problems: batch-unknown. */
export async function getBatch(ctx: Ctx, source: Source, batchId: string): Promise<BatchView> {
  return viewOf(ctx.db, ctx, await getOwn(ctx.db, source.sourceId, batchId))
}

/** Takes a batch back, one that counts by a new fact for each of its facts. Problems: batch-unknown. */
export async function withdraw(ctx: Ctx, source: Source, batchId: string): Promise<BatchView> {
  await takeBack(ctx, { sourceId: source.sourceId, batchId }, () => ({ request: source.request }))
  return getBatch(ctx, source, batchId)
}

/** Takes a batch of a source back for whoever may ask so; a short one at once, a longer one by a job. Problems: batch-unknown. */
export async function takeBack(
  ctx: Ctx,
  { sourceId, batchId }: { sourceId: string; batchId: string },
  asking: (batch: BatchRow) => Asking,
): Promise<void> {
  const { isWork, rows } = await ctx.db.transaction().execute(async (tx) => {
    const batch = await lockOwn(tx, sourceId, batchId)
    const isWork = await beginWithdrawal(tx, ctx, batch, asking(batch))
    if (isWork) await ctx.jobs.enqueue(tx, DEAL, { batchId }, { afterSeconds: jobAfter(batch.counts.rows) })
    return { isWork, rows: batch.counts.rows }
  })
  if (isWork && rows <= SHARE_ROWS) await deal(ctx, batchId)
}

/** Takes back the fact of one row. Problems: batch-unknown, batch-closed. */
export async function withdrawFact(
  ctx: Ctx,
  source: Pick<Source, 'sourceId'>,
  of: { batchId: string; row: number },
): Promise<FactWithdrawn> {
  return ctx.db.transaction().execute(async (tx) => {
    const batch = await lockOwn(tx, source.sourceId, of.batchId)
    if (batch.state !== 'taken' && batch.state !== 'withdrawn') throw new Problem('batch-closed')
    return { outcome: (await withdrawRow(tx, ctx, batch, of.row)) ? 'withdrawn' : 'not-standing' }
  })
}

/** What a source may do, and what it has done lately. */
export async function describeSource(ctx: Ctx, { sourceId, terms }: Source): Promise<SourceView> {
  const batches = await listBatches(ctx.db, sourceId, MOST_LISTED)
  const { nameZh, nameEn, kinds, longestValidityDays, brakePeoplePerHour } = terms
  return {
    sourceId,
    name: { zh: nameZh, en: nameEn },
    kinds: [...kinds],
    longestValidityDays,
    brakePeoplePerHour,
    left: Math.max(0, brakePeoplePerHour - (await countChanged(ctx.db, sourceId, ctx.now))),
    mappings: await mappingNames(ctx.db, sourceId),
    batches: await Promise.all(batches.map((batch) => viewOf(ctx.db, ctx, batch))),
  }
}

/** Gives up batches whose parts stopped coming a week ago: what lies there is personal and of no use. */
export async function forgetForsaken(ctx: Ctx): Promise<void> {
  const before = after(ctx.now, -FORSAKEN_AFTER)
  for (const batchId of await listForsaken(ctx.db, before, FORSAKEN_AT_ONCE)) {
    await ctx.db.transaction().execute(async (tx) => {
      const batch = await lockBatch(tx, batchId)
      if (batch?.state !== 'receiving') return
      await deleteParts(tx, batchId)
      await updateBatch(tx, batchId, { state: 'abandoned', doneAt: ctx.now })
    })
  }
}

/** A batch of a source; another's is not there. Problems: batch-unknown. */
export async function getOwn(db: Db, sourceId: string, batchId: string): Promise<BatchRow> {
  const batch = await findBatch(db, batchId)
  if (batch?.sourceId !== sourceId) throw new Problem('batch-unknown')
  return batch
}

async function lockOwn(tx: Tx, sourceId: string, batchId: string): Promise<BatchRow> {
  const batch = await lockBatch(tx, batchId)
  if (batch?.sourceId !== sourceId) throw new Problem('batch-unknown')
  return batch
}

/** Keeps what was announced; answers the batch as it stands, or the one in which the same file was sent before. */
async function begin(
  tx: Tx,
  ctx: Ctx,
  source: Source,
  told: { batchId: string; announcement: BatchAnnouncement; fileHash: string },
): Promise<BatchRow> {
  const { batchId, announcement, fileHash } = told
  const { sourceId, terms } = source
  await lockSource(tx, sourceId)
  const { fileName, format, encoding } = announcement
  const mapping = await getMapping(tx, ctx, sourceId, announcement.mapping)
  const head: BatchHead = {
    request: source.request,
    receivedAt: ctx.now,
    fileName,
    format,
    encoding,
    mapping,
    fileHash,
  }
  const hash = contentHash(ctx, sourceId, head)
  const known = await lockBatch(tx, batchId)
  if (known) {
    if (known.sourceId !== sourceId) throw new Problem('batch-unknown')
    if (!sameSecret(known.contentHash, hash)) throw new Problem('idempotency-conflict')
    return known
  }
  const same = await findByContent(tx, sourceId, hash)
  if (same) return same
  await recordSource(tx, { sourceId, name: { zh: terms.nameZh, en: terms.nameEn } })
  const sealed = sealHead(ctx, { batchId, sourceId }, head)
  await insertBatch(tx, { batchId, sourceId, contentHash: hash, sealed, receivedAt: ctx.now })
  return (await lockBatch(tx, batchId))!
}

/** Says that a file is whole, and has it dealt with. Answers the most rows that it can have. */
async function close(
  tx: Tx,
  ctx: Ctx,
  told: { batch: BatchRow; source: Source; isTrial: boolean },
): Promise<{ batch: BatchRow; most: number }> {
  const { batch, isTrial } = told
  const { batchId } = batch
  const head = openHead(ctx, batch)
  const { size, found } = await checkWhole(tx, ctx, { batchId, head })
  await updateBatch(tx, batchId, {
    state: isTrial ? 'trying' : 'waiting',
    sealed: sealHead(ctx, batch, { ...head, found, wanted: !isTrial }),
    size,
  })
  if (!isTrial) await append(tx, ctx, { action: 'batch-received', subject: batchId, detail: { bytes: size } })
  await ctx.jobs.enqueue(tx, DEAL, { batchId }, { afterSeconds: jobAfter(found.most) })
  return { batch, most: found.most }
}

function jobAfter(rows: number): number {
  return rows <= SHARE_ROWS ? JOB_AFTER_SECONDS : 0
}

function wrongPart(): Problem {
  return new Problem('input-invalid', [
    { field: 'part', zh: `应为 1 至 ${MOST_PARTS}，且不为空`, en: `should be 1 to ${MOST_PARTS}, and not empty` },
  ])
}
