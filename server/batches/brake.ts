import type { Weighing } from '../../contract/batches.ts'
import { hex } from '../../core/bytes.ts'
import { COLOURS } from '../../core/colour.ts'
import type { Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { factsIfAppended, findKnownRows } from '../evidence/evidence.ts'
import type { Keyed } from '../evidence/facts.ts'
import { findPersonsByHash } from '../identity/persons.ts'
import type { Db, Tx } from '../kit/db.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import type { Ctx } from '../kit/world.ts'
import { changesIfKnown, type ColourChange, type Weighed } from '../risk/weigh.ts'
import { approvedByTwo, readApprovals } from '../signatures/signatures.ts'
import { approvalHash, findRootKey, openHead, type BatchName } from './head.ts'
import { eachInLanes } from './lanes.ts'
import { enterShareOutcomes, writeShareOutcomes } from './outcome.ts'
import { KEY_GONE, refuse } from './read-batch.ts'
import { readOutcomes, writeOutcomes } from './row-store.ts'
import { bytesOf, factOfRow, type WaitingRow } from './rows.ts'
import { deleteShares } from './share-store.ts'
import { openShare } from './shares.ts'
import { countChanged, lockBatch, lockSource, updateBatch, type BatchRow } from './store.ts'
import { findAppealFlag } from './views.ts'

// The brake: before a batch counts it is weighed, and over what its source may change within an hour it changes nobody and waits
// for two organisations; so does the next batch of a source against which too many have appealed. Whoever takes it asks `isReleased` again, each time.

/** What a batch would do, row by row and to how many people. */
interface Weight extends Pick<Weighing, 'people' | 'changed' | 'changes'> {
  readonly taken: number
  readonly same: number
  /** As `writeShareOutcomes` wrote them. */
  readonly outcomes: readonly Uint8Array[]
}

/** Rows of one share, told apart. */
export interface Sorted {
  readonly fresh: readonly WaitingRow[]
  readonly outcomes: readonly { readonly row: number; readonly outcome: 'taken' | 'same' }[]
}

/**
 * Weighs a batch that was read and decides: within the brake it is let go, over it it is held. After a dry run it is what it was,
 * with what was found. Answers false where somebody else has decided.
 */
export async function weighAndDecide(ctx: Ctx, batch: BatchRow): Promise<boolean> {
  const weight = await weigh(ctx, batch)
  return ctx.db.transaction().execute(async (tx) => {
    await lockSource(tx, batch.sourceId)
    const now = await lockBatch(tx, batch.batchId)
    if (now?.state !== batch.state || now.shares !== batch.shares) return false
    const head = openHead(ctx, batch)
    const key = await findRootKey(tx, ctx, batch, head)
    if (!key?.source) {
      await refuse(tx, ctx, batch, [KEY_GONE])
      return true
    }
    const left = Math.max(0, key.source.brakePeoplePerHour - (await countChanged(tx, batch.sourceId, ctx.now)))
    const { people, changed, changes } = weight
    const appeals = await findAppealFlag(tx, batch.sourceId)
    const weighing = { people, changed, left, changes, ...(appeals !== undefined && { appeals }) }
    if (batch.state === 'trying') {
      await noteTrial(tx, batch, { weight, weighing })
      return true
    }
    const isWithin = changed <= left && appeals === undefined
    const said = saidOf(batch, { hash: approvalHash(batch, head), changed, decidedAt: ctx.now })
    await updateBatch(tx, batch.batchId, {
      report: { weighing },
      changed,
      ...(isWithin
        ? {
            state: 'taking',
            decision: 'within-brake',
            decidedAt: ctx.now,
            released: vouch(ctx.keys, 'batch-release', said),
          }
        : { state: 'held' }),
    })
    await append(tx, ctx, {
      action: 'batch-decided',
      subject: batch.batchId,
      detail: {
        decision: isWithin ? 'within-brake' : 'held',
        people,
        changed,
        left,
        ...(appeals !== undefined && { appeals }),
      },
    })
    return true
  })
}

/**
 * Whether a batch may change people: its source's key counts, and either the brake let it go, which the program vouches for, or two
 * organisations have signed. No column is believed.
 */
export async function isReleased(db: Db, ctx: Ctx, batch: BatchRow): Promise<boolean> {
  const head = openHead(ctx, batch)
  if (!head.wanted || !(await findRootKey(db, ctx, batch, head))) return false
  const hash = approvalHash(batch, head)
  if (approvedByTwo(await readApprovals(db, ctx, { subject: 'batch', hash }))) return true
  const { changed, decidedAt, released } = batch
  if (changed === undefined || decidedAt === undefined || released === undefined) return false
  return isVouched(ctx.keys, 'batch-release', { said: saidOf(batch, { hash, changed, decidedAt }), mac: released })
}

/** Which rows of a share say something new. `personOf` gives a person by his document, undefined for a stranger. */
export async function tellNew(
  db: Db,
  ctx: Ctx,
  of: BatchName & { rows: readonly WaitingRow[]; personOf: (row: WaitingRow) => Keyed | undefined },
): Promise<Sorted> {
  const rows = of.rows.toSorted((a, b) => a.row - b.row)
  const known = rows.flatMap((row) => {
    const person = of.personOf(row)
    return person ? [{ row, person }] : []
  })
  const places = await findKnownRows(db, ctx, {
    ...of,
    persons: [...new Map(known.map(({ person }) => [person.personId, person])).values()],
    rows: known.map(({ row, person }) => ({
      personId: person.personId,
      rowNumber: row.row,
      rowHash: bytesOf(row.rowHash),
    })),
  })
  const said = new Set([...places].map((place) => known[place]!.row))
  const seen = new Set<string>()
  const fresh = rows.filter((row) => {
    const isFresh = !said.has(row) && !seen.has(row.rowHash)
    seen.add(row.rowHash)
    return isFresh
  })
  const taken = new Set(fresh)
  return { fresh, outcomes: rows.map((row) => ({ row: row.row, outcome: taken.has(row) ? 'taken' : 'same' })) }
}

async function weigh(ctx: Ctx, batch: BatchRow): Promise<Weight> {
  const shares = Array.from({ length: batch.shares ?? 0 }, (_, share) => share)
  const outcomes: Uint8Array[] = []
  const changes = new Map<string, number>()
  let [people, taken, same] = [0, 0, 0]
  await eachInLanes(shares, async (share) => {
    const rows = await openShare(ctx.db, ctx, { batchId: batch.batchId, share })
    const one = await weighShare(ctx, batch, rows)
    for (const { from, to } of one.changes) changes.set(`${from} ${to}`, (changes.get(`${from} ${to}`) ?? 0) + 1)
    people += one.people
    taken += one.sorted.fresh.length
    same += one.sorted.outcomes.length - one.sorted.fresh.length
    if (batch.state === 'trying') outcomes.push(writeShareOutcomes(one.sorted.outcomes))
  })
  const listed = listChanges(changes)
  return {
    people,
    changed: listed.reduce((sum, change) => sum + change.people, 0),
    changes: listed,
    taken,
    same,
    outcomes,
  }
}

async function weighShare(
  ctx: Ctx,
  batch: BatchRow,
  rows: readonly WaitingRow[],
): Promise<{ people: number; changes: ColourChange[]; sorted: Sorted }> {
  const people = await weighedPeople(ctx, rows)
  const personOf = (row: WaitingRow) => people.get(row.document)!
  const { batchId, sourceId } = batch
  const sorted = await tellNew(ctx.db, ctx, { batchId, sourceId, rows, personOf: (row) => keyed(personOf(row)) })
  const facts = sorted.fresh.map((row) => factOfRow(row, { ...batch, personId: personOf(row).personId }))
  const assumed = await factsIfAppended(ctx.db, ctx, facts)
  const changes = await changesIfKnown(ctx.db, ctx, [...people.values()], assumed)
  return { people: new Set(sorted.fresh.map((row) => row.document)).size, changes, sorted }
}

/** The people of some rows by their documents; a stranger has a made-up id, for nothing is written of him. */
async function weighedPeople(ctx: Ctx, rows: readonly WaitingRow[]): Promise<Map<string, Weighed>> {
  const documents = [...new Set(rows.map((row) => row.document))]
  const found = await findPersonsByHash(ctx.db, ctx, documents.map(bytesOf))
  return new Map(
    documents.map((document, place) => {
      return [document, found[place] ?? { personId: document, stranger: true }]
    }),
  )
}

async function noteTrial(tx: Tx, batch: BatchRow, found: { weight: Weight; weighing: Weighing }): Promise<void> {
  const { taken, same, people, outcomes } = found.weight
  const read = await readOutcomes(tx, { batchId: batch.batchId, after: 0, limit: batch.counts.rows })
  const all = Uint8Array.from(read.outcomes)
  for (const share of outcomes) enterShareOutcomes(all, share)
  await writeOutcomes(tx, batch.batchId, all)
  await deleteShares(tx, batch.batchId)
  await updateBatch(tx, batch.batchId, {
    state: 'receiving',
    shares: undefined,
    counts: { taken, same, people },
    report: { weighing: found.weighing, tried: true },
  })
}

function listChanges(changes: ReadonlyMap<string, number>): Weighing['changes'] {
  return COLOURS.flatMap((from) =>
    COLOURS.flatMap((to) => {
      const people = changes.get(`${from} ${to}`)
      return people === undefined ? [] : [{ from, to, people }]
    }),
  )
}

function saidOf(
  { batchId, sourceId }: BatchName,
  { hash, changed, decidedAt }: { hash: Uint8Array; changed: number; decidedAt: Instant },
): Said {
  return [batchId, sourceId, hex(hash), changed, decidedAt]
}

/** Without looking at the key, which is opened when it is. */
function keyed(person: Weighed): Keyed | undefined {
  return 'stranger' in person ? undefined : person
}
