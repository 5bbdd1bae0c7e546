import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { BatchAnswer, BatchApproved, BatchView, HeldBatches } from '../../contract/batches.ts'
import { fromHex } from '../../core/bytes.ts'
import { HOUR, MINUTE, type Instant } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aGate } from '../../test/gates.ts'
import { aBatch, ask, csvOf } from '../../test/deliveries.ts'
import { aDocument, aStaff } from '../../test/people.ts'
import {
  anOfficer,
  anOrganisation,
  aSource,
  revoke,
  signedApproval,
  type KeyPair,
  type Officer,
  type Organisation,
} from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { findOrCreatePersons, writePerson } from '../identity/persons.ts'
import { seal } from '../kit/seal.ts'
import { findColour, reassess } from '../risk/risk.ts'

let world: TestWorld
let city: CityApp
let agency: Organisation
let officers: { officer: Officer; cookie: string }[]
let guard: string
/** Everybody registered so far. */
const people: { personId: string; number: string }[] = []
const POISONED = 1_000
const BRAKE = 100

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  agency = anOrganisation(world, '来源单位')
  officers = await Promise.all(['甲单位', '乙单位', '丙单位'].map((name) => anOfficerOf(name)))
  // A second officer of the first organisation.
  officers[2] = await anOfficerOf('甲单位', officers[0]!.officer.organisationId)
  guard = (await aGate(world)).cookie
  people.push(...(await manyPeople(POISONED)))
})
after(() => world.close())

/** People whose identity is confirmed, all at once. */
async function manyPeople(count: number): Promise<{ personId: string; number: string }[]> {
  const ctx = world.system()
  const documents = Array.from({ length: count }, (_, serial) => aDocument(serial))
  return world.db.transaction().execute(async (tx) => {
    const persons = await findOrCreatePersons(tx, ctx, documents)
    for (const [place, { personId, key }] of persons.entries()) {
      const details = { name: '试一人', document: documents[place]! }
      await writePerson(tx, ctx, { personId, key, identity: 'confirmed', details })
    }
    await reassess(
      tx,
      ctx,
      persons.map(({ personId }) => personId),
    )
    return persons.map(({ personId }, place) => ({ personId, number: documents[place]!.number }))
  })
}

async function anOfficerOf(name: string, organisationId?: string): Promise<{ officer: Officer; cookie: string }> {
  const organisation = organisations.get(organisationId ?? '') ?? anOrganisation(world, name)
  organisations.set(organisation.organisationId, organisation)
  const staff = await aStaff(world, { role: 'health-officer', organisationId: organisation.organisationId })
  return { officer: await anOfficer(world, organisation, { staffId: staff.staffId }), cookie: staff.cookie }
}
const organisations = new Map<string, Organisation>()

function aSourceWith(brakePeoplePerHour: number): Promise<{ sourceId: string; key: KeyPair }> {
  return aSource(world, agency, { kinds: ['test-result', 'contact', 'told-to-test'], brakePeoplePerHour })
}

/** Close contacts, which are red under the table in force. */
function contactsOf(some: readonly { number: string }[], told: Record<string, string> = {}): string {
  return csvOf(
    some.map(({ number }) => ({
      document_type: 'resident-id',
      document_number: number,
      kind: 'contact',
      degree: 'close',
      from: '2022-04-15',
      ...told,
    })),
  )
}

async function deliver(key: KeyPair, file: string): Promise<BatchAnswer> {
  const path = `${aBatch(world).path}/file?fileName=contacts.csv&format=csv`
  const { status, body } = await ask<BatchAnswer>(city, world, { key, path, body: file })
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

async function takeBack(key: KeyPair, batchId: string): Promise<BatchView> {
  await ask(city, world, { key, path: `/api/evidence/batches/${batchId}/withdraw` })
  await world.work()
  const path = `/api/evidence/batches/${batchId}`
  return (await ask<BatchView>(city, world, { key, path, method: 'GET' })).body
}

async function coloursOf(some: readonly { personId: string }[]): Promise<Record<string, number>> {
  const ctx = world.system()
  const shown = await Promise.all(some.map(({ personId }) => findColour(world.db, ctx, personId)))
  const colours = Map.groupBy(shown, (one) => one?.colour ?? 'none')
  return Object.fromEntries([...colours].map(([colour, own]) => [colour, own.length]))
}

async function held(place = 0): Promise<HeldBatches['batches']> {
  return (await call<HeldBatches>(city, { url: '/api/held-batches', cookie: officers[place]!.cookie })).body.batches
}

function takeOn(place: number, batchId: string) {
  const url = `/api/held-batches/${batchId}/assignment`
  return call(city, { url, cookie: officers[place]!.cookie, body: { to: 'me' } })
}

/** Takes a batch on and approves it. */
async function approve(place: number, batch: { batchId: string; hash: string }, key = officers[place]!.officer.key) {
  const { keyId, signature } = signedApproval(key, 'batch', fromHex(batch.hash)!)
  await takeOn(place, batch.batchId)
  return call<BatchApproved & { type?: string }>(city, {
    url: `/api/held-batches/${batch.batchId}/approve`,
    cookie: officers[place]!.cookie,
    body: { keyId, signature: Buffer.from(signature).toString('base64') },
  })
}

async function stateOf(batchId: string): Promise<string> {
  return (await world.db.selectFrom('batch').select('state').where('batch_id', '=', batchId).executeTakeFirstOrThrow())
    .state
}

/** Does jobs as the program does, until none is left. */
async function settle(batchId: string): Promise<string> {
  await world.work()
  return stateOf(batchId)
}

test('a batch at its source’s brake passes, one person over it is held, and what passed within the hour counts', async () => {
  const source = await aSourceWith(3)
  const at = await deliver(source.key, contactsOf(people.slice(0, 3)))
  assert.equal(at.state, 'taken')
  const over = await deliver(source.key, contactsOf(people.slice(3, 4)))
  assert.deepEqual([over.state, over.weighing?.changed, over.weighing?.left], ['held', 1, 0])
  world.at((A_MORNING + HOUR - 1) as Instant)
  assert.equal((await deliver(source.key, contactsOf(people.slice(4, 5)))).state, 'held')
  world.at((A_MORNING + HOUR) as Instant)
  const later = await deliver(source.key, contactsOf(people.slice(5, 8)))
  assert.deepEqual([later.state, later.weighing?.left], ['taken', 3])
  world.at((A_MORNING + 3 * HOUR) as Instant)
  assert.equal((await deliver(source.key, contactsOf(people.slice(8, 12)))).state, 'held')
  assert.deepEqual(await coloursOf(people.slice(0, 12)), { red: 6, green: 6 })
  world.at(A_MORNING)
  await takeBack(source.key, at.batchId)
  await takeBack(source.key, later.batchId)
  assert.deepEqual(await coloursOf(people.slice(0, 12)), { green: 12 })
  for (const batch of await held()) await takeBack(source.key, batch.batchId)
})

test('whom a batch does not change does not count against the brake, and strangers do', async () => {
  const source = await aSourceWith(1)
  const tests = people.slice(0, 50).map(({ number }) => ({
    document_type: 'resident-id',
    document_number: number,
    kind: 'test-result',
    result: 'negative',
    sample: 'single',
    from: '2022-04-15 09:00',
  }))
  const negative = await deliver(source.key, csvOf(tests))
  assert.deepEqual([negative.state, negative.weighing?.people, negative.weighing?.changed], ['taken', 50, 0])
  const strangers = await deliver(source.key, contactsOf([{ number: aDocument(500_000).number }, people[0]!]))
  assert.deepEqual(strangers.weighing?.changes, [
    { from: 'green', to: 'red', people: 1 },
    { from: 'grey', to: 'red', people: 1 },
  ])
  assert.equal(strangers.state, 'held')
  await takeBack(source.key, strangers.batchId)
})

test('several rows about one person weigh as one, and by what they say together', async () => {
  const source = await aSourceWith(10)
  const cells = { document_type: 'resident-id', document_number: people[20]!.number, from: '2022-04-15' }
  const { weighing, batchId } = await deliver(
    source.key,
    csvOf([
      { ...cells, kind: 'contact', degree: 'close' },
      { ...cells, kind: 'contact', degree: 'secondary' },
    ]),
  )
  assert.deepEqual(weighing?.changes, [{ from: 'green', to: 'red', people: 1 }])
  await takeBack(source.key, batchId)
})

test('a fact that lies ahead weighs as one that counts now: nothing slips past the brake by waiting', async () => {
  const source = await aSourceWith(0)
  const ahead = await deliver(source.key, contactsOf(people.slice(30, 33), { from: '2022-04-20' }))
  assert.deepEqual([ahead.state, ahead.weighing?.changed], ['held', 3])
  await takeBack(source.key, ahead.batchId)
})

test('a poisoned batch changes nobody; approved by two organisations it does, and taken back it restores every colour', async () => {
  const source = await aSourceWith(BRAKE)
  const poisoned = await deliver(source.key, contactsOf(people))
  assert.equal(poisoned.state, 'held')
  assert.deepEqual(poisoned.weighing, {
    people: POISONED,
    changed: POISONED,
    left: BRAKE,
    changes: [{ from: 'green', to: 'red', people: POISONED }],
  })
  assert.equal(await settle(poisoned.batchId), 'held')
  assert.deepEqual(await coloursOf(people), { green: POISONED })

  const [waiting] = await held()
  assert.equal(waiting?.batchId, poisoned.batchId)
  assert.deepEqual([waiting?.rows, waiting?.approvals, waiting?.approvedByOwn], [POISONED, [], false])
  const first = await approve(0, waiting!)
  assert.deepEqual(first.body, { state: 'held', organisations: 1 })
  const colleague = await approve(2, waiting!)
  assert.deepEqual(colleague.body, { state: 'held', organisations: 1 })
  assert.equal((await held(2))[0]?.approvedByOwn, true)
  assert.equal((await held(1))[0]?.approvedByOwn, false)
  assert.equal(await settle(poisoned.batchId), 'held')
  assert.deepEqual(await coloursOf(people), { green: POISONED })

  const second = await approve(1, waiting!)
  assert.deepEqual(second.body, { state: 'taking', organisations: 2 })
  assert.equal(await settle(poisoned.batchId), 'taken')
  assert.deepEqual(await coloursOf(people), { red: POISONED })
  assert.deepEqual(await held(), [])

  assert.equal((await takeBack(source.key, poisoned.batchId)).state, 'withdrawn')
  assert.deepEqual(await coloursOf(people), { green: POISONED })
})

test('an approval must be signed for this batch, by the officer’s own key', async () => {
  const source = await aSourceWith(0)
  const { batchId } = await deliver(source.key, contactsOf(people.slice(40, 42)))
  const [waiting] = await held()
  const other = await approve(0, waiting!, officers[1]!.officer.key)
  assert.deepEqual([other.status, other.body.type], [403, '/problems/key-unknown'])
  const wrong = await approve(0, { batchId, hash: '00'.repeat(32) })
  assert.deepEqual([wrong.status, wrong.body.type], [400, '/problems/signature-invalid'])
  const outsider = await call(city, { url: '/api/held-batches', cookie: guard })
  assert.equal(outsider.status, 401)
  await takeBack(source.key, batchId)
  const gone = await approve(0, waiting!)
  assert.deepEqual([gone.status, gone.body.type], [409, '/problems/batch-closed'])
})

test('a batch that an officer refuses changes nobody, its source reads by whom, and may send it again', async () => {
  const source = await aSourceWith(0)
  const file = contactsOf(people.slice(50, 52))
  const { batchId } = await deliver(source.key, file)
  await takeOn(0, batchId)
  const refused = await call<BatchApproved>(city, {
    method: 'POST',
    url: `/api/held-batches/${batchId}/refuse`,
    cookie: officers[0]!.cookie,
  })
  assert.equal(refused.body.state, 'refused')
  const view = await ask<BatchView>(city, world, {
    key: source.key,
    method: 'GET',
    path: `/api/evidence/batches/${batchId}`,
  })
  assert.deepEqual(
    view.body.faults.map(({ message }) => message.zh),
    ['甲单位未予批准'],
  )
  const again = await deliver(source.key, file)
  assert.notEqual(again.batchId, batchId)
  assert.equal(again.state, 'held')
  await takeBack(source.key, again.batchId)
  assert.deepEqual(await coloursOf(people.slice(50, 52)), { green: 2 })
})

test('a source whose key is revoked while its batch waits changes nobody, whoever approves', async () => {
  const source = await aSourceWith(0)
  const { batchId } = await deliver(source.key, contactsOf(people.slice(60, 62)))
  const [waiting] = await held()
  await approve(0, waiting!)
  revoke(world, source.key.keyId)
  assert.deepEqual(await held(), [])
  await approve(1, waiting!)
  assert.equal(await settle(batchId), 'held')
  assert.deepEqual(await coloursOf(people.slice(60, 62)), { green: 2 })
})

test('an approval whose key is revoked before the batch is taken counts no longer', async () => {
  const source = await aSourceWith(0)
  const { batchId } = await deliver(source.key, contactsOf(people.slice(62, 64)))
  const waiting = (await held()).find((batch) => batch.batchId === batchId)
  const gone = await anOfficerOf('丁单位')
  officers.push(gone)
  await approve(0, waiting!)
  await approve(officers.length - 1, waiting!)
  revoke(world, gone.officer.key.keyId)
  assert.equal(await settle(batchId), 'held')
  assert.deepEqual(await coloursOf(people.slice(62, 64)), { green: 2 })
})

test('whoever writes states, releases, approvals or evidence into the database changes no colour', async () => {
  const source = await aSourceWith(1)
  const some = people.slice(70, 80)
  const passed = await deliver(source.key, contactsOf(people.slice(80, 81)))
  const { batchId } = await deliver(source.key, contactsOf(some))
  const taking = async (set: string) => {
    await sql.raw(`update batch set ${set} where batch_id = '${batchId}'`).execute(world.db)
    await world.db.transaction().execute((tx) => world.jobs.enqueue(tx, 'batches.deal', { batchId }))
    assert.equal(await settle(batchId), 'held', set)
    assert.deepEqual(await coloursOf(some), { green: some.length }, set)
  }
  await taking(`state = 'taking'`)
  await taking(`state = 'taking', decision = 'within-brake', decided_at = now()`)
  await taking(`state = 'taking', decision = 'approved', decided_at = now(), released = '\\x00'`)
  await taking(
    `state = 'taking', (decision, decided_at, changed, released) =
      (select decision, decided_at, changed, released from batch where batch_id = '${passed.batchId}')`,
  )
  await taking(`state = 'waiting'`)
  await taking(`state = 'waiting', changed = 0`)
  const [waiting] = (await held()).filter((batch) => batch.batchId === batchId)
  for (const { officer } of officers.slice(0, 2)) {
    await sql`
      insert into approval (approval_id, subject, subject_hash, key_id, signature, at)
      values (gen_random_uuid(), 'batch', ${fromHex(waiting!.hash)}, ${officer.key.keyId}, ${new Uint8Array(64)}, now())`.execute(
      world.db,
    )
  }
  await taking(`state = 'taking', decision = 'approved', decided_at = now()`)

  // Rows of evidence: made up, and copied from the person whom the batch of before made red.
  const forged = seal(world, world.keys.cookie, 'x', Buffer.from('{}'))
  for (const { personId } of some) {
    await sql`
      insert into evidence (person_id, evidence_id, source_id, kind, valid_from, recorded_at, batch_id, row_number, row_hash, sealed)
      values (${personId}, gen_random_uuid(), ${source.sourceId}, 'contact', now(), now(), ${batchId}, 1, '\\x00', ${forged})`.execute(
      world.db,
    )
    await sql`
      insert into evidence (person_id, evidence_id, source_id, kind, valid_from, valid_to, recorded_at, batch_id, row_number, row_hash, sealed)
      select ${personId}, gen_random_uuid(), source_id, kind, valid_from, valid_to, recorded_at, batch_id, row_number, row_hash, sealed
      from evidence where batch_id = ${passed.batchId}`.execute(world.db)
    await world.db.transaction().execute((tx) => world.jobs.enqueue(tx, 'risk.reassess', { personIds: [personId] }))
  }
  await world.work()
  assert.deepEqual(await coloursOf(some), { green: some.length })

  // A batch that was tried only, or taken back, cannot be made to count.
  const trial = aBatch(world)
  const file = contactsOf(people.slice(90, 91))
  const path = `${trial.path}/file?fileName=a&format=csv`
  await ask(city, world, { key: source.key, path: `${path}&dryRun=yes`, body: file })
  world.at((A_MORNING + 2 * HOUR) as Instant)
  const redo = async (id: string) => {
    await world.db.transaction().execute((tx) => world.jobs.enqueue(tx, 'batches.deal', { batchId: id }))
    return settle(id)
  }
  await sql`update batch set state = 'waiting' where batch_id = ${trial.batchId}`.execute(world.db)
  assert.equal(await redo(trial.batchId), 'receiving')
  assert.deepEqual(await coloursOf(people.slice(90, 91)), { green: 1 })
  await sql`update batch set state = 'withdrawing' where batch_id = ${passed.batchId}`.execute(world.db)
  assert.equal(await redo(passed.batchId), 'taken')
  assert.deepEqual(await coloursOf(people.slice(80, 81)), { red: 1 })
  await takeBack(source.key, passed.batchId)
  assert.deepEqual(await coloursOf(people.slice(80, 81)), { green: 1 })
  await sql`update batch set state = 'taking', withdrawal = null where batch_id = ${passed.batchId}`.execute(world.db)
  await redo(passed.batchId)
  assert.deepEqual(await coloursOf(people.slice(80, 81)), { green: 1 })
  world.at(A_MORNING)
})

test('one fact is taken back by its row, once, and only by its own source', async () => {
  world.at((A_MORNING + 10 * MINUTE) as Instant)
  const source = await aSourceWith(10)
  const { batchId } = await deliver(source.key, contactsOf(people.slice(100, 103)))
  const act = (row: number) =>
    ask<{ outcome: string }>(city, world, {
      key: source.key,
      path: `/api/evidence/batches/${batchId}/rows/${row}/withdraw`,
    })
  assert.equal((await act(2)).body.outcome, 'withdrawn')
  assert.equal((await act(2)).body.outcome, 'not-standing')
  assert.equal((await act(99)).body.outcome, 'not-standing')
  assert.deepEqual(await Promise.all(people.slice(100, 103).map((person) => coloursOf([person]))), [
    { red: 1 },
    { green: 1 },
    { red: 1 },
  ])
  // What was taken back can be said again, in another batch.
  const again = await deliver(source.key, contactsOf(people.slice(101, 102)))
  assert.equal(again.results[0]?.outcome, 'taken')
  assert.deepEqual(await coloursOf(people.slice(101, 102)), { red: 1 })
})
