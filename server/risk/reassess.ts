import { hex } from '../../core/bytes.ts'
import { evaluate, timeline } from '../../core/evaluate.ts'
import type { Colour } from '../../core/colour.ts'
import type { Instant } from '../../core/instant.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { appendAll, type Act, type ActRecord } from '../audit/audit.ts'
import { knowledgeOfMany } from '../evidence/evidence.ts'
import type { Knowledge } from '../evidence/facts.ts'
import { believedStates, identityIn, type IdentityState } from '../identity/identity-states.ts'
import type { Tx } from '../kit/db.ts'
import { personKey, sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { announceChanges } from './changes.ts'
import {
  courseFrom,
  isSameFrom,
  openRow,
  openShown,
  stepAt,
  vouchFor,
  vouchForShown,
  type ColourState,
  type Course,
  type Shown,
} from './colour-row.ts'
import { groundsOf, sealGrounds, stillStands, type Grounds } from './grounds.ts'
import { readHistory, writeColours, type Written } from './store.ts'
import { latestShown, lockPersons, readPersons, type Evaluated } from './views.ts'

// The evaluation of some people in one transaction: three statements where nothing changes for anybody, five where something does,
// and one or two more where they have stays.

/** A person with everything that his colour rests on. */
interface Subject {
  readonly row: Evaluated
  readonly identities: readonly IdentityState[]
  readonly knowledge: Knowledge
  readonly grounds: Grounds
}

/** What was shown of a person when the evaluation began. */
type Before =
  | { readonly kind: 'nothing' }
  /** As the state says, which the evaluator vouches for; or, where it does not, as the history says. */
  | { readonly kind: 'state'; readonly shown: ColourState }
  | { readonly kind: 'history'; readonly shown: Shown }
  /** There is a history and nothing of it is believed. */
  | { readonly kind: 'lost' }

/** What is shown from now on. */
interface Change {
  readonly course: Course
  readonly grounds: Uint8Array
  readonly from: Colour | undefined
  readonly state: Omit<ColourState, 'act'>
  /** Another course than before, whose finding is recorded now, or the same one by the act that recorded it. */
  readonly by: { readonly added: NonNullable<Written['shown']> } | { readonly act: ActRecord }
}

interface Changed {
  readonly subject: Subject
  readonly change: Change
}

/** Whom to evaluate and by which table; `everything` is written, with its moment, also where nothing changed, for whoever doubts the row. */
export interface Reassessment {
  readonly personIds: readonly string[]
  readonly table: RuleTable
  readonly writes?: 'everything'
}

/** Evaluates some people, whoever is unknown left out, and writes what changed. */
export async function reassessChunk(tx: Tx, ctx: Ctx, told: Reassessment) {
  await lockPersons(tx, told.personIds)
  const changes = await findChanges(tx, ctx, told)
  if (changes.length === 0) return
  const recoloured = changes.filter(({ change }) => isRecoloured(change))
  const actOf = await record(tx, ctx, { changes, table: told.table })
  await writeColours(
    tx,
    changes.map(({ change }) => {
      const state = { ...change.state, act: 'act' in change.by ? change.by.act : actOf(change) }
      const shown = 'added' in change.by ? change.by.added : undefined
      return { state, mac: vouchFor(ctx.keys, state), grounds: change.grounds, shown }
    }),
  )
  await announceChanges(
    tx,
    ctx,
    recoloured.map(({ subject }) => subject.row.person_id),
  )
}

/** What an evaluation of some people would change now. Whatever of theirs cannot be believed is said to `ctx.log`. */
export async function findChanges(tx: Tx, ctx: Ctx, told: Reassessment): Promise<Changed[]> {
  const rows = await readPersons(tx, told.personIds)
  if (rows.length === 0) return []
  const keyed = rows.map((row) => ({
    personId: row.person_id,
    key: personKey(ctx.keys, row.person_id, row.wrapped_key),
  }))
  const knowledge = await knowledgeOfMany(tx, ctx, keyed)
  const changes: Changed[] = []
  for (const row of rows) {
    const subject = subjectOf(ctx, row, knowledge.get(row.person_id)!)
    const change = changeOf(ctx, told, { subject, before: await beforeOf(tx, ctx, row) })
    if (change) changes.push({ subject, change })
  }
  return changes
}

/** Records what was found, an act for each colour that changes and one for all courses that change without it; answers whose act is which. */
async function record(
  tx: Tx,
  ctx: Ctx,
  { changes, table }: { changes: readonly Changed[]; table: RuleTable },
): Promise<(change: Change) => ActRecord> {
  const recoloured = changes.filter(({ change }) => isRecoloured(change))
  const others = changes.filter(({ change }) => !isRecoloured(change) && 'added' in change.by)
  const acts = [
    ...recoloured.map(({ subject, change }) => colourChanged(table, { subject, change }, ctx.now)),
    ...(others.length > 0 ? [coursesChanged(others)] : []),
  ]
  const records = await appendAll(tx, ctx, acts)
  const known = new Map(recoloured.map(({ change }, place) => [change, records[place]!]))
  return (change) => known.get(change) ?? records.at(-1)!
}

function isRecoloured({ from, course }: Change): boolean {
  return from !== course[0].colour
}

function colourChanged(table: RuleTable, { subject, change }: Changed, now: Instant): Act {
  const { from = 'none', course, state } = change
  const ruleIds = rulesOf(table, subject, now).join(' ')
  const detail = { from, to: course[0].colour, version: state.version, ruleIds }
  return { action: 'colour-changed', subject: subject.row.person_id, detail }
}

function coursesChanged(changed: readonly Changed[]): Act {
  const whose = changed.map(({ change: { state } }) => [state.personId, state.version, hex(state.historyMac)])
  return { action: 'courses-changed', detail: { count: changed.length, sha256: hex(sha256(JSON.stringify(whose))) } }
}

function subjectOf(ctx: Ctx, row: Evaluated, knowledge: Knowledge): Subject {
  const identities = believedStates(ctx, row.person_id, row.identities)
  return { row, identities, knowledge, grounds: groundsOf({ knowledge, identities, listNumber: row.list_number }) }
}

/** What is to be written of a person; undefined where nothing is: it stands, or what it rested on does not. */
function changeOf(
  ctx: Ctx,
  { table, writes }: Reassessment,
  { subject, before }: { subject: Subject; before: Before },
): Change | undefined {
  const { row } = subject
  if (before.kind === 'lost') return undefined
  if (before.kind === 'nothing') return newCourse(ctx, table, { subject, before })
  const { version } = before.shown
  if (!stillStands(ctx.keys, { personId: row.person_id, version, column: row.grounds }, subject.grounds)) {
    ctx.log.error({ person: row.person_id }, 'colour-kept-for-its-grounds-are-gone')
    return before.kind === 'state' ? keptCourse(ctx, subject, before.shown) : undefined
  }
  if (before.kind === 'history' || !isSameFrom(before.shown.course, courseOf(table, subject, ctx.now), ctx.now)) {
    return newCourse(ctx, table, { subject, before })
  }
  return sameCourse(ctx, subject, before.shown, writes)
}

function newCourse(
  ctx: Ctx,
  table: RuleTable,
  { subject, before }: { subject: Subject; before: Exclude<Before, { kind: 'lost' }> },
): Change {
  const { person_id: personId, list_number: listNumber, history_version: latest } = subject.row
  const { name: tableName, version: tableVersion } = table
  const previous = before.kind === 'nothing' ? undefined : before.shown.course
  const [first, ...due] = courseOf(table, subject, ctx.now)
  const step = previous && stepAt(previous, ctx.now)
  // A change that was due came at its moment, however long it took to write it.
  const course: Course = [step?.colour === first.colour ? step : first, ...due]
  // Above the rows that nobody believes too: what was altered stays to be seen.
  const version = (latest ?? 0) + 1
  const shown = { version, at: ctx.now, course, tableName, tableVersion }
  const historyMac = vouchForShown(ctx.keys, personId, shown)
  const says = { personId, listNumber, version, course, tableName, tableVersion }
  const state = { ...says, historyMac, evaluatedAt: ctx.now }
  const grounds = sealGrounds(ctx.keys, state, subject.grounds)
  return { course, grounds, from: previous?.[0].colour, state, by: { added: { ...shown, mac: historyMac } } }
}

/** Only what has come to pass in the meantime is written, and what was learned without changing anything. */
function sameCourse(
  ctx: Ctx,
  subject: Subject,
  before: ColourState,
  writes: Reassessment['writes'],
): Change | undefined {
  const grounds = sealGrounds(ctx.keys, before, subject.grounds)
  const course = courseFrom(before.course, ctx.now)
  const isSame = course.length === before.course.length && Buffer.from(subject.row.grounds ?? []).equals(grounds)
  if (isSame && writes !== 'everything') return undefined
  const state = { ...before, course, evaluatedAt: ctx.now }
  return { course, grounds, from: before.course[0].colour, state, by: { act: before.act } }
}

/** The changes that were due come to pass, and nothing else. */
function keptCourse(ctx: Ctx, { row }: Subject, before: ColourState): Change | undefined {
  const course = courseFrom(before.course, ctx.now)
  if (course.length === before.course.length || !row.grounds) return undefined
  const state = { ...before, course, evaluatedAt: ctx.now }
  return { course, grounds: row.grounds, from: before.course[0].colour, state, by: { act: before.act } }
}

async function beforeOf(tx: Tx, ctx: Ctx, row: Evaluated): Promise<Before> {
  const latest = latestShown(row)
  if (!latest) return { kind: 'nothing' }
  const opened = openShown(ctx.keys, row.person_id, latest)
  if (!opened) ctx.log.error({ person: row.person_id }, 'colour-history-not-vouched')
  const state = openRow(ctx.keys, row)
  if (typeof state !== 'string') return { kind: 'state', shown: state }
  ctx.log.error({ person: row.person_id }, state)
  const shown =
    opened ??
    (await readHistory(tx, row.person_id))
      .map((other) => openShown(ctx.keys, row.person_id, other))
      .findLast((other) => other !== undefined)
  return shown ? { kind: 'history', shown } : { kind: 'lost' }
}

function courseOf(table: RuleTable, subject: Subject, now: Instant): Course {
  const [first, ...rest] = timeline({ ...evidenceOf(table, subject), from: now })
  if (!first) throw new Error('a timeline without a beginning')
  return [first, ...rest]
}

function rulesOf(table: RuleTable, subject: Subject, now: Instant): string[] {
  const { reasons } = evaluate({ ...evidenceOf(table, subject), asOf: now })
  return [...new Set(reasons.map((reason) => reason.rowId))]
}

function evidenceOf(table: RuleTable, { knowledge, identities }: Subject) {
  return { table, facts: knowledge.facts, identityConfirmed: identityIn(identities) === 'confirmed' }
}
