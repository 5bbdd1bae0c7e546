import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { after, dayOf, HOUR, MINUTE, SECOND, type Instant } from '../../core/instant.ts'
import { colourAtPlace } from '../../core/list/epoch-list.ts'
import { aGate, aPress, type TestPress } from '../../test/a-published-list.ts'
import { aColouredPerson, becomes, takeColouringList } from '../../test/coloured-people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import type { Person } from '../identity/persons.ts'
import { newId } from '../kit/world.ts'

// Somebody who may write whatever he likes into the database, but has no key: nothing that he does changes a colour that is
// published, neither while the program runs nor when it starts again.

const TODAY = dayOf(A_MORNING)

let world: TestWorld
let now: Instant = A_MORNING
const presses: TestPress[] = []

before(async () => {
  world = await aWorld()
  await takeColouringList(world.system())
})
afterAll(async () => {
  for (const press of presses) await press.delete()
  await world.close()
})

function pass(ms: number): void {
  now = after(now, ms)
  world.at(now)
}

async function sql(text: string, ...values: unknown[]): Promise<void> {
  await world.pool.query(text, values)
}

async function announceByHand(...people: Person[]): Promise<void> {
  for (const { personId } of people)
    await sql('insert into colour_change values ($1, $2)', personId, newId(world.system()))
}

/** A red, a yellow and a green person, published an hour ago, and what a gate says of them. */
async function aCity() {
  const press = await aPress(world)
  presses.push(press)
  await press.start()
  const [red, yellow, green] = [
    await aColouredPerson(world.system()),
    await aColouredPerson(world.system()),
    await aColouredPerson(world.system()),
  ]
  await becomes(world.system(), red!, 'red')
  await becomes(world.system(), yellow!, 'yellow')
  pass(SECOND)
  await press.turn()
  pass(HOUR)
  await press.turn()
  const published = async (): Promise<unknown[]> => {
    const gate = aGate(world, press.press, TODAY)
    assert.equal(await gate.follow(), 'current')
    // By the places that they had: a number that was altered since must not lead elsewhere.
    return places.map((place) => gate.list && colourAtPlace(gate.list, place))
  }
  const people = [red!, yellow!, green!] as const
  const places = await Promise.all(people.map(({ listNumber }) => press.press.epochs.placeOf(TODAY, listNumber)))
  assert.deepEqual(await published(), ['red', 'yellow', 'green'])
  return { press, red: red!, yellow: yellow!, green: green!, published }
}

/** Whatever was done: with the next turns, with the jobs that they enqueue, and after a start, the colours are the same. */
async function assertUnmoved(city: Awaited<ReturnType<typeof aCity>>): Promise<void> {
  const expected = ['red', 'yellow', 'green']
  pass(SECOND)
  await city.press.turn()
  assert.deepEqual(await city.published(), expected, 'with the next turn')
  pass(5 * MINUTE)
  await city.press.start()
  assert.deepEqual(await city.published(), expected, 'after a start')
  await world.work()
  pass(SECOND)
  await city.press.turn()
  assert.deepEqual(await city.published(), expected, 'after everybody was evaluated anew')
}

test('colours altered by hand change nothing that is published', async () => {
  const city = await aCity()
  await sql(`update colour_state set colour = 'green' where person_id = $1`, city.red.personId)
  await sql(`update colour_state set colour = 'red' where person_id = $1`, city.green.personId)
  await announceByHand(city.red, city.yellow, city.green)
  await assertUnmoved(city)
})

test('a row of somebody else’s, with its right MAC, changes nothing', async () => {
  const city = await aCity()
  await sql(
    `update colour_state set (colour, since, changes_at, table_name, table_version, evaluated_at, mac) =
       (select colour, since, changes_at, table_name, table_version, evaluated_at, mac from colour_state where person_id = $1)
     where person_id = $2`,
    city.red.personId,
    city.green.personId,
  )
  await announceByHand(city.green)
  await assertUnmoved(city)
})

test('rows deleted by hand change nothing', async () => {
  const city = await aCity()
  await sql('delete from colour_state where person_id = any($1::uuid[])', [city.red.personId, city.green.personId])
  await announceByHand(city.red, city.green)
  await assertUnmoved(city)
})

test('list numbers that were exchanged change nothing', async () => {
  const city = await aCity()
  const [red, green] = [city.red.listNumber, city.green.listNumber]
  await sql('update person set list_number = 4000000 where person_id = $1', city.red.personId)
  await sql('update person set list_number = $2 where person_id = $1', city.green.personId, red)
  await sql('update person set list_number = $2 where person_id = $1', city.red.personId, green)
  await announceByHand(city.red, city.yellow, city.green)
  await assertUnmoved(city)
})

test('a genuine row of long ago, put back, changes nothing', async () => {
  const press = await aPress(world)
  presses.push(press)
  await press.start()
  const person = await aColouredPerson(world.system())
  const { rows } = await world.pool.query('select * from colour_state where person_id = $1', [person.personId])
  pass(HOUR)
  await becomes(world.system(), person, 'red')
  pass(SECOND)
  await press.turn()
  pass(HOUR)
  await press.turn()
  const { colour, since, evaluated_at: evaluatedAt, mac } = rows[0]
  await sql(
    'update colour_state set colour = $2, since = $3, evaluated_at = $4, mac = $5 where person_id = $1',
    person.personId,
    colour,
    since,
    evaluatedAt,
    mac,
  )
  await announceByHand(person)
  const gate = aGate(world, press.press, TODAY)
  for (const start of [false, true]) {
    pass(SECOND)
    if (start) await press.start()
    else await press.turn()
    assert.equal(await gate.follow(), 'current')
    assert.equal(await gate.colourOf(person.personId), 'red')
  }
  await world.work()
  pass(SECOND)
  await press.turn()
  await gate.follow()
  assert.equal(await gate.colourOf(person.personId), 'red')
})

test('a segment of the shuffle that was altered or deleted moves nobody', async () => {
  for (const attack of ['update epoch_segment set size = 131072', 'delete from epoch_segment']) {
    const city = await aCity()
    await sql(attack)
    await assertUnmoved(city)
  }
})

test('a database that was restored from a backup changes nobody until he was evaluated anew', async () => {
  const press = await aPress(world)
  presses.push(press)
  await press.start()
  const person = await aColouredPerson(world.system())
  const tables = ['evidence', 'stay_place', 'declaration', 'colour_state', 'colour_history', 'colour_change']
  for (const table of tables) await sql(`create table kept_${table} as select * from ${table}`)
  pass(HOUR)
  await becomes(world.system(), person, 'red')
  pass(SECOND)
  await press.turn()
  const gate = aGate(world, press.press, TODAY)
  await gate.follow()
  const { number } = gate.list!.known!
  // As it was an hour ago: the evidence is gone, too.
  for (const table of tables) {
    await sql(`delete from ${table}`)
    await sql(`insert into ${table} select * from kept_${table}`)
    await sql(`drop table kept_${table}`)
  }
  pass(HOUR)
  await press.start()
  assert.equal(await gate.follow(), 'current')
  assert.equal(await gate.colourOf(person.personId), 'red')
  await world.work()
  pass(SECOND)
  await press.turn()
  assert.equal(await gate.follow(), 'current')
  assert.equal(await gate.colourOf(person.personId), 'green')
  assert.ok(gate.list!.known!.number > number)
})

test('who is gone from the database has no colour after a start', async () => {
  const city = await aCity()
  await sql('delete from colour_state where person_id = $1', city.yellow.personId)
  await sql('delete from person where person_id = $1', city.yellow.personId)
  pass(MINUTE)
  await city.press.start()
  assert.deepEqual(await city.published(), ['red', 'grey', 'green'])
})

test('where nothing is published, whoever’s row nobody vouches for has no colour', async () => {
  const city = await aCity()
  await sql(`update colour_state set colour = 'green' where person_id = $1`, city.red.personId)
  const other = await aPress(world)
  presses.push(other)
  await other.start()
  const gate = aGate(world, other.press, TODAY)
  await gate.follow()
  assert.equal(await gate.colourOf(city.red.personId), 'grey')
  await world.work()
  pass(SECOND)
  await other.turn()
  await gate.follow()
  assert.equal(await gate.colourOf(city.red.personId), 'red')
})
