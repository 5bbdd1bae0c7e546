import { CHUNK_PEOPLE, emptyColumns, type FactColumns } from '../core/fact-columns.ts'
import type { FactShape } from '../core/fact-shapes.ts'
import { after, DAY_LENGTH, instant, MINUTE, type Instant } from '../core/instant.ts'
import type { RuleTable } from '../core/rule-table.ts'
import type { Person } from '../server/identity/persons.ts'
import { toDate, type Tx } from '../server/kit/db.ts'
import { insertMany } from '../server/kit/insert-many.ts'
import { KEY_VERSION, newPersonKey } from '../server/kit/seal.ts'
import type { Ctx } from '../server/kit/world.ts'
import { sealColumns } from '../server/risk/city-columns.ts'
import { readChunk, replaceChunk } from '../server/risk/city-store.ts'
import { reassessChunk } from '../server/risk/risk.ts'
import { learn, peopleWith } from '../test/known-people.ts'
import { A_MORNING, type TestWorld } from '../test/world.ts'

// A city made up by the database itself: nobody could write 25 million people one by one.

/** One in so many has evidence. */
const ONE_IN = 50
/** One in so many, half of those, is another colour under September's table than under April's. */
export const RECOLOURED = 2 * ONE_IN
const KNOWN: readonly [FactShape, FactShape] = [
  { kind: 'contact', details: { degree: 'secondary' } },
  { kind: 'contact', details: { degree: 'close' } },
]
/** Why somebody is a contact began within so many minutes before the city's morning; tests were taken within 14 days. */
const CONTACT_MINUTES = 3 * 24 * 60
const TEST_MINUTES = 14 * 24 * 60
/** Rows that go to the database in one statement. */
const ROWS = 500

/** The id of a list number: as with UUIDv7, later ones are larger. */
export function personIdOf(listNumber: number): string {
  return `0180${listNumber.toString(16).padStart(8, '0')}70008000000000000000`.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    '$1-$2-$3-$4-$5',
  )
}

/** What is known of a person with evidence. */
function factOf(listNumber: number) {
  const shape = KNOWN[(listNumber / ONE_IN) % 2]!
  return { ...shape, period: { from: minutesBefore(listNumber, CONTACT_MINUTES), to: undefined } }
}

/** A moment that depends on the number and looks like chance. */
function minutesBefore(listNumber: number, minutes: number): Instant {
  return after(A_MORNING, -MINUTE * ((listNumber * 7_919) % minutes))
}

/**
 * Makes people with the list numbers from 0, coloured by a table. One in a hundred, whose colour another table changes, is made
 * wholly and evaluated; of the others there are rows, which nobody opens.
 */
export async function makePeople(world: TestWorld, count: number, table: RuleTable): Promise<void> {
  const { pool } = world
  const ctx = world.system()
  // Somebody of whom nothing is known: the pattern of the others.
  const [pattern] = (await peopleWith(ctx, [{}], { serial: 'P' })) as [Person]
  const personIds = [pattern.personId]
  await ctx.db.transaction().execute((tx) => reassessChunk(tx, ctx, { personIds, table }))
  await pool.query('update person set list_number = -1')
  // Indexes are made when the rows are there: one at a time they would take an hour.
  await pool.query('alter table person drop constraint person_pkey, drop constraint person_list_number_key')
  await pool.query('alter table colour_state drop constraint colour_state_pkey')
  for (const name of ['person', 'colour_state']) {
    await pool.query(
      `insert into ${name} select one.* from ${name} as pattern, generate_series(0, $1::integer - 1) as number,
        lateral jsonb_populate_record(pattern, jsonb_build_object('list_number', number,
          'person_id', '0180' || lpad(to_hex(number), 8, '0') || '70008000000000000000')) as one
       where number % $2::integer <> 0`,
      [count, RECOLOURED],
    )
    await pool.query(`delete from ${name} where person_id = $1`, [pattern.personId])
    await pool.query(`alter table ${name} add primary key (person_id)`)
  }
  await pool.query('alter table person add unique (list_number)')
  const numbers = Array.from({ length: Math.ceil(count / RECOLOURED) }, (_, place) => place * RECOLOURED)
  for (let at = 0; at < numbers.length; at += ROWS) {
    const listNumbers = numbers.slice(at, at + ROWS)
    await world.db.transaction().execute((tx) => makeKnown(tx, ctx, { listNumbers, table }))
  }
  // What autovacuum does in the hours in which a city grows.
  await pool.query('vacuum analyze')
}

async function makeKnown(tx: Tx, ctx: Ctx, made: { listNumbers: readonly number[]; table: RuleTable }): Promise<void> {
  const people = made.listNumbers.map((listNumber) => {
    const personId = personIdOf(listNumber)
    return { listNumber, personId, ...newPersonKey(ctx, personId) }
  })
  const personIds = people.map(({ personId }) => personId)
  await insertMany(tx, 'person', {
    person_id: ['uuid', personIds],
    list_number: ['bigint', people.map(({ listNumber }) => listNumber)],
    created_at: ['timestamptz', people.map(() => toDate(A_MORNING))],
    identity: ['text', people.map(() => 'confirmed')],
    key_version: ['smallint', people.map(() => KEY_VERSION)],
    wrapped_key: ['bytea', people.map(({ wrapped }) => wrapped)],
  })
  await learn(
    tx,
    ctx,
    people.map((person) => ({ person, facts: [factOf(person.listNumber)] })),
  )
  await reassessChunk(tx, ctx, { personIds, table: made.table })
}

/** Keeps the columns of everybody: of those with evidence, as `makePeople` made it. */
export async function keepEvidence(world: TestWorld, count: number): Promise<void> {
  await keepEach(world, count, (first, people) => {
    const known = Array.from({ length: people }, (_, place) => first + place).filter((number) => number % ONE_IN === 0)
    const columns = { ...emptyColumns(people, known.length), shapes: KNOWN }
    for (const [place, listNumber] of known.entries()) {
      columns.shape[place] = (listNumber / ONE_IN) % 2
      columns.from[place] = factOf(listNumber).period.from
      columns.to[place] = NaN
    }
    for (let person = 0; person < people; person += 1) {
      columns.first[person + 1] = columns.first[person]! + Number((first + person) % ONE_IN === 0)
    }
    return columns
  })
}

/** Keeps columns in which everybody has had one negative test. */
export async function keepTests(world: TestWorld, count: number): Promise<void> {
  const shapes: FactShape[] = [{ kind: 'test-result', details: { result: 'negative', sample: 'single' } }]
  await keepEach(world, count, (first, people) => {
    const columns = { ...emptyColumns(people, people), shapes }
    for (let person = 0; person < people; person += 1) {
      columns.first[person + 1] = person + 1
      columns.from[person] = minutesBefore(first + person, TEST_MINUTES)
      columns.to[person] = columns.from[person]!
    }
    return columns
  })
}

async function keepEach(
  world: TestWorld,
  count: number,
  columnsOf: (first: number, people: number) => FactColumns,
): Promise<void> {
  const ctx = { ...world.system(), now: instant(A_MORNING - DAY_LENGTH) }
  for (let first = 0; first < count; first += CHUNK_PEOPLE) {
    const columns = columnsOf(first, Math.min(CHUNK_PEOPLE, count - first))
    columns.confirmed.fill(1)
    // The city has 16 districts.
    for (const place of columns.district.keys()) columns.district[place] = 1 + ((first + place) % 16)
    const chunk = first / CHUNK_PEOPLE
    const { generation: replaces } = await readChunk(world.db, chunk)
    const kept = { ...sealColumns(ctx, chunk, columns), replaces, seen: [] }
    await world.db.transaction().execute((tx) => replaceChunk(tx, kept))
  }
}
