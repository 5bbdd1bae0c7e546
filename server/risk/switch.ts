import { CHUNK_PEOPLE } from '../../core/fact-columns.ts'
import type { Instant } from '../../core/instant.ts'
import { judgeAll, planOf, roomForChanges, type Judged } from '../../core/rule-plan.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import type { Tx } from '../kit/db.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { countChunks, openChunk, type CityPart } from './city-columns.ts'
import type { TableName } from './dry-run.ts'
import { evaluateAnew } from './risk.ts'
import { insertSwitch, isSwitched, recordSwitched } from './switch-store.ts'
import { readNumbered } from './views.ts'

// Another rule table comes into force. Columns say whom it concerns; what they are now, their facts say, as always. So a chunk that
// somebody put back to an older state can make us look at too few or too many, and makes nobody's colour.

/** The job that evaluates anew whom of a chunk another table concerns: `{ switchId, chunk, from, to }`. */
export const SWITCH_CHUNK = 'risk.switch-chunk'

/** What the job is told. Tables are found by name and version when it is done. */
export interface ChunkSwitch {
  readonly switchId: string
  readonly chunk: number
  readonly from: TableName
  readonly to: TableName
}

/** People who are evaluated in one transaction. */
const AT_ONCE = 500
/** Whoever was being evaluated by the former table as the new one came into force is written by then, and marked. */
const SETTLED_SECONDS = 10

/**
 * Has everybody evaluated anew whom it concerns that one rule table came into force after another, by one job a chunk, and answers
 * an id for it. `to` is the one in force from now on.
 */
export async function switchTable(tx: Tx, ctx: Ctx, tables: { from: TableName; to: TableName }): Promise<string> {
  const switchId = newId(ctx)
  const [from, to] = [nameOf(tables.from), nameOf(tables.to)]
  const chunks = await countChunks(tx)
  await insertSwitch(tx, { switchId, chunks })
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const payload: ChunkSwitch = { switchId, chunk, from, to }
    await ctx.jobs.enqueue(tx, SWITCH_CHUNK, payload, { afterSeconds: SETTLED_SECONDS })
  }
  return switchId
}

/**
 * Evaluates anew, 500 in a transaction, everybody of a chunk whose colour, deciding row or next change (its moment, or the colour
 * that comes then) is another under `to` than under `from`, and nobody else. Stopped at any point and done again it comes to the same.
 */
export async function switchChunk(
  ctx: Ctx,
  told: Pick<ChunkSwitch, 'switchId' | 'chunk'>,
  tables: { from: RuleTable; to: RuleTable },
): Promise<void> {
  if (await isSwitched(ctx.db, told)) return
  const { chunk } = told
  const places = (await openChunk(ctx.db, ctx, chunk)).flatMap((part) => differing(part, { ...tables, asOf: ctx.now }))
  for (let at = 0; at < places.length; at += AT_ONCE) {
    const numbers = places.slice(at, at + AT_ONCE).map((place) => chunk * CHUNK_PEOPLE + place)
    const persons = await readNumbered(ctx.db, numbers)
    const personIds = persons.map((person) => person.person_id)
    await ctx.db.transaction().execute((tx) => evaluateAnew(tx, ctx, personIds))
  }
  await ctx.db.transaction().execute((tx) => recordSwitched(tx, { ...told, at: ctx.now, written: places.length }))
}

/** The places of those who are another under the one table than under the other. */
function differing(
  { columns, placeOf, skipped }: CityPart,
  { from, to, asOf }: { from: RuleTable; to: RuleTable; asOf: Instant },
): number[] {
  const judge = (table: RuleTable): Judged => {
    return judgeAll(planOf(table, columns.shapes), columns, { asOf, into: roomForChanges(skipped.length) })
  }
  const [was, is, sameRow] = [judge(from), judge(to), sameRows(from, to)]
  const places: number[] = []
  for (let person = 0; person < skipped.length; person += 1) {
    const isSame =
      was.colours[person] === is.colours[person] &&
      sameRow[was.rows[person]!] === is.rows[person] &&
      // NaN, of those whose colour does not change, is the same as NaN.
      Object.is(was.next!.at[person], is.next!.at[person]) &&
      was.next!.colours[person] === is.next!.colours[person]
    if (skipped[person] === 0 && !isSame) places.push(placeOf(person))
  }
  return places
}

/** Of each row of the one table, counted from 1, its place in the other: -1 where it is not there. No row is no row. */
function sameRows(from: RuleTable, to: RuleTable): number[] {
  const places = new Map(to.rows.map((row, place) => [row.id, place + 1]))
  return [0, ...from.rows.map((row) => places.get(row.id) ?? -1)]
}

function nameOf({ name, version }: TableName): TableName {
  return { name, version }
}
