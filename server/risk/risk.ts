import type { ColourExplanation, ExplainRequest } from '../../contract/operator.ts'
import type { Colour } from '../../core/colour.ts'
import { evaluate, type Outcome } from '../../core/evaluate.ts'
import { instant, type Instant } from '../../core/instant.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { isUuid } from '../../core/uuid.ts'
import { append, appendAll } from '../audit/audit.ts'
import { listConcerned } from '../evidence/area-lists.ts'
import { factsOf, factsOfMany } from '../evidence/evidence.ts'
import { findPerson, type Identity } from '../identity/persons.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { personKey, type MasterKeys } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { announceChanges } from './changes.ts'
import { markChanged } from './city-store.ts'
import { openRow, vouchFor, type ColourState } from './colour-row.ts'
import { findRow, readRows, writeRows } from './store.ts'
import { findTable } from './table.ts'
import { lockDue, lockPersons, type Evaluated } from './views.ts'

/** A row of `colour_state`; all but the person is null where a join found none. */
export interface ColourRow {
  readonly person_id: string
  readonly colour: Colour | null
  readonly since: Date | null
  readonly changes_at: Date | null
  readonly table_name: string | null
  readonly table_version: string | null
  readonly evaluated_at: Date | null
  readonly mac: Uint8Array | null
}

/** A colour with the rules and facts behind it, as the person reads it. */
export type Explanation = Pick<ColourExplanation, 'colour' | 'reasons' | 'changesAt' | 'table'>

/** The job that evaluates some people anew: `{ personIds }`. */
export const REASSESS = 'risk.reassess'

/** People who are evaluated in one transaction. */
const CHUNK = 500

/** The rule table by which colours are made at a moment. Throws where there is none: that is no policy of ours. */
function shippedTable(at: Instant): RuleTable {
  const table = findTable(at)
  if (!table) throw new Error('no rule table is in force')
  return table
}

/**
 * Evaluates people of whom something was learned from all that is known, and writes what their colours are now, with the
 * evaluator's MAC and, where a colour changed, its record. Whoever is unknown is left out.
 */
export async function reassess(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  await evaluateAnew(tx, ctx, personIds)
  await markChanged(tx, ctx, personIds)
}

/** The same for people of whom nothing was learned: time has passed, or another rule table is in force. */
export async function evaluateAnew(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  const inOrder = [...new Set(personIds)].toSorted()
  const table = shippedTable(ctx.now)
  for (let at = 0; at < inOrder.length; at += CHUNK) {
    await reassessChunk(tx, ctx, { personIds: inOrder.slice(at, at + CHUNK), table })
  }
}

/** The colour that a row of `colour_state` gives; undefined when the evaluator did not write it so: then it is nobody's. */
export function openColour(keys: MasterKeys, row: ColourRow): Colour | undefined {
  return openRow(keys, row)?.colour
}

/** The same with the moment at which it was found. */
export function openEvaluated(keys: MasterKeys, row: ColourRow): { colour: Colour; evaluatedAt: Instant } | undefined {
  const state = openRow(keys, row)
  return state && { colour: state.colour, evaluatedAt: state.evaluatedAt }
}

/** The colour that a person has now, if the evaluator vouches for it. */
export async function findColour(
  db: Db,
  ctx: Ctx,
  personId: string,
): Promise<{ colour: Colour; since: Instant; changesAt: Instant | undefined } | undefined> {
  const row = await findRow(db, personId)
  const state = row && openOrReport(ctx, row)
  return state && { colour: state.colour, since: state.since, changesAt: state.changesAt }
}

/** A person's colour and its reasons at a moment, recomputed from what is known or was known at `knownAt`. Problems: input-invalid. */
export async function explain(
  db: Db,
  ctx: Ctx,
  person: { personId: string; key: Uint8Array; identity: Identity },
  moments: { asOf: Instant; knownAt?: Instant },
): Promise<Explanation> {
  const { asOf, knownAt } = moments
  const table = findTable(asOf)
  if (!table) throw noTable()
  const facts = await factsOf(db, ctx, person, { knownAt })
  const outcome = evaluate({ table, facts, identityConfirmed: person.identity === 'confirmed', asOf })
  return {
    colour: outcome.colour,
    reasons: outcome.reasons.map(({ rowId: ruleId, colour, text, source, legalBasis, from, until, endsSooner }) => {
      return { ruleId, colour, text, source, legalBasis, from, until, endsSooner }
    }),
    changesAt: outcome.changesAt,
    table: { name: table.name, version: table.version },
  }
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
  return ctx.db.transaction().execute(async (tx) => {
    const person = personId === undefined ? undefined : await findPerson(tx, ctx, personId)
    if (!person) throw new Problem('person-unknown')
    const asOf = instant(asked.asOf ?? ctx.now)
    const knownAt = asked.knownAt === undefined ? undefined : instant(asked.knownAt)
    const explanation = await explain(tx, ctx, person, { asOf, knownAt })
    await append(tx, ctx, {
      action: 'colour-explained',
      subject: person.personId,
      purpose: asked.purpose,
      detail: { asOf, ...(knownAt === undefined ? {} : { knownAt }) },
    })
    return { personId: person.personId, asOf, ...explanation }
  })
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
 * Evaluates everybody whose colour is due to change, 500 in a transaction, and answers how many they were. Whatever stops
 * it half way leaves the rest due, and the next sweep finds them.
 */
export async function sweep(ctx: Ctx): Promise<number> {
  let swept = 0
  for (let due = CHUNK; due === CHUNK; swept += due) {
    due = await ctx.db.transaction().execute(async (tx) => {
      const personIds = await lockDue(tx, ctx.now, CHUNK)
      await evaluateAnew(tx, ctx, personIds)
      return personIds.length
    })
  }
  return swept
}

/** Evaluates some people by a table, whoever is unknown left out, and writes what they are now. */
export async function reassessChunk(
  tx: Tx,
  ctx: Ctx,
  { personIds, table }: { personIds: readonly string[]; table: RuleTable },
): Promise<void> {
  const persons = await lockPersons(tx, personIds)
  if (persons.length === 0) return
  const keyed = persons.map(({ personId, wrappedKey }) => ({
    personId,
    key: personKey(ctx.keys, personId, wrappedKey),
  }))
  const facts = await factsOfMany(tx, ctx, keyed)
  const rows = await readRows(tx, personIds)
  const before = new Map(rows.map((row) => [row.person_id, openOrReport(ctx, row)]))
  const judged = persons.map((person) => {
    const outcome = evaluate({
      table,
      facts: facts.get(person.personId) ?? [],
      identityConfirmed: person.identity === 'confirmed',
      asOf: ctx.now,
    })
    return { person, outcome, previous: before.get(person.personId) }
  })
  await writeRows(
    tx,
    judged.map((one) => {
      const state = stateOf(ctx, table, one)
      return { ...state, mac: vouchFor(ctx.keys, state) }
    }),
  )
  const changed = judged.filter(({ outcome, previous }) => previous?.colour !== outcome.colour)
  await announceChanges(
    tx,
    ctx,
    changed.map(({ person }) => person.personId),
  )
  await appendAll(
    tx,
    ctx,
    changed.map(({ person, outcome, previous }) => ({
      action: 'colour-changed',
      subject: person.personId,
      detail: {
        from: previous?.colour ?? 'none',
        to: outcome.colour,
        ruleIds: [...new Set(outcome.reasons.map((reason) => reason.rowId))].join(' '),
      },
    })),
  )
}

function stateOf(
  ctx: Ctx,
  table: RuleTable,
  { person, outcome, previous }: { person: Evaluated; outcome: Outcome; previous: ColourState | undefined },
): ColourState {
  return {
    personId: person.personId,
    colour: outcome.colour,
    since: sinceOf(ctx.now, outcome.colour, previous),
    changesAt: outcome.changesAt,
    tableName: table.name,
    tableVersion: table.version,
    evaluatedAt: ctx.now,
  }
}

function sinceOf(now: Instant, colour: Colour, previous: ColourState | undefined): Instant {
  if (previous?.colour === colour) return previous.since
  // A change that was due came at its moment, however long the sweep took to write it.
  return previous?.changesAt !== undefined && previous.changesAt <= now ? previous.changesAt : now
}

function openOrReport(ctx: Ctx, row: ColourRow): ColourState | undefined {
  const state = openRow(ctx.keys, row)
  if (!state) ctx.log.error({ person: row.person_id }, 'colour-mac-wrong')
  return state
}

function noTable(): Problem {
  return new Problem('input-invalid', [
    { field: 'asOf', zh: '当时没有生效的赋码规则', en: 'no rule table was in force then' },
  ])
}
