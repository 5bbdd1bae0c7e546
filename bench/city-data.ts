import { evaluate } from '../core/evaluate.ts'
import { CHUNK_PEOPLE, emptyColumns, type FactColumns } from '../core/fact-columns.ts'
import type { FactShape } from '../core/fact-shapes.ts'
import { after, DAY_LENGTH, instant, MINUTE, type Instant } from '../core/instant.ts'
import type { RuleTable } from '../core/rule-table.ts'
import { toDate, type Tx } from '../server/kit/db.ts'
import { insertMany } from '../server/kit/insert-many.ts'
import { KEY_VERSION, newPersonKey } from '../server/kit/seal.ts'
import type { Ctx } from '../server/kit/world.ts'
import { sealColumns } from '../server/risk/city-columns.ts'
import { readChunk, replaceChunk } from '../server/risk/city-store.ts'
import { vouchFor } from '../server/risk/colour-row.ts'
import { writeRows } from '../server/risk/store.ts'
import { learn } from '../test/known-people.ts'
import { A_MORNING, type TestWorld } from '../test/world.ts'

// A city made up by the database itself: nobody could write 25 million people one by one. Of every 50th person something is
// known; these are real, with keys and sealed evidence. The others are rows that are counted and never opened.

/** One in so many has evidence. */
export const ONE_IN = 50
/** Half of these, one in a hundred of all, are another colour under September's table than under April's. */
const KNOWN: readonly [FactShape, FactShape] = [
  { kind: 'contact', details: { degree: 'secondary' } },
  { kind: 'contact', details: { degree: 'close' } },
]
/** Why somebody is a contact began within so many minutes before the city's morning; tests were taken within 14 days. */
const CONTACT_MINUTES = 3 * 24 * 60
const TEST_MINUTES = 14 * 24 * 60
/** Rows that go to the database in one statement. */
const ROWS = 2_000

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

/** Makes people with the list numbers from 0, coloured by a table; those with evidence wholly, the others as rows. */
export async function makePeople(world: TestWorld, count: number, table: RuleTable): Promise<void> {
  const { pool } = world
  // Indexes are made when the rows are there: one at a time they would take an hour.
  await pool.query('alter table person drop constraint person_pkey, drop constraint person_list_number_key')
  await pool.query('alter table colour_state drop constraint colour_state_pkey')
  await pool.query(
    `insert into person (person_id, list_number, created_at, identity, key_version, wrapped_key)
     select ('0180' || lpad(to_hex(number), 8, '0') || '70008000000000000000')::uuid, number, $1, 'confirmed', 1, decode(repeat('00', 60), 'hex')
     from generate_series(0, $2::integer - 1) as number where number % $3::integer <> 0`,
    [toDate(A_MORNING), count, ONE_IN],
  )
  await pool.query(
    `insert into colour_state (person_id, colour, since, table_name, table_version, evaluated_at, mac)
     select ('0180' || lpad(to_hex(number), 8, '0') || '70008000000000000000')::uuid, 'green', $1, $4, $5, $1, decode(repeat('00', 32), 'hex')
     from generate_series(0, $2::integer - 1) as number where number % $3::integer <> 0`,
    [toDate(A_MORNING), count, ONE_IN, table.name, table.version],
  )
  await pool.query('alter table person add primary key (person_id), add unique (list_number)')
  await pool.query('alter table colour_state add primary key (person_id)')
  for (let first = 0; first < count; first += ROWS * ONE_IN) {
    const last = Math.min(count, first + ROWS * ONE_IN)
    const numbers = Array.from({ length: Math.ceil((last - first) / ONE_IN) }, (_, place) => first + place * ONE_IN)
    const ctx = world.system()
    await world.db.transaction().execute((tx) => makeKnown(tx, ctx, { numbers, table }))
  }
  // What autovacuum does in the hours in which a city grows.
  await pool.query('vacuum analyze person, colour_state, evidence')
}

async function makeKnown(tx: Tx, ctx: Ctx, made: { numbers: readonly number[]; table: RuleTable }): Promise<void> {
  const people = made.numbers.map((listNumber) => {
    const personId = personIdOf(listNumber)
    return { listNumber, personId, ...newPersonKey(ctx, personId) }
  })
  await insertMany(tx, 'person', {
    person_id: ['uuid', people.map(({ personId }) => personId)],
    list_number: ['bigint', people.map(({ listNumber }) => listNumber)],
    created_at: ['timestamptz', people.map(() => toDate(A_MORNING))],
    identity: ['text', people.map(() => 'confirmed')],
    key_version: ['smallint', people.map(() => KEY_VERSION)],
    wrapped_key: ['bytea', people.map(({ wrapped }) => wrapped)],
  })
  const learned = people.map((person) => ({ person, facts: [factOf(person.listNumber)] }))
  await learn(tx, ctx, learned)
  const rows = learned.map(({ person: { personId }, facts }) => {
    const known = facts.map((fact) => ({ ...fact, id: '', learnedAt: ctx.now, source: { zh: '', en: '' } }))
    const asOf = A_MORNING
    const { colour, changesAt } = evaluate({ table: made.table, facts: known, identityConfirmed: true, asOf })
    const names = { tableName: made.table.name, tableVersion: made.table.version }
    const state = { personId, colour, since: asOf, changesAt, ...names, evaluatedAt: asOf }
    return { ...state, mac: vouchFor(ctx.keys, state) }
  })
  await writeRows(tx, rows)
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
