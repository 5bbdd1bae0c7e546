import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { ConfirmationDetail } from '../../contract/identity.ts'
import { hex } from '../../core/bytes.ts'
import type { IdentityDocument } from '../../core/document.ts'
import { after, HOUR } from '../../core/instant.ts'
import { problemOf } from '../../test/problems.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { toDate } from '../kit/db.ts'
import { documentHash, sealJson, sha256 } from '../kit/seal.ts'
import { newId, type Ctx, type RegisterRecord } from '../kit/world.ts'
import { assignConfirmation, decideConfirmation, listConfirmations, readConfirmation } from './confirmations.ts'
import { findIdentity } from './identity-states.ts'
import { findOrCreatePerson, findPerson, findPhoto, markAwaiting } from './persons.ts'

let world: TestWorld
/** What the population register has, by the hash of the document. */
const registered = new Map<string, RegisterRecord>()
before(async () => {
  world = await aWorld({ register: () => ({ find: async (hash) => registered.get(hex(hash)) }) })
})
afterAll(() => world.close())

const ORGANISATION = '01800000-0000-7000-8000-000000000001'
const OFFICER = '01800000-0000-7000-8000-000000000002'
let passports = 0

function asOfficer(): Ctx {
  const actor: Ctx['actor'] = {
    kind: 'staff',
    staffId: OFFICER,
    accountId: OFFICER,
    channel: 'demo',
    role: 'identity-officer',
    organisationId: ORGANISATION,
    division: '',
    venueId: undefined,
    sessionHash: new Uint8Array(32),
  }
  return { ...world.system(), actor }
}

function aPassport(): IdentityDocument {
  passports += 1
  return { type: 'passport', number: `TEST${String(passports).padStart(5, '0')}` }
}

async function aClaim(
  of: {
    document?: IdentityDocument
    name?: string
    dueInHours?: number
    phone?: string
    accountId?: string
    reason?: 'not-in-register' | 'unproved' | 'second-claim'
  } = {},
): Promise<{ claimId: string; personId: string; document: IdentityDocument }> {
  const ctx = world.system()
  const { document = aPassport(), name = 'Belisa Copperwick', dueInHours = 24, phone = '15400009999' } = of
  const claimId = newId(ctx)
  return world.db.transaction().execute(async (tx) => {
    const { personId } = await findOrCreatePerson(tx, ctx, document)
    await markAwaiting(tx, ctx, personId)
    const person = await findPerson(tx, ctx, personId)
    const typed = { name, document, phone, address: { divisionCode: '310101', detail: '虚构路 1 号' } }
    await tx
      .insertInto('registration')
      .values({
        registration_id: claimId,
        account_id: of.accountId ?? newId(ctx),
        person_id: personId,
        channel: 'demo',
        requested_at: toDate(ctx.now),
        due_at: toDate(after(ctx.now, dueInHours * HOUR)),
        state: 'awaiting-staff',
        reason: of.reason ?? 'not-in-register',
        arriving: false,
        request_hash: sha256(claimId),
        sealed: sealJson(ctx, person!.key, `registration:${claimId}`, typed),
        decided_at: null,
        decided_by: null,
      })
      .execute()
    return { claimId, personId, document }
  })
}

async function personNow(personId: string) {
  const person = await findPerson(world.db, world.system(), personId)
  assert.ok(person)
  return person
}

async function take(claimId: string): Promise<void> {
  await assignConfirmation(asOfficer(), claimId, { to: 'me' })
}

async function decide(claimId: string, outcome: 'confirmed' | 'refused'): Promise<void> {
  await take(claimId)
  await decideConfirmation(asOfficer(), claimId, outcome)
}

async function recordsAbout(personId: string): Promise<{ kind: string; purpose: string | null; actor_id: string }[]> {
  const { rows } = await world.pool.query(
    `select audit.kind, audit_body.purpose, audit_body.actor_id from audit join audit_body using (id)
     where audit_body.subject_id = $1 and audit.kind like 'confirmation-%' order by audit.id`,
    [personId],
  )
  return rows
}

test('the claims that wait are listed by urgency, without a name or a number', async () => {
  const later = await aClaim({ dueInHours: 20 })
  const sooner = await aClaim({ dueInHours: 2 })
  const { confirmations: listed } = await listConfirmations(asOfficer())
  const places = [sooner, later].map(({ claimId }) => listed.findIndex((row) => row.confirmationId === claimId))
  assert.ok(places[0]! >= 0 && places[0]! < places[1]!)
  assert.equal(JSON.stringify(listed).includes(sooner.document.number), false)
  assert.equal(listed.find((row) => row.confirmationId === sooner.claimId)?.documentType, 'passport')
})

test('reading what was typed gives name and document, and is recorded with who and why', async () => {
  const { claimId, personId, document } = await aClaim({ name: 'Eskil Fernholt' })
  const detail: ConfirmationDetail = await readConfirmation(asOfficer(), claimId, 'in-person-check')
  assert.deepEqual([detail.name, detail.document], ['Eskil Fernholt', document])
  assert.deepEqual(await recordsAbout(personId), [
    { kind: 'confirmation-read', purpose: 'in-person-check', actor_id: OFFICER },
  ])
})

test('a confirmed claim makes the person known, and has the colour worked out anew', async () => {
  const { claimId, personId, document } = await aClaim({ name: 'Galen Amberstrand' })
  await decide(claimId, 'confirmed')
  const person = await personNow(personId)
  assert.equal(person.identity, 'confirmed')
  assert.equal(await findIdentity(world.db, world.system(), personId), 'confirmed')
  assert.deepEqual(person.details, {
    name: 'Galen Amberstrand',
    document,
    phone: '15400009999',
    address: { divisionCode: '310101', detail: '虚构路 1 号' },
  })
  const { rows } = await world.pool.query(`select data from pgboss.job where name = 'risk.reassess' and data @> $1`, [
    JSON.stringify({ personIds: [personId] }),
  ])
  assert.equal(rows.length, 1)
  assert.deepEqual(
    (await recordsAbout(personId)).map(({ kind }) => kind),
    ['confirmation-decided'],
  )
})

const PHOTO = { mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') }

/** Puts somebody into the register under a document of his own. */
function inRegister(record: Pick<RegisterRecord, 'name' | 'photo'>): IdentityDocument {
  const document = aPassport()
  registered.set(hex(documentHash(world.keys, document)), { residesHere: true, ...record })
  return document
}

async function photoOf(personId: string) {
  const photo = await findPhoto(world.db, await personNow(personId))
  return photo && { mediaType: photo.mediaType, bytes: Buffer.from(photo.bytes) }
}

test('who is confirmed on sight has the register’s photo, as who needed no staff has, however the name was typed', async () => {
  const document = inRegister({ name: 'ILONA SAMPLE', photo: PHOTO })
  const { claimId, personId } = await aClaim({ document, name: 'ｉｌｏｎａ  Sample', reason: 'unproved' })
  await decide(claimId, 'confirmed')
  assert.deepEqual(await photoOf(personId), PHOTO)
  const second = await aClaim({ document, name: 'Ilona Sample', reason: 'second-claim' })
  await decide(second.claimId, 'confirmed')
  assert.deepEqual(await photoOf(personId), PHOTO)
})

test('nobody gets a photo whom the register has under another name, without a photo, or not at all, nor who is refused', async () => {
  const named = (document: IdentityDocument) => aClaim({ document, name: 'Ilona Sample', reason: 'unproved' })
  const other = await named(inRegister({ name: 'Somebody Else', photo: PHOTO }))
  const bare = await named(inRegister({ name: 'Ilona Sample', photo: undefined }))
  const unknown = await named(aPassport())
  for (const { claimId } of [other, bare, unknown]) await decide(claimId, 'confirmed')
  const refused = await named(inRegister({ name: 'Ilona Sample', photo: PHOTO }))
  await decide(refused.claimId, 'refused')
  for (const { personId } of [other, bare, unknown, refused]) assert.equal(await photoOf(personId), undefined)
})

test('after a refusal the person is as unknown as before, and the account may claim anew', async () => {
  const accountId = newId(world.system())
  const { claimId, personId, document } = await aClaim({ accountId })
  await decide(claimId, 'refused')
  const person = await personNow(personId)
  assert.deepEqual([person.identity, person.details], ['unregistered', undefined])
  await aClaim({ accountId, document })
})

test('a refusal of one claim leaves the person waiting while another claim waits', async () => {
  const first = await aClaim()
  const second = await aClaim({ document: first.document })
  await decide(first.claimId, 'refused')
  assert.equal((await personNow(first.personId)).identity, 'awaiting')
  await decide(second.claimId, 'refused')
  assert.equal((await personNow(first.personId)).identity, 'unregistered')
})

test('a second claim that is confirmed is a second account of the same person', async () => {
  const first = await aClaim({ phone: '15400000001' })
  await decide(first.claimId, 'confirmed')
  const second = await aClaim({ document: first.document, phone: '15400000002' })
  assert.equal(second.personId, first.personId)
  await decide(second.claimId, 'confirmed')
  const { rows } = await world.pool.query(
    `select count(distinct account_id) from registration where person_id = $1 and state = 'confirmed'`,
    [first.personId],
  )
  assert.equal(rows[0].count, 2)
  assert.equal((await personNow(first.personId)).details?.phone, '15400000002')
})

test('a refused second claim changes nothing about the person', async () => {
  const first = await aClaim({ name: 'Ilona Ivorylea' })
  await decide(first.claimId, 'confirmed')
  const second = await aClaim({ document: first.document, name: 'Somebody Else' })
  await decide(second.claimId, 'refused')
  const person = await personNow(first.personId)
  assert.deepEqual([person.identity, person.details?.name], ['confirmed', 'Ilona Ivorylea'])
})

test('a claim is decided once, also by two at the same moment', async () => {
  const { claimId, personId } = await aClaim()
  await take(claimId)
  const outcomes = await Promise.all([
    problemOf(decideConfirmation(asOfficer(), claimId, 'confirmed')),
    problemOf(decideConfirmation(asOfficer(), claimId, 'confirmed')),
  ])
  assert.deepEqual(outcomes.toSorted(), ['confirmation-closed', 'none'])
  assert.equal(await problemOf(decideConfirmation(asOfficer(), claimId, 'refused')), 'confirmation-closed')
  assert.equal((await recordsAbout(personId)).length, 1)
})

test('a decision whose job cannot be enqueued is no decision at all', async () => {
  const { claimId, personId } = await aClaim()
  const ctx: Ctx = {
    ...asOfficer(),
    jobs: {
      async enqueue() {
        throw new Error('the queue is gone')
      },
    },
  }
  await take(claimId)
  await assert.rejects(decideConfirmation(ctx, claimId, 'confirmed'), /the queue is gone/)
  assert.equal((await personNow(personId)).identity, 'awaiting')
  assert.deepEqual(await recordsAbout(personId), [])
})

test('there is nothing to read or decide under an id that is nobody’s', async () => {
  for (const id of ['01800000-0000-7000-8000-0000000000ff', 'no-id']) {
    assert.equal(await problemOf(readConfirmation(asOfficer(), id, 'x')), 'not-found')
    assert.equal(await problemOf(decideConfirmation(asOfficer(), id, 'confirmed')), 'not-found')
  }
})

test('more than a hundred claims are listed page by page, each once and by deadline, also of one reason alone', async () => {
  for (let more = 0; more < 101; more += 1) await aClaim({ dueInHours: 100 + (more % 3) })
  for (const reason of [undefined, 'not-in-register'] as const) {
    const first = await listConfirmations(asOfficer(), { reason })
    assert.equal(first.confirmations.length, 100)
    const seen = [...first.confirmations]
    for (let next = first.next; next !== undefined;) {
      const page = await listConfirmations(asOfficer(), { reason, after: next })
      seen.push(...page.confirmations)
      next = page.next
    }
    assert.ok(seen.length > 100)
    assert.equal(new Set(seen.map(({ confirmationId }) => confirmationId)).size, seen.length)
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a.dueAt - b.dueAt || (a.confirmationId < b.confirmationId ? -1 : 1)),
    )
    assert.ok(reason === undefined || seen.every((row) => row.reason === reason))
  }
  assert.deepEqual((await listConfirmations(asOfficer(), { reason: 'second-claim' })).confirmations, [])
})

test('nobody decides a claim that he has not taken on, and a list narrowed by who works on it has it among his own', async () => {
  const { claimId, personId } = await aClaim({ dueInHours: 1, reason: 'unproved' })
  assert.equal(await problemOf(decideConfirmation(asOfficer(), claimId, 'confirmed')), 'case-not-taken')
  assert.equal((await personNow(personId)).identity, 'awaiting')
  const listed = async (assigned: 'me' | 'nobody' | 'another') =>
    (await listConfirmations(asOfficer(), { reason: 'unproved', assigned })).confirmations.map((row) => [
      row.confirmationId,
      row.assigned,
    ])
  assert.deepEqual(await listed('nobody'), [[claimId, 'nobody']])
  await take(claimId)
  assert.deepEqual([await listed('me'), await listed('nobody'), await listed('another')], [[[claimId, 'me']], [], []])
  assert.equal((await readConfirmation(asOfficer(), claimId, 'review')).assigned, 'me')
  await decideConfirmation(asOfficer(), claimId, 'confirmed')
  assert.equal(await problemOf(take(claimId)), 'confirmation-closed')
})

test('a claim that somebody changed in the database is passed over, and the others are listed', async () => {
  const [changed, whole] = [await aClaim({ dueInHours: 1 }), await aClaim({ dueInHours: 1 })]
  await world.pool.query(`update registration set sealed = sealed || '\\x00' where registration_id = $1`, [
    changed.claimId,
  ])
  const { confirmations } = await listConfirmations(asOfficer())
  const listed = new Set(confirmations.map(({ confirmationId }) => confirmationId))
  assert.deepEqual([listed.has(changed.claimId), listed.has(whole.claimId)], [false, true])
})
