import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { LIST_VALUE } from '../core/colour.ts'
import { day, dayOf, instant, SECOND } from '../core/instant.ts'
import { changesOf } from '../core/list/changes.ts'
import { deltaPath } from '../core/list/format.ts'
import { valueAt } from '../core/list/two-bits.ts'
import { appendFacts, recordSource, type NewFact } from '../server/evidence/evidence.ts'
import { findOrCreatePersons, type KeyedPerson } from '../server/identity/persons.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { systemCtx, type World } from '../server/kit/world.ts'
import { bring } from '../server/lists/bring.ts'
import { setColour, type Colours } from '../server/lists/colours.ts'
import { publishChanges } from '../server/lists/epoch.ts'
import { begin, turn, type Press, type Published } from '../server/lists/publisher.ts'
import { reassess } from '../server/risk/risk.ts'
import { aGate, aPress } from '../test/a-published-list.ts'
import { aDocument } from '../test/people.ts'
import { aWorld, type TestWorld } from '../test/world.ts'
import type { Figure, Group } from './figure.ts'

/** Shanghai in 2022, and the share that was not green in an ordinary week of it. */
const PEOPLE = 25_000_000
const NOT_GREEN = 150_000
/** Of those: most wait for something, some are red, a few have no colour. */
const SHARES = [
  { value: LIST_VALUE.yellow, share: 0.7 },
  { value: LIST_VALUE.red, share: 0.2 },
  { value: LIST_VALUE.grey, share: 0.1 },
]
const DELTA = 2_500
const SECONDS = 60
const CHANGES_A_SECOND = 500
const CHANGES_AT_ONCE = 50
const SOURCE = '01830000-0000-7000-8000-000000000001'

export const group: Group = {
  name: 'list',
  async measure() {
    const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
    const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
    process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
    const world = await aWorld({ clock: () => instant(Date.now()), random: randomBytes })
    const { press, listDir, delete: deleteFiles } = await aPress(world)
    try {
      const people = await insertPeople(world)
      const colours = someColours(people.length)
      const [bytes, build] = await measureBuilding(press, colours, listDir)
      return [
        bytes,
        build,
        await measureDelta(press, colours, listDir),
        ...(await measurePublishing(press, colours, people)),
      ]
    } finally {
      await deleteFiles()
      await world.close()
      await postgres.stop()
      await deleteEmbeddedPostgres(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

/** Those whose colour will change, the last of 25 million by their numbers. */
async function insertPeople(world: TestWorld): Promise<KeyedPerson[]> {
  const count = SECONDS * CHANGES_A_SECOND
  await world.pool.query(`select setval('list_number', $1::bigint)`, [PEOPLE - count - 1])
  const people: KeyedPerson[] = []
  for (let serial = 0; serial < count; serial += CHANGES_A_SECOND) {
    const documents = Array.from({ length: CHANGES_A_SECOND }, (_, at) => aDocument(serial + at))
    const ctx = systemCtx(world)
    await world.db.transaction().execute(async (tx) => {
      const made = await findOrCreatePersons(tx, ctx, documents)
      people.push(...made)
      await reassess(tx, ctx, idsOf(made))
    })
  }
  await world.db
    .transaction()
    .execute((tx) => recordSource(tx, { sourceId: SOURCE, name: { zh: '测试', en: 'bench' } }))
  await world.pool.query('delete from colour_change')
  await world.pool.query('analyze')
  return people
}

/** Everybody's colour: those whose colour will change are not confirmed, so they have none now; the others by chance. */
function someColours(last: number): Colours {
  const colours: Colours = { values: new Uint8Array(PEOPLE + 1) }
  for (let number = PEOPLE - last; number <= PEOPLE; number += 1) setColour(colours, number, LIST_VALUE.grey)
  for (let left = NOT_GREEN - last; left > 0;) {
    const number = Math.floor(Math.random() * (PEOPLE - last))
    if (colours.values[number] !== 0) continue
    setColour(colours, number, valueByChance())
    left -= 1
  }
  return colours
}

function valueByChance(): number {
  let left = Math.random()
  return SHARES.find(({ share }) => (left -= share) < 0)?.value ?? LIST_VALUE.yellow
}

/** One epoch whole, from the colours by number to signed files; held against the entropy of 25 million entries of these shares. */
async function measureBuilding(press: Press, colours: Colours, listDir: string): Promise<[Figure, Figure]> {
  const epoch = dayOf(press.world.clock())
  const began = performance.now()
  await bring(press, colours, { epoch, resumed: undefined, above: 0 })
  const seconds = (performance.now() - began) / SECOND
  const bytes = await bytesIn(join(listDir, String(epoch)))
  return [
    {
      name: 'list.bytes_25m_0.6pct',
      value: bytes,
      unit: 'bytes',
      limit: 2.2,
      bound: 'ratio-at-most',
      ratio: bytes / entropyOf(colours),
    },
    { name: 'list.build_25m_s', value: seconds, unit: 's', limit: 20, bound: 'value-at-most', ratio: undefined },
  ]
}

function entropyOf({ values }: Colours): number {
  const counts = [0, 0, 0, 0]
  for (let number = 0; number < PEOPLE; number += 1) counts[values[number]!]! += 1
  const bits = counts.map((count) => (count === 0 ? 0 : -count * Math.log2(count / PEOPLE)))
  return bits.reduce((sum, one) => sum + one, 0) / 8
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(folder, entry.name))).size
  }
  return bytes
}

async function measureDelta(press: Press, colours: Colours, listDir: string): Promise<Figure> {
  const epoch = day(dayOf(press.world.clock()) + 3)
  const live = await bring(press, colours, { epoch, resumed: undefined, above: 0 })
  const numbers = Uint32Array.from({ length: DELTA }, () => Math.floor(Math.random() * PEOPLE))
  const places = await press.epochs.placesOf(epoch, numbers)
  const pairs = [...places].map((place): readonly [number, number] => [
    place,
    (valueAt(live.list.values, place) + 2) % 4,
  ])
  const from = live.head.number
  await publishChanges(press, live, { changes: changesOf(pairs), asOf: press.world.clock() })
  const { size } = await stat(join(listDir, deltaPath(epoch, { from, to: from + 1 })))
  return {
    name: 'list.delta_2500_bytes',
    value: size,
    unit: 'bytes',
    limit: 12_000,
    bound: 'value-at-most',
    ratio: undefined,
  }
}

/** From the commit of a change to the moment at which a gate that reads the files knows it. */
async function measurePublishing(press: Press, colours: Colours, people: readonly KeyedPerson[]): Promise<Figure[]> {
  const { world } = press
  const published = await begin(press, { colours, resumed: new Map(), above: 0 })
  const gate = aGate(world, press, dayOf(world.clock()))
  await gate.follow()
  const waiting = new Map<number, number>()
  const latencies: number[] = []
  const ending = new AbortController()
  const turning = untilOver(press, published, ending.signal)
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await pause(100)
      if ((await gate.follow()) !== 'current') continue
      const now = performance.now()
      for (const [place, at] of waiting) {
        if (valueAt(gate.list!.values, place) !== LIST_VALUE.red) continue
        latencies.push(now - at)
        waiting.delete(place)
      }
    }
  })()
  const began = performance.now()
  for (let done = 0; done < people.length; done += CHANGES_AT_ONCE) {
    const some = people.slice(done, done + CHANGES_AT_ONCE)
    const places = await placesOf(press, some)
    await turnRed(world, some)
    const at = performance.now()
    for (const place of places) waiting.set(place, at)
    const ahead = began + ((done + CHANGES_AT_ONCE) / CHANGES_A_SECOND) * SECOND - performance.now()
    if (ahead > 0) await pause(ahead)
  }
  const seconds = (performance.now() - began) / SECOND
  for (let waits = 0; waiting.size > 0 && waits < 300; waits += 1) await pause(100)
  ending.abort()
  await Promise.all([turning, watching])
  if (waiting.size > 0) throw new Error(`${waiting.size} changes were never published`)
  const p99 = latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.99)]! / SECOND
  return [
    { name: 'list.publish_p99_s', value: p99, unit: 's', limit: 5, bound: 'value-at-most', ratio: undefined },
    // The figure above means nothing unless the changes came as fast as they should.
    {
      name: 'list.changes_per_s',
      value: people.length / seconds,
      unit: 'changes/s',
      limit: CHANGES_A_SECOND * 0.95,
      bound: 'value-at-least',
      ratio: undefined,
    },
  ]
}

async function untilOver(press: Press, published: Published, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await turn(press, published)
    await pause(SECOND)
  }
}

async function placesOf(press: Press, people: readonly KeyedPerson[]): Promise<Uint32Array> {
  const { rows } = await press.world.pool.query<{ list_number: number }>(
    'select person.list_number from person where person.person_id = any($1::uuid[])',
    [idsOf(people)],
  )
  return press.epochs.placesOf(dayOf(press.world.clock()), Uint32Array.from(rows.map((row) => row.list_number)))
}

/** A positive test each, and the evaluation that follows, in one transaction. */
async function turnRed(world: World, people: readonly KeyedPerson[]): Promise<void> {
  const ctx = systemCtx(world)
  const facts = people.map(({ personId, key }): NewFact => {
    const details = { result: 'positive', sample: 'single' }
    return { personId, key, sourceId: SOURCE, kind: 'test-result', period: { from: ctx.now, to: undefined }, details }
  })
  await world.db.transaction().execute(async (tx) => {
    await appendFacts(tx, ctx, facts)
    await reassess(tx, ctx, idsOf(people))
  })
}

function idsOf(people: readonly KeyedPerson[]): string[] {
  return people.map(({ personId }) => personId)
}
