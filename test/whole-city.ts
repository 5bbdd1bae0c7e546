import fc from 'fast-check'
import { COLOURS, type Colour } from '../core/colour.ts'
import { evaluate } from '../core/evaluate.ts'
import { CHUNK_PEOPLE } from '../core/fact-columns.ts'
import { instant, MINUTE } from '../core/instant.ts'
import { factsOf } from '../server/evidence/evidence.ts'
import { openPerson, type Person } from '../server/identity/persons.ts'
import { readChunk } from '../server/risk/city-store.ts'
import { dryRun, type Moves } from '../server/risk/dry-run.ts'
import { shippedTable } from '../server/risk/table.ts'
import { listNumbered } from '../server/risk/views.ts'
import { someFacts } from './fact-arbitraries.ts'
import { peopleWith, type KnownFact } from './known-people.ts'
import { A_MORNING, type TestWorld } from './world.ts'

// A city small enough to be judged person by person, with list numbers in several chunks.

export const APRIL = shippedTable('shanghai-2022-04')!
export const SEPTEMBER = shippedTable('shanghai-2022-09')!
/** Most histories have begun, and no rule has forgotten them yet. */
export const AS_OF = instant(A_MORNING + 15 * 24 * 60 * MINUTE)
/** Yellow in April, red in September. */
export const SECONDARY_CONTACT: KnownFact = {
  kind: 'contact',
  period: { from: A_MORNING, to: undefined },
  details: { degree: 'secondary' },
}

/** Sixty people with made-up histories: 44 in the first chunk, with a long gap in it, and 16 in the second. */
export async function aSmallCity(world: TestWorld): Promise<void> {
  const histories = fc.sample(someFacts, { numRuns: 60, seed: 20_220_401 })
  const districts = ['310101', '310115016', '330106', undefined]
  const told = histories.map((facts, place) => ({
    facts,
    identity: (['confirmed', 'confirmed', 'awaiting', 'unregistered'] as const)[place % 4]!,
    ...(districts[place % 4] === undefined ? {} : { divisionCode: districts[place % 4]! }),
  }))
  await peopleWith(world.system(), told.slice(0, 40), { serial: 'E6' })
  await nextListNumber(world, CHUNK_PEOPLE - 4)
  await peopleWith(world.system(), told.slice(40), { serial: 'E7' })
}

/** Which list number the next person gets. */
export async function nextListNumber(world: TestWorld, listNumber: number): Promise<void> {
  await world.pool.query(`select setval('list_number', $1, false)`, [listNumber])
}

/** Everybody, in the order of list numbers. */
export async function everybody(world: TestWorld): Promise<Person[]> {
  const rows = await listNumbered(world.db, { from: 0, to: 10 * CHUNK_PEOPLE, limit: 10_000 })
  return rows.map((row) => openPerson(world, row))
}

/** Counts of a dry run in a form that two ways of counting have in common. */
export interface Counted {
  readonly people: number
  readonly changed: number
  readonly moves: Moves
  /** Such as `rule secondary-contact yellow red 3`. */
  readonly parts: readonly string[]
}

/** What a dry run of September's table against April's says. */
export async function countByDryRun(world: TestWorld): Promise<Counted> {
  const result = await dryRun(world.db, world.system(), SEPTEMBER, { asOf: AS_OF, against: APRIL })
  const { people, changed, moves, byRule, byRuleBefore, byDistrict } = result
  const parts = [
    ...byRule.flatMap((one) => partsOf(`rule ${one.ruleId}`, one.moves)),
    ...byRuleBefore.flatMap((one) => partsOf(`rule before ${one.ruleId}`, one.moves)),
    ...byDistrict.flatMap((one) => partsOf(`district ${one.district}`, one.moves)),
  ]
  return { people, changed, moves, parts: parts.toSorted() }
}

/** The same person by person: slow, and simple enough to be believed. */
export async function countOneByOne(world: TestWorld): Promise<Counted> {
  const moves = noMoves()
  const parts = new Map<string, number>()
  let changed = 0
  const people = await everybody(world)
  for (const person of people) {
    const facts = await factsOf(world.db, world.system(), person)
    const evaluated = (table: typeof APRIL) =>
      evaluate({ table, facts, identityConfirmed: person.identity === 'confirmed', asOf: AS_OF })
    const [was, is] = [evaluated(APRIL), evaluated(SEPTEMBER)]
    const fromTo = `${was.colour} ${is.colour}`
    moves[was.colour][is.colour] += 1
    if (was.colour !== is.colour) changed += 1
    for (const name of [
      `rule ${is.reasons[0]?.rowId}`,
      `rule before ${was.reasons[0]?.rowId}`,
      `district ${districtName(person)}`,
    ]) {
      const part = `${name} ${fromTo}`
      parts.set(part, (parts.get(part) ?? 0) + 1)
    }
  }
  const counted = [...parts].map(([part, count]) => `${part} ${count}`)
  return { people: people.length, changed, moves, parts: counted.toSorted() }
}

/** Which build of a chunk is kept. */
export async function generationOf(world: TestWorld, chunk: number): Promise<string | undefined> {
  return (await readChunk(world.db, chunk)).generation
}

/** The places of a chunk whose people changed since it was built. */
export async function markedPlaces(world: TestWorld, chunk: number): Promise<number[]> {
  return (await readChunk(world.db, chunk)).marks.map((mark) => mark.place)
}

function districtName({ details }: Person): string {
  const code = details?.address?.divisionCode
  if (code === undefined) return 'unknown'
  return code.startsWith('31') ? code.slice(0, 6) : 'elsewhere'
}

function partsOf(name: string, moves: Moves): string[] {
  return COLOURS.flatMap((from) =>
    COLOURS.flatMap((to) => (moves[from][to] === 0 ? [] : [`${name} ${from} ${to} ${moves[from][to]}`])),
  )
}

function noMoves(): Record<Colour, Record<Colour, number>> {
  const none = () => ({ green: 0, yellow: 0, red: 0, grey: 0 })
  return { green: none(), yellow: none(), red: none(), grey: none() }
}
