import type { FactWithdrawn, RowResults, StewardBatch, StewardBatches, StewardSources } from '../../contract/batches.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { append } from '../audit/audit.ts'
import { placeText, readPlace } from '../kit/list-place.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { findKey, listSourcesOf, type EnrolledKey } from '../signatures/signatures.ts'
import { takeBack, withdrawFact } from './batches.ts'
import { readFaulty, readResults, viewOf, writeReturned } from './results.ts'
import { countChanged, findBatch, listBatchesOf, type BatchRow, type State } from './store.ts'
import { askedBy } from './withdraw.ts'

// What the steward of an organisation does with what its sources have delivered: he sees it, reads why rows were refused, and takes
// back what was wrong. He delivers nothing and lets nothing go. A source lies in no district: its steward's jurisdiction is the city.

const AT_ONCE = 50

/** Which batches a steward asks for. */
export interface BatchesAsked {
  readonly sourceId?: string | undefined
  readonly state?: State | undefined
  readonly after?: string | undefined
}

/** The sources of the caller's organisation. */
export async function listStewardSources(ctx: Ctx): Promise<StewardSources> {
  const sources = [...(await sourcesOf(ctx)).values()]
  return {
    sources: await Promise.all(
      sources.map(async ({ holder, keyId, source }) => {
        const { kinds, longestValidityDays, brakePeoplePerHour, contact } = source
        return {
          sourceId: holder.id,
          name: nameOf(source),
          kinds: [...kinds],
          longestValidityDays,
          brakePeoplePerHour,
          left: Math.max(0, brakePeoplePerHour - (await countChanged(ctx.db, holder.id, ctx.now))),
          contact,
          mayDeliver: (await findKey(ctx.db, ctx, keyId, ctx.now)) !== undefined,
        }
      }),
    ),
  }
}

/** What they have delivered, the latest first. */
export async function listStewardBatches(ctx: Ctx, asked: BatchesAsked): Promise<StewardBatches> {
  const sources = await sourcesOf(ctx)
  const sourceIds = [...sources.keys()].filter((id) => asked.sourceId === undefined || id === asked.sourceId)
  const after = readPlace(asked.after)
  const rows = await listBatchesOf(ctx.db, { sourceIds, state: asked.state, after, limit: AT_ONCE + 1 })
  const shown = rows.slice(0, AT_ONCE)
  const batches = await Promise.all(shown.map((row) => stewardView(ctx, row, sources)))
  const last = shown.at(-1)
  return {
    batches,
    ...(rows.length > AT_ONCE && last && { next: placeText({ at: last.receivedAt, id: last.batchId }) }),
  }
}

/** A batch as it stands. Problems: batch-unknown. */
export async function getStewardBatch(ctx: Ctx, batchId: string): Promise<StewardBatch> {
  const { batch, sources } = await getTended(ctx, batchId)
  return stewardView(ctx, batch, sources)
}

/** What became of its rows, or of those that were not taken. Problems: batch-unknown. */
export async function readStewardRows(
  ctx: Ctx,
  batchId: string,
  asked: { after: number; isFaultyOnly: boolean },
): Promise<RowResults> {
  const { batch } = await getTended(ctx, batchId)
  const read = asked.isFaultyOnly ? readFaulty : readResults
  const { results, next } = await read(ctx.db, ctx, batch, { after: asked.after, limit: AT_ONCE })
  return next === undefined ? { results } : { results, next }
}

/** The rows that were not taken, as a file to be corrected and sent again; that they left the house is recorded. Problems: batch-unknown. */
export async function exportReturned(ctx: Ctx, batchId: string, after: number): ReturnType<typeof writeReturned> {
  const { batch } = await getTended(ctx, batchId)
  const file = await writeReturned(ctx.db, ctx, batch, after)
  await ctx.db
    .transaction()
    .execute((tx) => append(tx, ctx, { action: 'batch-rows-exported', subject: batchId, detail: { after } }))
  return file
}

/** Takes a batch back. Problems: batch-unknown. */
export async function takeBackBatch(ctx: Ctx, batchId: string): Promise<StewardBatch> {
  const { batch } = await getTended(ctx, batchId)
  await takeBack(ctx, batch, (locked) => askedBy(ctx, locked, stewardOf(ctx).staffId))
  return getStewardBatch(ctx, batchId)
}

/** Takes the fact of one row back. Problems: batch-unknown, batch-closed. */
export async function takeBackRow(ctx: Ctx, of: { batchId: string; row: number }): Promise<FactWithdrawn> {
  const { batch } = await getTended(ctx, of.batchId)
  return withdrawFact(ctx, batch, of)
}

type SourceKey = EnrolledKey & { readonly source: NonNullable<EnrolledKey['source']> }
type Sources = ReadonlyMap<string, SourceKey>

/** The sources that the caller tends, each with the key that was enrolled last. */
async function sourcesOf(ctx: Ctx): Promise<Sources> {
  const { organisationId } = stewardOf(ctx)
  if (!mayTouch(ctx.actor, 'keep-batches', { organisationId })) return new Map()
  const keys = await listSourcesOf(ctx.db, ctx, organisationId)
  return new Map(keys.flatMap((key) => (key.source ? [[key.holder.id, { ...key, source: key.source }]] : [])))
}

/** A batch of a source that the caller tends; another's is not there. */
async function getTended(ctx: Ctx, batchId: string): Promise<{ batch: BatchRow; sources: Sources }> {
  const [batch, sources] = [await findBatch(ctx.db, batchId), await sourcesOf(ctx)]
  if (!batch || !sources.has(batch.sourceId)) throw new Problem('batch-unknown')
  return { batch, sources }
}

async function stewardView(ctx: Ctx, batch: BatchRow, sources: Sources): Promise<StewardBatch> {
  const { sourceId } = batch
  return { ...(await viewOf(ctx.db, ctx, batch)), sourceId, source: nameOf(sources.get(sourceId)!.source) }
}

function nameOf({ nameZh, nameEn }: SourceKey['source']): Bilingual {
  return { zh: nameZh, en: nameEn }
}

function stewardOf({ actor }: Ctx): { staffId: string; organisationId: string } {
  if (actor.kind !== 'staff') throw new Problem('not-permitted')
  return actor
}
