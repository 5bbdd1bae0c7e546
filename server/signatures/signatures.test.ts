import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import { after, DAY_LENGTH, dayOf, startOfDay, day, type Instant } from '../../core/instant.ts'
import {
  aKeyPair,
  anEnrolment,
  anOfficer,
  anOrganisation,
  aSource,
  derSignature,
  rawSignatureOf,
  revoke,
  signedApproval,
  type KeyPair,
  type Officer,
  type Organisation,
} from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { Problem } from '../kit/problem.ts'
import { sha256 } from '../kit/seal.ts'
import { newId } from '../kit/world.ts'
import {
  approvedByTwo,
  enrolKey,
  findKey,
  listSources,
  readApprovals,
  writeApproval,
  type Approval,
} from './signatures.ts'

let world: TestWorld
let ours: Organisation
let theirs: Organisation
before(async () => {
  world = await aWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.at(A_MORNING)
  world.organisations.length = 0
  ours = anOrganisation(world, '甲单位')
  theirs = anOrganisation(world, '乙单位')
})

/** Something to approve, by its hash, that no other test approves. */
function aSubject(): { subject: 'batch'; hash: Uint8Array } {
  return { subject: 'batch', hash: sha256(newId(world.system())) }
}

async function enrol(document: string, signature: Uint8Array): Promise<unknown> {
  return world.db.transaction().execute((tx) => enrolKey(tx, world.system(), { document, signature }))
}

function approve(by: Officer, told: ReturnType<typeof signedApproval>): Promise<Approval> {
  return world.db.transaction().execute((tx) => writeApproval(tx, by.ctx(), told))
}

function staffEnrolment(
  organisation: Organisation,
  key: KeyPair,
  told: { from?: Instant; days?: number; staffId?: string } = {},
): string {
  const { organisationId } = organisation
  const holder = { kind: 'staff', id: told.staffId ?? newId(world.system()) } as const
  return anEnrolment({ organisationId, holder, key, from: told.from ?? world.clock(), days: told.days ?? 365 })
}

function problem(name: string, field?: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof Problem && error.problem === name && (field === undefined || error.fields[0]?.field === field)
}

async function acts(action: string): Promise<number> {
  const { rows } = await world.pool.query<{ count: string }>('select count(*) from audit where kind = $1', [action])
  return Number(rows[0]?.count)
}

test('a key counts from the first day of its enrolment to the end of the day before the last', async () => {
  const officer = await anOfficer(world, ours, { days: 14 })
  const today = dayOf(A_MORNING)
  const at = async (moment: Instant) => (await findKey(world.db, world, officer.key.keyId, moment)) !== undefined
  const [begin, end] = [startOfDay(today), startOfDay(day(today + 14))]
  assert.deepEqual(await Promise.all([after(begin, -1), begin, after(end, -1), end].map(at)), [
    false,
    true,
    true,
    false,
  ])
})

test('an enrolment is taken with a signature in DER or as r and s, once, and on record', async () => {
  for (const signed of [derSignature, rawSignatureOf]) {
    const key = aKeyPair()
    const document = staffEnrolment(ours, key)
    const before = await acts('key-enrolled')
    await enrol(document, signed(ours.root, document))
    await enrol(document, derSignature(ours.root, document))
    assert.equal((await findKey(world.db, world, key.keyId, A_MORNING))?.organisationId, ours.organisationId)
    assert.equal(await acts('key-enrolled'), before + 1)
  }
})

test('an enrolment without the signature of its organisation’s root key is refused, and the key does not count', async () => {
  const key = aKeyPair()
  const document = staffEnrolment(ours, key)
  const signatures = [
    new Uint8Array(64),
    derSignature(theirs.root, document),
    derSignature(key, document),
    derSignature(ours.root, `${document} `),
    derSignature(ours.root, document).subarray(1),
  ]
  for (const signature of signatures) {
    await assert.rejects(enrol(document, signature), problem('enrolment-invalid', 'signature'))
  }
  assert.equal(await findKey(world.db, world, key.keyId, A_MORNING), undefined)
})

test('an organisation that is not on file enrols nobody', async () => {
  const stranger = { organisationId: newId(world.system()), root: aKeyPair() }
  const document = staffEnrolment(stranger, aKeyPair())
  await assert.rejects(
    enrol(document, derSignature(stranger.root, document)),
    problem('enrolment-invalid', 'organisationId'),
  )
})

test('a key has one enrolment: with other dates it is refused, so that what was signed before goes on counting', async () => {
  const officer = await anOfficer(world, ours)
  const subject = aSubject()
  await approve(officer, signedApproval(officer.key, subject.subject, subject.hash))
  world.at(after(A_MORNING, 30 * DAY_LENGTH))
  const again = staffEnrolment(ours, officer.key, { staffId: officer.staffId })
  await assert.rejects(enrol(again, derSignature(ours.root, again)), problem('enrolment-invalid', 'publicKey'))
  assert.equal((await readApprovals(world.db, world, subject)).length, 1)
})

test('two organisations approve by one officer each, and two officers of one are one', async () => {
  const [first, second, third] = [
    await anOfficer(world, ours),
    await anOfficer(world, ours),
    await anOfficer(world, theirs),
  ]
  const subject = aSubject()
  const standing: boolean[] = []
  for (const officer of [first, first, second, third]) {
    world.at(after(world.clock(), 1_000))
    await approve(officer, signedApproval(officer.key, subject.subject, subject.hash))
    standing.push(approvedByTwo(await readApprovals(world.db, world, subject)))
  }
  assert.deepEqual(standing, [false, false, false, true])
  const approvals = await readApprovals(world.db, world, subject)
  assert.deepEqual(
    approvals.map(({ staffId }) => staffId),
    [first, second, third].map(({ staffId }) => staffId),
  )
})

test('approving the same again changes nothing, and is on record once', async () => {
  const officer = await anOfficer(world, ours)
  const subject = aSubject()
  const before = await acts('approved')
  const first = await approve(officer, signedApproval(officer.key, subject.subject, subject.hash))
  world.at(after(A_MORNING, 1_000))
  assert.deepEqual(await approve(officer, signedApproval(officer.key, subject.subject, subject.hash)), first)
  assert.equal(await acts('approved'), before + 1)
})

test('an officer approves with his own key only, and a source’s key approves nothing', async () => {
  const [own, other] = [await anOfficer(world, ours), await anOfficer(world, theirs)]
  const source = await aSource(world, theirs)
  const { subject, hash } = aSubject()
  for (const key of [other.key, source.key, aKeyPair()]) {
    await assert.rejects(approve(own, signedApproval(key, subject, hash)), problem('key-unknown'))
  }
  assert.deepEqual(await readApprovals(world.db, world, { subject, hash }), [])
})

test('a signature for another subject, another kind of subject, or by another key is refused', async () => {
  const officer = await anOfficer(world, ours)
  const { subject, hash } = aSubject()
  const right = signedApproval(officer.key, subject, hash)
  const wrong = [
    signedApproval(officer.key, subject, aSubject().hash).signature,
    signedApproval(officer.key, 'table', hash).signature,
    signedApproval(aKeyPair(), subject, hash).signature,
    rawSignatureOf(officer.key, hash),
    right.signature.subarray(1),
  ]
  for (const signature of wrong) {
    await assert.rejects(approve(officer, { ...right, signature }), problem('signature-invalid'))
  }
  assert.deepEqual(await readApprovals(world.db, world, { subject, hash }), [])
})

test('an expired key signs nothing more, and what it signed while it was valid goes on counting', async () => {
  const officer = await anOfficer(world, ours, { days: 1 })
  const [early, late] = [aSubject(), aSubject()]
  await approve(officer, signedApproval(officer.key, early.subject, early.hash))
  world.at(after(A_MORNING, DAY_LENGTH))
  await assert.rejects(approve(officer, signedApproval(officer.key, late.subject, late.hash)), problem('key-unknown'))
  assert.equal((await readApprovals(world.db, world, early)).length, 1)
})

test('a revoked key signs nothing, and all that it ever signed counts no longer', async () => {
  const officer = await anOfficer(world, ours)
  const [before, later] = [aSubject(), aSubject()]
  await approve(officer, signedApproval(officer.key, before.subject, before.hash))
  revoke(world, officer.key.keyId)
  await assert.rejects(approve(officer, signedApproval(officer.key, later.subject, later.hash)), problem('key-unknown'))
  assert.deepEqual(await readApprovals(world.db, world, before), [])
  const document = staffEnrolment(ours, officer.key)
  await assert.rejects(enrol(document, derSignature(ours.root, document)), problem('enrolment-invalid', 'publicKey'))
})

test('an organisation that is taken off the file takes its officers’ signatures with it', async () => {
  const officer = await anOfficer(world, theirs)
  const subject = aSubject()
  await approve(officer, signedApproval(officer.key, subject.subject, subject.hash))
  world.organisations.pop()
  assert.deepEqual(await readApprovals(world.db, world, subject), [])
})

test('a source is what its enrolment says: name, kinds, validity, brake and contact', async () => {
  const { sourceId, key } = await aSource(world, ours, { kinds: ['contact', 'case-status'], brakePeoplePerHour: 7 })
  const expired = await aSource(world, ours)
  revoke(world, expired.key.keyId)
  const sources = await listSources(world.db, world, A_MORNING)
  const found = sources.find(({ holder }) => holder.id === sourceId)
  assert.equal(found?.keyId, key.keyId)
  assert.deepEqual([found?.source?.kinds, found?.source?.brakePeoplePerHour], [['contact', 'case-status'], 7])
  assert.ok(sources.every(({ keyId }) => keyId !== expired.key.keyId))
})
