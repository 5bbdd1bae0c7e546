import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import { after, day, dayOf, HOUR, MINUTE, SECOND, startOfDay, type Instant } from '../../core/instant.ts'
import { aGate, aPress, indexOf, type TestPress } from '../../test/a-published-list.ts'
import { aColouredPerson, becomes, takeColouringList } from '../../test/coloured-people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { issuingPublicKey, nodeSigner } from '../kit/code-crypto.ts'
import { listChanges } from '../risk/changes.ts'

const TODAY = dayOf(A_MORNING)
const TOMORROW = day(TODAY + 1)

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

async function aStartedPress(): Promise<TestPress> {
  const press = await aPress(world)
  presses.push(press)
  await press.start()
  return press
}

test('a change is in today’s files with the next turn, and in the other epochs’ within five minutes', async () => {
  const press = await aStartedPress()
  const person = await aColouredPerson(world.system())
  const [today, tomorrow] = [TODAY, TOMORROW].map((epoch) => aGate(world, press.press, epoch))
  assert.deepEqual([await today!.follow(), await tomorrow!.follow()], ['current', 'current'])
  await becomes(world.system(), person, 'red')
  pass(SECOND)
  await press.turn()
  assert.equal(await today!.follow(), 'current')
  assert.equal(await today!.colourOf(person.personId), 'red')
  assert.equal(await tomorrow!.follow(), 'current')
  assert.equal(await tomorrow!.colourOf(person.personId), 'green')
  pass(5 * MINUTE)
  await press.turn()
  assert.equal(await tomorrow!.follow(), 'current')
  assert.equal(await tomorrow!.colourOf(person.personId), 'red')
})

test('what is published is no longer waiting, and a turn with nothing new writes no delta', async () => {
  const press = await aStartedPress()
  await becomes(world.system(), await aColouredPerson(world.system()), 'yellow')
  pass(SECOND)
  assert.ok((await press.turn()) > 0)
  assert.deepEqual(await listChanges(world.db, 10), [])
  const { epochs } = await indexOf(world, press.press)
  pass(SECOND)
  assert.equal(await press.turn(), 0)
  assert.deepEqual((await indexOf(world, press.press)).epochs, epochs)
})

test('the index is signed anew every minute, though nothing changes', async () => {
  const press = await aStartedPress()
  const { asOf } = await indexOf(world, press.press)
  pass(MINUTE)
  await press.turn()
  assert.equal((await indexOf(world, press.press)).asOf, after(asOf, MINUTE))
})

test('the list says a second less than the clock, so that a credential of the same second counts as newer', async () => {
  const press = await aStartedPress()
  assert.equal((await indexOf(world, press.press)).asOf, after(now, -SECOND))
})

test('somebody grey has no colour in the list', async () => {
  const press = await aStartedPress()
  const grey = await aColouredPerson(world.system(), { identity: 'awaiting' })
  pass(SECOND)
  await press.turn()
  const gate = aGate(world, press.press, TODAY)
  await gate.follow()
  assert.equal(await gate.colourOf(grey.personId), 'grey')
})

test('minutes and hours are rolled up, the deltas inside them go after a while, and a gate that slept comes along', async () => {
  const press = await aStartedPress()
  const gate = aGate(world, press.press, TODAY)
  await gate.follow()
  const people = []
  for (let turns = 0; turns < 4; turns += 1) {
    const person = await aColouredPerson(world.system())
    await becomes(world.system(), person, turns % 2 === 0 ? 'red' : 'yellow')
    people.push(person)
    pass(30 * SECOND)
    await press.turn()
  }
  pass(HOUR)
  await press.turn()
  const entry = (await indexOf(world, press.press)).epochs.find(({ epoch }) => epoch === TODAY)!
  assert.deepEqual([entry.hours.length, entry.minutes.length, entry.hours.at(-1)], [2, 0, entry.head])
  assert.equal(await gate.follow(), 'current')
  assert.equal(gate.asked.length, 1)
  const colours = await Promise.all(people.map(({ personId }) => gate.colourOf(personId)))
  assert.deepEqual(colours, ['red', 'yellow', 'red', 'yellow'])
  pass(11 * MINUTE)
  await press.turn()
  assert.equal((await readdir(join(press.listDir, String(TODAY), 'delta'))).length, 1)
})

test('at midnight an epoch begins and another goes, and what waited for five minutes is in what is now today’s', async () => {
  const press = await aStartedPress()
  const person = await aColouredPerson(world.system())
  const epochNow = dayOf(now)
  now = after(startOfDay(day(epochNow + 1)), -2 * SECOND)
  world.at(now)
  await press.turn()
  await becomes(world.system(), person, 'red')
  pass(SECOND)
  await press.turn()
  pass(2 * SECOND)
  await press.turn()
  const { epochs } = await indexOf(world, press.press)
  assert.deepEqual(
    epochs.map(({ epoch }) => epoch - epochNow),
    [0, 1, 2],
  )
  for (const away of [0, 1, 2]) {
    const gate = aGate(world, press.press, day(epochNow + away))
    assert.equal(await gate.follow(), 'current')
    if (away > 0) assert.equal(await gate.colourOf(person.personId), 'red')
  }
  const folders = (await readdir(press.listDir)).filter((name) => /^\d+$/.test(name)).map(Number)
  assert.deepEqual(
    folders.toSorted(),
    [0, 1, 2].map((away) => epochNow + away),
  )
})

test('a segment that is appended is published, and who stands in it too', async () => {
  const press = await aStartedPress()
  const epoch = dayOf(now)
  const gate = aGate(world, press.press, epoch)
  await gate.follow()
  await world.pool.query(`select setval('list_number', 90000)`)
  const person = await aColouredPerson(world.system())
  await becomes(world.system(), person, 'yellow')
  pass(SECOND)
  await press.turn()
  assert.equal(await gate.follow(), 'current')
  assert.equal(await gate.colourOf(person.personId), 'yellow')
  assert.deepEqual((await indexOf(world, press.press)).epochs[1]!.segments, [1, 1])
  const later = aGate(world, press.press, epoch)
  assert.equal(await later.follow(), 'current')
  assert.equal(await later.colourOf(person.personId), 'yellow')
})

test('after a restart the chain goes on: a gate fetches one delta with what changed meanwhile', async () => {
  const press = await aStartedPress()
  const gate = aGate(world, press.press, dayOf(now))
  await gate.follow()
  const person = await aColouredPerson(world.system())
  await becomes(world.system(), person, 'red')
  pass(MINUTE)
  await press.start()
  assert.equal(await gate.follow(), 'current')
  // What announced itself before the start is taken up with the first turn.
  assert.deepEqual([gate.asked.length, await gate.colourOf(person.personId)], [1, 'red'])
  pass(SECOND)
  await press.turn()
  assert.equal(await gate.follow(), 'current')
  assert.deepEqual(gate.asked, [])
})

test('a publisher that was killed after any of its writes leaves gates that end with what is true', async () => {
  const people = [await aColouredPerson(world.system()), await aColouredPerson(world.system())]
  for (const [round, kill] of [1, 2, 3, 4].entries()) {
    const press = await aStartedPress()
    const gate = aGate(world, press.press, dayOf(now))
    await gate.follow()
    const person = await aColouredPerson(world.system())
    await becomes(world.system(), person, 'red')
    if (round === 0) await becomes(world.system(), people[0]!, 'yellow')
    const { write } = press.press.folder
    let writes = 0
    Object.assign(press.press.folder, {
      write: async (path: string, bytes: Uint8Array) => {
        writes += 1
        if (writes >= kill) throw new Error('killed')
        await write(path, bytes)
      },
    })
    pass(SECOND)
    if (kill <= 3) await assert.rejects(press.turn(), /killed/)
    else await press.turn()
    // Some gate loads what lies there now.
    const unlucky = aGate(world, press.press, dayOf(now))
    await unlucky.follow()
    Object.assign(press.press.folder, { write })
    pass(SECOND)
    await press.start()
    await press.turn()
    for (const each of [gate, unlucky]) {
      assert.equal(await each.follow(), 'current', `killed at write ${kill}`)
      assert.equal(await each.colourOf(person.personId), 'red')
      assert.equal(await each.colourOf(people[0]!.personId), 'yellow')
      assert.equal(await each.colourOf(people[1]!.personId), 'green')
    }
  }
})

test('where the files are lost the numbers go on upwards, and every gate loads anew', async () => {
  const press = await aStartedPress()
  const person = await aColouredPerson(world.system())
  await becomes(world.system(), person, 'red')
  pass(SECOND)
  await press.turn()
  const gate = aGate(world, press.press, dayOf(now))
  await gate.follow()
  const before = gate.list
  const { head } = (await indexOf(world, press.press)).epochs[1]!
  await rm(press.listDir, { recursive: true })
  pass(10 * SECOND)
  await press.start()
  assert.ok((await indexOf(world, press.press)).epochs[1]!.head > head)
  assert.equal(await gate.follow(), 'current')
  assert.ok(before!.known!.number > head)
  assert.equal(await gate.colourOf(person.personId), 'red')
})

test('files restored from an old copy are noticed by a gate that was further', async () => {
  const press = await aStartedPress()
  const [first, second] = [await aColouredPerson(world.system()), await aColouredPerson(world.system())]
  const copy = `${press.listDir}-copy`
  await cp(press.listDir, copy, { recursive: true })
  await becomes(world.system(), first, 'red')
  pass(SECOND)
  await press.turn()
  const gate = aGate(world, press.press, dayOf(now))
  await gate.follow()
  await rm(press.listDir, { recursive: true })
  await cp(copy, press.listDir, { recursive: true })
  await rm(copy, { recursive: true })
  await becomes(world.system(), second, 'yellow')
  pass(SECOND)
  await press.start()
  await press.turn()
  assert.equal(await gate.follow(), 'current')
  assert.deepEqual([await gate.colourOf(first.personId), await gate.colourOf(second.personId)], ['red', 'yellow'])
})

test('when the key that signed is withdrawn, everything is published anew under the next one, and gates come along', async () => {
  const press = await aStartedPress()
  const person = await aColouredPerson(world.system())
  await becomes(world.system(), person, 'red')
  pass(SECOND)
  await press.turn()
  const gate = aGate(world, press.press, dayOf(now))
  await gate.follow()
  const { issuing } = world
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const next = { ...issuing.published[0]!, ...issuingPublicKey(privateKey) }
  Object.assign(world, { issuing: { ...issuing, signer: nodeSigner(privateKey), published: [next] } })
  pass(SECOND)
  await press.turn()
  assert.equal(await gate.follow(), 'current')
  assert.equal(await gate.colourOf(person.personId), 'red')
  const later = aGate(world, press.press, dayOf(now))
  assert.equal(await later.follow(), 'current')
  Object.assign(world, { issuing })
})
