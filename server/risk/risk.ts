import type { ColourExplanation, ExplainRequest, ShownThen } from '../../contract/operator.ts'
import type { Colour } from '../../core/colour.ts'
import { instant, type Instant } from '../../core/instant.ts'
import { isUuid } from '../../core/uuid.ts'
import { append } from '../audit/audit.ts'
import { listConcerned } from '../evidence/area-lists.ts'
import type { NewFact } from '../evidence/evidence.ts'
import type { Keyed, WrittenByHand } from '../evidence/facts.ts'
import { findPerson, type Identity } from '../identity/persons.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { markChanged } from './city-store.ts'
import { courseFrom, openRow } from './colour-row.ts'
import { recompute, recomputeWith, type Outlook } from './explanation.ts'
import { reassessChunk } from './reassess.ts'
import { findShown } from './shown-at.ts'
import { findTable, readTables, tableNow } from './table.ts'
import { findRow, lockDue, lockUnrecorded, type Due } from './views.ts'

/** A row of `colour_state` beside the latest of `colour_history`; what a join did not find is null. */
export interface ColourRow {
  readonly person_id: string
  readonly list_number: number
  readonly colour: Colour | null
  readonly since: Date | null
  readonly changes_at: Date | null
  readonly course: unknown
  readonly table_name: string | null
  readonly table_version: string | null
  readonly evaluated_at: Date | null
  readonly version: number | null
  readonly mac: Uint8Array | null
  readonly act_id: string | null
  readonly act_commitment: Uint8Array | null
  readonly history_version: number | null
  readonly history_mac: Uint8Array | null
}

/** A `ColourRow` in a statement that reads `person`, but for the person's own columns. */
export const COLOUR_COLUMNS = `colour_state.colour, colour_state.since, colour_state.changes_at, colour_state.course,
  colour_state.table_name, colour_state.table_version, colour_state.evaluated_at, colour_state.version, colour_state.mac,
  colour_state.act_id, colour_state.act_commitment,
  shown.version as history_version, shown.mac as history_mac`

/** Where its columns come from: each a look-up by the person's id. */
export const COLOUR_JOINS = `
  left join colour_state on colour_state.person_id = person.person_id
  left join lateral (
    select * from colour_history where colour_history.person_id = person.person_id
    order by colour_history.version desc limit 1
  ) as shown on true`

/** A colour as it is shown: since when, and when it changes if nothing new is learned. */
export interface CurrentColour {
  readonly colour: Colour
  readonly since: Instant
  readonly changesAt: Instant | undefined
}

/** A colour with the rules and facts behind it, as the person reads it; and what was ever written about him by hand. */
export interface Explanation extends Pick<ColourExplanation, 'colour' | 'reasons' | 'changesAt' | 'table'> {
  readonly byHand: readonly WrittenByHand[]
  /** By id, in the order of `reasons`: the rule and the fact. */
  readonly because: readonly Because[]
}

/** A rule that makes a colour of a fact. */
export interface Because {
  readonly ruleId: string
  readonly factId: string
}

/** The job that evaluates some people anew: `{ personIds }`. */
export const REASSESS = 'risk.reassess'

/** People who are evaluated in one transaction. */
const CHUNK = 500

/**
 * Evaluates people from all that is known. Where the course of a colour is another one than before, or what was due has come to
 * pass, that is written with the evaluator's MAC and its record; nothing is written of anybody else. Whoever is unknown is left out.
 */
export async function reassess(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  await evaluateAnew(tx, ctx, personIds)
  await markChanged(tx, ctx, personIds)
}

/** The same for people of whom nothing was learned: time has passed, or another rule table is in force. */
export async function evaluateAnew(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  await evaluateEach(tx, ctx, personIds)
}

/** The same for people whose row somebody doubts: what is found is written with its moment, also where it is what stood there. */
export async function makeSure(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  await evaluateEach(tx, ctx, personIds, 'everything')
  await markChanged(tx, ctx, personIds)
}

async function evaluateEach(tx: Tx, ctx: Ctx, personIds: readonly string[], writes?: 'everything'): Promise<void> {
  const inOrder = [...new Set(personIds)].toSorted()
  const table = await tableNow(tx, ctx)
  for (let at = 0; at < inOrder.length; at += CHUNK) {
    await reassessChunk(tx, ctx, { personIds: inOrder.slice(at, at + CHUNK), table, ...(writes && { writes }) })
  }
}

/**
 * The colour that a row gives now; undefined when the evaluator did not write it so, or it was put back from an earlier day: then it
 * is nobody's, and the log says whose.
 */
export function openColour(ctx: Pick<Ctx, 'keys' | 'now' | 'log'>, row: ColourRow): CurrentColour | undefined {
  const state = openRow(ctx.keys, row)
  if (typeof state === 'string') {
    ctx.log.error({ person: row.person_id }, state)
    return undefined
  }
  const [{ colour, from: since }, next] = courseFrom(state.course, ctx.now)
  return { colour, since, changesAt: next?.from }
}

/** The same with the moment at which it was found. */
export function openEvaluated(
  ctx: Pick<Ctx, 'keys' | 'now' | 'log'>,
  row: ColourRow,
): { colour: Colour; evaluatedAt: Instant } | undefined {
  const state = openRow(ctx.keys, row)
  if (typeof state === 'string') return undefined
  return { colour: courseFrom(state.course, ctx.now)[0].colour, evaluatedAt: state.evaluatedAt }
}

/** The colour that a person has now, if the evaluator vouches for it. */
export async function findColour(db: Db, ctx: Ctx, personId: string): Promise<CurrentColour | undefined> {
  const row = await findRow(db, personId)
  return row?.colour ? openColour(ctx, row) : undefined
}

/**
 * A person's colour and its reasons at a moment, recomputed from what is known or was known at `knownAt`; `identity` is read where
 * it was not before. Problems: input-invalid.
 */
export async function explain(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  asked: { asOf: Instant; knownAt?: Instant | undefined; identity?: Identity },
): Promise<Explanation> {
  const { asOf, knownAt } = asked
  const table = findTable(await readTables(db, ctx), asOf, knownAt)
  if (!table) throw noTable()
  return recompute(db, ctx, { ...asked, person, table })
}

/**
 * What was shown of a person at a moment, to the length of a transaction, and the same recomputed from evidence, lists, identity and
 * tables as known then. Where they differ, `shown` says why. Problems: input-invalid.
 */
export async function shownAt(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  moment: Instant,
): Promise<Explanation & { shown: ShownThen }> {
  const recomputed = await explain(db, ctx, person, { asOf: moment, knownAt: moment })
  return { ...recomputed, shown: await findShown(db, ctx, { person, moment, recomputed, known: 'then' }) }
}

/**
 * A person's colour at this moment, and what it would be were some facts appended and one taken back; nothing is written.
 * `reasons` are those of what it would be.
 */
export async function foresee(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  change: { appended: readonly Omit<NewFact, 'key'>[]; takenBack: string | undefined },
): Promise<Outlook> {
  return recomputeWith(db, ctx, person, { ...change, table: await tableNow(db, ctx) })
}

/**
 * Explains somebody's colour to the operator and records who asked and why. `personOfHandle` knows the people of a demo.
 * Problems: person-unknown, input-invalid.
 */
export async function explainForOperator(
  ctx: Ctx,
  asked: ExplainRequest,
  personOfHandle: ((handle: string) => Promise<string | undefined>) | undefined,
): Promise<ColourExplanation> {
  const personId = isUuid(asked.person) ? asked.person : await personOfHandle?.(asked.person)
  const { asOf, knownAt, shownAt: moment } = momentsOf(ctx, asked)
  return ctx.db.transaction().execute(async (tx) => {
    const person = personId === undefined ? undefined : await findPerson(tx, ctx, personId)
    if (!person) throw new Problem('person-unknown')
    const { byHand: _, because: __, ...explanation } = await explain(tx, ctx, person, { asOf, knownAt })
    const known = knownAt === moment ? 'then' : 'otherwise'
    const shown = moment && (await findShown(tx, ctx, { person, moment, recomputed: explanation, known }))
    await append(tx, ctx, {
      action: 'colour-explained',
      subject: person.personId,
      purpose: asked.purpose,
      detail: {
        asOf,
        ...(knownAt === undefined ? {} : { knownAt }),
        ...(moment === undefined ? {} : { shownAt: moment }),
      },
    })
    return { personId: person.personId, asOf, knownAt, ...explanation, ...(shown ? { shown } : {}) }
  })
}

/** What was shown at a moment is held against what was known then, unless another knowledge is asked for. */
function momentsOf(ctx: Ctx, asked: ExplainRequest) {
  if (asked.shownAt !== undefined && asked.asOf !== undefined) {
    throw new Problem('input-invalid', [
      { field: 'asOf', zh: 'asOf 与 shownAt 只能写一个', en: 'asOf and shownAt cannot be asked together' },
    ])
  }
  const [asOf, knownAt] = [asked.shownAt ?? asked.asOf ?? ctx.now, asked.knownAt ?? asked.shownAt]
  return {
    asOf: instant(asOf),
    knownAt: knownAt === undefined ? undefined : instant(knownAt),
    shownAt: asked.shownAt === undefined ? undefined : instant(asked.shownAt),
  }
}

/** Has everybody evaluated anew whom a risk-area list concerns, by one job for each 500 of them. */
export async function reassessList(ctx: Ctx, listId: string): Promise<void> {
  // All jobs or none: a job that is tried again has left nothing behind.
  await ctx.db.transaction().execute(async (tx) => {
    let walk = await listConcerned(tx, { listId, limit: CHUNK })
    while (walk.personIds.length > 0) {
      await ctx.jobs.enqueue(tx, REASSESS, { personIds: walk.personIds })
      if (walk.next === undefined) return
      walk = await listConcerned(tx, { listId, after: walk.next, limit: CHUNK })
    }
  })
}

/**
 * Evaluates everybody whose colour is due to change or names no act, 500 in a transaction, and answers how many they were. Whatever
 * stops it half way leaves the rest, and the next sweep finds them.
 */
export async function sweep(ctx: Ctx): Promise<number> {
  return (await sweepDue(ctx)) + (await sweepUnrecorded(ctx))
}

async function sweepDue(ctx: Ctx): Promise<number> {
  let swept = 0
  let after: Due | undefined
  for (;;) {
    const due = await ctx.db.transaction().execute(async (tx) => {
      const found = await lockDue(tx, ctx.now, { limit: CHUNK, ...(after && { after }) })
      await evaluateAnew(
        tx,
        ctx,
        found.map(({ personId }) => personId),
      )
      return found
    })
    swept += due.length
    if (due.length < CHUNK) return swept
    // Whose colour stays due because nothing of it is believed is not met again and again.
    after = due.at(-1)
  }
}

/** Colours of before there were acts of them, or whose act somebody took away: nobody's, until they are found anew. */
async function sweepUnrecorded(ctx: Ctx): Promise<number> {
  let swept = 0
  let after: string | undefined
  for (;;) {
    const found = await ctx.db.transaction().execute(async (tx) => {
      const personIds = await lockUnrecorded(tx, { after, limit: CHUNK })
      await evaluateAnew(tx, ctx, personIds)
      return personIds
    })
    swept += found.length
    if (found.length < CHUNK) return swept
    after = found.at(-1)
  }
}

function noTable(): Problem {
  return new Problem('input-invalid', [
    { field: 'asOf', zh: '当时没有生效的赋码规则', en: 'no rule table was in force then' },
  ])
}
