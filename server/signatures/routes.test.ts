import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { Organisations, OwnKey, OwnKeys, SigningKeys, SigningKeyView } from '../../contract/signatures.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aGate } from '../../test/gates.ts'
import { aStaff, aStaffSession } from '../../test/people.ts'
import {
  aKeyPair,
  anOfficer,
  anOrganisation,
  aSource,
  derSignature,
  revoke,
  type KeyPair,
  type Organisation,
} from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'

let world: TestWorld
let city: CityApp
let organisation: Organisation
before(async () => {
  world = await aWorld()
  organisation = anOrganisation(world, '区疾控中心')
  city = await buildApp(world)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

const OPERATOR = { authorization: 'Bearer operator-token-of-a-test' }

function anOfficerWhoCalls() {
  return aStaff(world, { role: 'health-officer', organisationId: organisation.organisationId })
}

function ask(cookie: string, key: KeyPair, by: CityApp = city) {
  const publicKey = Buffer.from(key.publicKey).toString('base64')
  return call<OwnKey>(by, { url: '/api/signing-keys', cookie, body: { publicKey } })
}

async function ownKeys(cookie: string): Promise<OwnKeys> {
  return (await call<OwnKeys>(city, { url: '/api/signing-keys', cookie })).body
}

function handIn(document: string, signature: Uint8Array) {
  const body = { document, signature: Buffer.from(signature).toString('base64') }
  return call<SigningKeyView & { type?: string; fields?: { field: string; message: string }[] }>(city, {
    url: '/api/operator/signing-keys',
    headers: OPERATOR,
    body,
  })
}

test('an officer asks for his browser’s key, his organisation signs, the operator hands it in, and it counts for a year', async () => {
  const { cookie, staffId } = await anOfficerWhoCalls()
  assert.deepEqual(await ownKeys(cookie), { keys: [], organisation: { zh: '区疾控中心', en: 'the 区疾控中心' } })

  const key = aKeyPair()
  const asked = await ask(cookie, key)
  assert.deepEqual([asked.status, asked.body.state, asked.body.keyId], [200, 'waiting', key.keyId])
  const text = asked.body.enrolment ?? ''
  assert.deepEqual(JSON.parse(text), {
    document: 'suishenma-key-enrolment-1',
    organisationId: organisation.organisationId,
    holder: { kind: 'staff', id: staffId },
    publicKey: Buffer.from(key.publicKey).toString('base64'),
    notBefore: '2022-04-16',
    notAfter: '2023-04-16',
  })
  assert.equal((await ownKeys(cookie)).keys[0]?.enrolment, text)

  const enrolled = await handIn(text, derSignature(organisation.root, text))
  assert.deepEqual([enrolled.status, enrolled.body.state], [200, 'enrolled'])
  const [own, ...others] = (await ownKeys(cookie)).keys
  assert.deepEqual([own?.state, own?.keyId, own?.enrolment, others.length], ['enrolled', key.keyId, undefined, 0])
})

test('asking for the same key again changes nothing, on another day either', async () => {
  const officer = await anOfficerWhoCalls()
  const key = aKeyPair()
  const first = await ask(officer.cookie, key)
  world.at(after(A_MORNING, DAY_LENGTH))
  const again = await ask(await aStaffSession(world, officer), key)
  world.at(A_MORNING)
  assert.equal(again.status, 200)
  assert.deepEqual(again.body, first.body)
})

test('nobody asks for another officer’s key, nor for what is no key on P-256', async () => {
  const [first, second] = [await anOfficerWhoCalls(), await anOfficerWhoCalls()]
  const key = aKeyPair()
  assert.equal((await ask(first.cookie, key)).status, 200)
  for (const body of [{ publicKey: Buffer.from(key.publicKey).toString('base64') }, { publicKey: 'AQID' }]) {
    const answer = await call(city, { url: '/api/signing-keys', cookie: second.cookie, body })
    assert.deepEqual([answer.status, answer.body['type']], [400, '/problems/input-invalid'])
  }
  assert.deepEqual((await ownKeys(second.cookie)).keys, [])
})

test('an officer reads which of his keys counts, and which is not valid yet, expired, or revoked', async () => {
  const { cookie, staffId } = await anOfficerWhoCalls()
  const expected: Record<string, string> = {}
  for (const [state, from] of [
    ['expired', -14],
    ['enrolled', -13],
    ['enrolled', 0],
    ['early', 1],
    ['revoked', 0],
  ] as const) {
    world.at(after(A_MORNING, from * DAY_LENGTH))
    const { key } = await anOfficer(world, organisation, { staffId, days: 14 })
    if (state === 'revoked') revoke(world, key.keyId)
    expected[key.keyId] = state
  }
  world.at(A_MORNING)
  const { keys } = await ownKeys(cookie)
  assert.deepEqual(Object.fromEntries(keys.map(({ keyId, state }) => [keyId, state])), expected)
})

test('an enrolment that was not signed as it stands is refused, and what is wrong is named', async () => {
  const { cookie } = await anOfficerWhoCalls()
  const text = (await ask(cookie, aKeyPair())).body.enrolment ?? ''
  const other = anOrganisation(world, '另一单位')
  const refused = await handIn(text, derSignature(other.root, text))
  assert.deepEqual([refused.status, refused.body.type], [400, '/problems/enrolment-invalid'])
  assert.deepEqual(refused.body.fields?.[0]?.field, 'signature')
  const later = text.replace('2023-04-16', '2024-04-16')
  assert.equal((await handIn(later, derSignature(organisation.root, text))).status, 400)
  assert.equal((await handIn('{}', derSignature(organisation.root, '{}'))).status, 400)
  assert.equal((await ownKeys(cookie)).keys[0]?.state, 'waiting')
})

test('the operator lists organisations, keys that wait, officers’ keys and sources with their terms', async () => {
  const { cookie, staffId } = await anOfficerWhoCalls()
  const waiting = aKeyPair()
  await ask(cookie, waiting)
  const { key } = await aSource(world, organisation, { kinds: ['test-result', 'vaccination'] })
  const organisations = await call<Organisations>(city, { url: '/api/operator/organisations', headers: OPERATOR })
  const ours = organisations.body.organisations.find(
    ({ organisationId }) => organisationId === organisation.organisationId,
  )
  assert.deepEqual([ours?.name.zh, ours?.rootKeyId, ours?.demo], ['区疾控中心', organisation.root.keyId, false])
  const { body } = await call<SigningKeys>(city, { url: '/api/operator/signing-keys', headers: OPERATOR })
  const found = (keyId: string) => body.keys.find((one) => one.keyId === keyId)
  assert.deepEqual([found(waiting.keyId)?.state, found(waiting.keyId)?.holder.id], ['waiting', staffId])
  assert.deepEqual(found(key.keyId)?.source?.kinds, ['test-result', 'vaccination'])
})

test('keys are a health officer’s and the operator’s business only', async () => {
  const guard = await aGate(world)
  const officer = await anOfficerWhoCalls()
  const publicKey = Buffer.from(aKeyPair().publicKey).toString('base64')
  const enrolment = { document: 'x', signature: 'x' }
  for (const [told, status] of [
    [{ url: '/api/signing-keys' }, 401],
    [{ url: '/api/signing-keys', cookie: guard.cookie }, 401],
    [{ url: '/api/signing-keys', cookie: guard.cookie, body: { publicKey } }, 401],
    [{ url: '/api/signing-keys', headers: OPERATOR, body: { publicKey } }, 403],
    [{ url: '/api/operator/signing-keys', cookie: officer.cookie }, 403],
    [{ url: '/api/operator/signing-keys', cookie: officer.cookie, body: enrolment }, 403],
    [{ url: '/api/operator/organisations', cookie: officer.cookie }, 403],
  ] as const) {
    assert.equal((await call(city, told)).status, status, told.url)
  }
})

test('where the program holds the root keys, as in a demo, an officer’s request is signed at once', async () => {
  const demo = await buildApp(world, {
    signEnrolment: (organisationId, text) =>
      organisationId === organisation.organisationId ? derSignature(organisation.root, text) : undefined,
  })
  const [own, foreign] = [await anOfficerWhoCalls(), await aStaff(world, { role: 'health-officer' })]
  assert.equal((await ask(own.cookie, aKeyPair(), demo)).body.state, 'enrolled')
  assert.equal((await ask(foreign.cookie, aKeyPair(), demo)).body.state, 'waiting')
  await demo.app.close()
})
