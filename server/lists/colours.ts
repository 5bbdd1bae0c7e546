// What the list should say of each list number: the evaluator's word where it can be believed, else what is published.

import { LIST_VALUE } from '../../core/colour.ts'
import type { Instant } from '../../core/instant.ts'
import { isNumbered } from '../identity/list-numbers.ts'
import type { World } from '../kit/world.ts'
import { openEvaluated } from '../risk/risk.ts'
import { FIRST_ID, listEverybody, listNotGreen, listNumbered, type PlacedRow } from './views.ts'

/** The value of each list number, a byte a number; grows as numbers are given out. */
export interface Colours {
  values: Uint8Array
}

/** Colours, and the people whose row could not be believed and who are to be evaluated anew. */
export interface FoundColours {
  readonly colours: Colours
  readonly doubtful: string[]
}

const NO_COLOUR = LIST_VALUE.grey
const AT_ONCE = 10_000

/** Sets the value of a number. */
export function setColour(colours: Colours, listNumber: number, value: number): void {
  if (listNumber >= colours.values.length) {
    const wider = new Uint8Array(Math.max(1_024, Math.ceil(listNumber * 1.25) + 1))
    wider.set(colours.values)
    colours.values = wider
  }
  colours.values[listNumber] = value
}

/** The value of a number, 0 where none was set. */
export function colourOf(colours: Colours, listNumber: number): number {
  return colours.values[listNumber] ?? 0
}

/**
 * What a row says, if number and colour are vouched for and it was evaluated after `since`: an older one was published long ago, and
 * who puts it back wants to undo what came after. Undefined: nothing that counts.
 */
export function believe(
  world: Pick<World, 'keys' | 'clock' | 'log'>,
  row: PlacedRow,
  since: Instant,
): number | undefined {
  const found = isNumbered(world.keys, row) ? openEvaluated({ ...world, now: world.clock() }, row) : undefined
  return found && found.evaluatedAt >= since ? LIST_VALUE[found.colour] : undefined
}

/** Everybody's colour from the database alone, where nothing is published yet: whose row cannot be believed has none. */
export async function readEverybody(world: World): Promise<FoundColours> {
  const found: FoundColours = { colours: { values: new Uint8Array() }, doubtful: [] }
  for await (const row of inTurn((after) => listEverybody(world.db, after, AT_ONCE))) {
    const value = believe(world, row, 0 as Instant)
    setColour(found.colours, row.list_number, value ?? NO_COLOUR)
    if (value === undefined) doubt(world, found, row)
  }
  return found
}

/**
 * What is published, brought to what the database says now. Only a row that was evaluated since then changes anything; a colour
 * whose row is gone, altered or old stays as it is published, until the person was evaluated anew. Who is gone himself has none.
 */
export async function readChanged(
  world: World,
  published: { notGreen: ReadonlyMap<number, number>; since: Instant },
): Promise<FoundColours> {
  const found: FoundColours = { colours: { values: new Uint8Array() }, doubtful: [] }
  for (const [listNumber, value] of published.notGreen) setColour(found.colours, listNumber, value)
  const unseen = new Map(published.notGreen)
  for await (const row of inTurn((after) => listNotGreen(world.db, after, AT_ONCE))) {
    unseen.delete(row.list_number)
    compare(world, found, row, published.since)
  }
  const numbers = [...unseen.keys()]
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    const asked = numbers.slice(from, from + AT_ONCE)
    const rows = await listNumbered(world.db, asked)
    for (const row of rows) compare(world, found, row, published.since)
    const there = new Set(rows.map((row) => row.list_number))
    for (const listNumber of asked) if (!there.has(listNumber)) setColour(found.colours, listNumber, NO_COLOUR)
  }
  return found
}

function compare(world: World, found: FoundColours, row: PlacedRow, since: Instant): void {
  const anyTime = believe(world, row, 0 as Instant)
  if (anyTime === colourOf(found.colours, row.list_number)) return
  const value = believe(world, row, since)
  if (value === undefined) doubt(world, found, row)
  else setColour(found.colours, row.list_number, value)
}

/** Another evaluation makes a good row of a bad one, but for a number that is not the person's. */
function doubt(world: World, found: FoundColours, row: PlacedRow): void {
  if (isNumbered(world.keys, row)) found.doubtful.push(row.person_id)
  else world.log.error({ person: row.person_id }, 'list-number-mac-wrong')
}

async function* inTurn(list: (after: string) => Promise<PlacedRow[]>): AsyncIterable<PlacedRow> {
  let after = FIRST_ID
  for (;;) {
    const rows = await list(after)
    yield* rows
    if (rows.length < AT_ONCE) return
    after = rows.at(-1)!.person_id
  }
}
