import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Assignment } from '../../contract/assignments.ts'
import { after, DAY_LENGTH, HOUR, MINUTE, type Instant } from '../../core/instant.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { problemOf } from '../../test/problems.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { assign, closeCase, isAssigned, leaveCase, readAssignments, requireTaken, type Desk } from './assignments.ts'

let world: TestWorld
before(async () => {
  world = await aWorld()
})
afterAll(() => world.close())

const ORGANISATION = '01800000-0000-7000-8000-000000000001'
const DESK: Desk = { kind: 'held-batch', deskId: ORGANISATION }

/** A member of staff, at a moment of his own. */
function anOfficer(staffId = newId(world.system())): (at?: Instant) => Ctx {
  return (at = A_MORNING) => ({
    ...world.system(),
    now: at,
    actor: {
      kind: 'staff',
      staffId,
      accountId: staffId,
      channel: 'demo',
      role: 'health-officer',
      organisationId: ORGANISATION,
      division: '',
      venueId: undefined,
      sessionHash: new Uint8Array(32),
    },
  })
}

function aCase(): string {
  return newId(world.system())
}

function takeOn(ctx: Ctx, caseId: string, told: { desk?: Desk; until?: Instant } = {}): Promise<Assignment> {
  const { desk = DESK, until } = told
  return world.db
    .transaction()
    .execute((tx) => assign(tx, ctx, { ...desk, caseId, ...(until !== undefined && { until }) }, { to: 'me' }))
}

function giveBack(ctx: Ctx, caseId: string): Promise<Assignment> {
  return world.db.transaction().execute((tx) => assign(tx, ctx, { ...DESK, caseId }, { to: 'nobody' }))
}

function mayDecide(ctx: Ctx, caseId: string): Promise<string> {
  return problemOf(world.db.transaction().execute((tx) => requireTaken(tx, ctx, DESK, caseId)))
}

async function seenBy(ctx: Ctx, caseId: string): Promise<Assignment | undefined> {
  return (await readAssignments(world.db, ctx, DESK, [caseId])).get(caseId)
}

async function actsOn(caseId: string): Promise<string[]> {
  const { rows } = await world.pool.query<{ kind: string }>(
    'select kind from audit join audit_body using (id) where subject_id = $1 order by id',
    [caseId],
  )
  return rows.map(({ kind }) => kind)
}

const later = (ms: number) => after(A_MORNING, ms)

test('a case that was taken on is one officer’s alone for half an hour, and a colleague’s from then on if he takes it', async () => {
  const [officer, colleague, caseId] = [anOfficer(), anOfficer(), aCase()]
  assert.deepEqual(await takeOn(officer(), caseId), { assigned: 'me' })
  assert.deepEqual(await seenBy(officer(), caseId), { assigned: 'me' })
  const another = { assigned: 'another', assignedUntil: later(30 * MINUTE) }
  assert.deepEqual(await seenBy(colleague(later(30 * MINUTE - 1)), caseId), another)
  assert.equal(await problemOf(takeOn(colleague(later(30 * MINUTE - 1)), caseId)), 'case-taken')
  assert.equal(await seenBy(colleague(later(30 * MINUTE)), caseId), undefined)
  assert.deepEqual(await takeOn(colleague(later(30 * MINUTE)), caseId), { assigned: 'me' })
  assert.equal(await mayDecide(officer(later(30 * MINUTE)), caseId), 'case-not-taken')
})

test('whoever took a case on decides it also when his time is over, as long as nobody has taken it over', async () => {
  const [officer, colleague, caseId] = [anOfficer(), anOfficer(), aCase()]
  assert.equal(await mayDecide(officer(), caseId), 'case-not-taken')
  await takeOn(officer(), caseId)
  assert.equal(await mayDecide(officer(later(HOUR)), caseId), 'none')
  assert.equal(await mayDecide(colleague(later(HOUR)), caseId), 'case-not-taken')
})

test('a case is somebody’s until its own deadline where that is further off, and for half an hour where it is past', async () => {
  const [officer, colleague] = [anOfficer(), anOfficer()]
  for (const [until, ends] of [
    [later(8 * HOUR), 8 * HOUR],
    [later(-HOUR), 30 * MINUTE],
  ] as const) {
    const caseId = aCase()
    await takeOn(officer(), caseId, { until })
    assert.equal(await problemOf(takeOn(colleague(later(ends - 1)), caseId)), 'case-taken')
    assert.deepEqual(await takeOn(colleague(later(ends)), caseId), { assigned: 'me' })
  }
})

test('what is given back is nobody’s at once; another’s cannot be given back', async () => {
  const [officer, colleague, caseId] = [anOfficer(), anOfficer(), aCase()]
  await takeOn(officer(), caseId)
  await giveBack(colleague(), caseId)
  assert.equal(await mayDecide(officer(), caseId), 'none')
  assert.deepEqual(await giveBack(officer(), caseId), { assigned: 'nobody' })
  assert.equal(await seenBy(colleague(), caseId), undefined)
  assert.deepEqual(await takeOn(colleague(), caseId), { assigned: 'me' })
})

test('taking on and giving back are on record, once each however often they are sent', async () => {
  const [officer, caseId] = [anOfficer(), aCase()]
  for (let more = 0; more < 2; more += 1) await takeOn(officer(), caseId)
  for (let more = 0; more < 2; more += 1) await giveBack(officer(), caseId)
  assert.deepEqual(await actsOn(caseId), ['case-taken-on', 'case-given-back'])
})

test('of two who take a case on at the same moment one has it', async () => {
  const [officer, colleague] = [anOfficer(), anOfficer()]
  for (let more = 0; more < 20; more += 1) {
    const caseId = aCase()
    const found = await Promise.all([officer, colleague].map((one) => problemOf(takeOn(one(), caseId))))
    assert.deepEqual(found.toSorted(), ['case-taken', 'none'])
    assert.deepEqual(await actsOn(caseId), ['case-taken-on'])
  }
})

test('desks work on a case side by side; what one is done with is the other’s still, and what is closed nobody’s', async () => {
  const [officer, other, caseId] = [anOfficer(), anOfficer(), aCase()]
  const desk: Desk = { kind: 'held-batch', deskId: '01800000-0000-7000-8000-000000000009' }
  await takeOn(officer(), caseId)
  await takeOn(other(), caseId, { desk })
  await world.db.transaction().execute((tx) => leaveCase(tx, DESK, caseId))
  assert.equal(await mayDecide(officer(), caseId), 'case-not-taken')
  assert.equal((await readAssignments(world.db, other(), desk, [caseId])).size, 1)
  await world.db.transaction().execute((tx) => closeCase(tx, caseId))
  assert.equal((await readAssignments(world.db, other(), desk, [caseId])).size, 0)
})

test('a list narrowed by who works on it has each case once: his own, others’ while their time lasts, and nobody’s', async () => {
  const [officer, colleague] = [anOfficer(), anOfficer()]
  const [own, others, lapsed, free] = [aCase(), aCase(), aCase(), aCase()]
  const now = later(HOUR)
  await takeOn(officer(), own)
  await takeOn(colleague(now), others)
  await takeOn(colleague(), lapsed)
  async function narrowed(to: Assignment['assigned']): Promise<string[]> {
    const query = sql<{ case_id: string }>`
      select listed.case_id from unnest(${[own, others, lapsed, free]}::uuid[]) as listed (case_id)
      where ${isAssigned(officer(now), DESK, to, 'listed.case_id')}`
    return (await query.execute(world.db)).rows.map((row) => row.case_id)
  }
  assert.deepEqual(await narrowed('me'), [own])
  assert.deepEqual(await narrowed('another'), [others])
  assert.deepEqual(await narrowed('nobody'), [lapsed, free])
})

test('what somebody left behind a day ago is forgotten when he takes something on', async () => {
  const [officer, left] = [anOfficer(), aCase()]
  await takeOn(officer(), left)
  const lapses = 30 * MINUTE + DAY_LENGTH
  await takeOn(officer(later(lapses)), aCase())
  assert.deepEqual(await seenBy(officer(later(lapses)), left), { assigned: 'me' })
  await takeOn(officer(later(lapses + 1)), aCase())
  assert.equal(await seenBy(officer(later(lapses + 1)), left), undefined)
})
