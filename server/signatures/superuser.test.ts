import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { approvalStatement } from '../../core/approval.ts'
import {
  aKeyPair,
  anEnrolment,
  anOfficer,
  anOrganisation,
  aSource,
  derSignature,
  rawSignatureOf,
  signedApproval,
  type KeyPair,
  type Officer,
  type Organisation,
} from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { toDate } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { newId } from '../kit/world.ts'
import { enrolKey, findKey, keysOfHolder, readApprovals, writeApproval } from './signatures.ts'

// What somebody can do who may write every table of the database and has none of the keys.

let world: TestWorld
let ours: Organisation
let theirs: Organisation
before(async () => {
  world = await aWorld()
  ours = anOrganisation(world, '甲单位')
  theirs = anOrganisation(world, '乙单位')
})
afterAll(() => world.close())

/** Something to approve, by its hash, that no other test approves. */
function aSubject(): { subject: 'batch'; hash: Uint8Array } {
  return { subject: 'batch', hash: sha256(newId(world.system())) }
}

function staffEnrolment({ organisationId }: Organisation, key: KeyPair): string {
  const holder = { kind: 'staff', id: newId(world.system()) } as const
  return anEnrolment({ organisationId, holder, key, from: A_MORNING })
}

async function enrol(document: string, signature: Uint8Array): Promise<unknown> {
  return world.db.transaction().execute((tx) => enrolKey(tx, world.system(), { document, signature }))
}

function approve(by: Officer, told: ReturnType<typeof signedApproval>): Promise<unknown> {
  return world.db.transaction().execute((tx) => writeApproval(tx, by.ctx(), told))
}

/** Writes a key as somebody who may write the database. */
async function insertKey(told: {
  keyId: string
  organisation: Pick<Organisation, 'organisationId'>
  document: string
  signature: Uint8Array
}): Promise<void> {
  await world.pool.query(
    `insert into signing_key (key_id, organisation_id, holder_kind, holder_id, enrolment, signature, recorded_at)
     values ($1, $2, 'staff', $3, $4, $5, $6)`,
    [
      told.keyId,
      told.organisation.organisationId,
      newId(world.system()),
      told.document,
      told.signature,
      toDate(A_MORNING),
    ],
  )
}

/** Writes an approval as somebody who may write the database. */
async function insertApproval(of: { subject: string; hash: Uint8Array }, keyId: string, signature: Uint8Array) {
  await world.pool.query(
    `insert into approval (approval_id, subject, subject_hash, key_id, signature, at) values ($1, $2, $3, $4, $5, $6)`,
    [newId(world.system()), of.subject, of.hash, keyId, signature, toDate(A_MORNING)],
  )
}

test('a row without a signature in the place of a key does not keep it from being enrolled', async () => {
  const key = aKeyPair()
  const document = staffEnrolment(ours, key)
  await insertKey({ keyId: key.keyId, organisation: ours, document, signature: new Uint8Array(64) })
  assert.equal(await findKey(world.db, world, key.keyId, A_MORNING), undefined)
  await enrol(document, derSignature(ours.root, document))
  assert.ok(await findKey(world.db, world, key.keyId, A_MORNING))
})

test('whoever may write every table makes no key and no approval count, whatever rows he writes', async () => {
  const { rows: role } = await world.pool.query('select rolsuper from pg_roles where rolname = current_user')
  assert.equal(role[0].rolsuper, true)
  const subject = aSubject()
  const statement = approvalStatement(subject.subject, subject.hash)
  // Keys of his own, under every name: self-signed, signed by another root, by no root, and in the place of somebody's.
  const attempts: { keyId: string; signer: KeyPair; document: string; signature: Uint8Array }[] = []
  for (const organisation of [ours, theirs]) {
    const key = aKeyPair()
    const document = staffEnrolment(organisation, key)
    const other = organisation === ours ? theirs : ours
    attempts.push({ keyId: key.keyId, signer: key, document, signature: derSignature(other.root, document) })
  }
  const self = aKeyPair()
  const selfSigned = staffEnrolment(ours, self)
  attempts.push({ keyId: self.keyId, signer: self, document: selfSigned, signature: rawSignatureOf(self, selfSigned) })
  for (const { keyId, signer, document, signature } of attempts) {
    await insertKey({ keyId, organisation: ours, document, signature })
    await insertApproval(subject, keyId, rawSignatureOf(signer, statement))
    assert.equal(await findKey(world.db, world, keyId, A_MORNING), undefined)
  }
  // An honest enrolment under the name of a key of his own.
  const officer = await anOfficer(world, ours)
  const { rows } = await world.pool.query('select enrolment, signature from signing_key where key_id = $1', [
    officer.key.keyId,
  ])
  const own = aKeyPair()
  const honest = { document: rows[0].enrolment as string, signature: rows[0].signature as Uint8Array }
  await insertKey({ keyId: own.keyId, organisation: ours, ...honest })
  await insertApproval(subject, own.keyId, rawSignatureOf(own, statement))
  // An honest key, with signatures that it never made, or made for something else.
  const elsewhere = aSubject()
  await approve(officer, signedApproval(officer.key, elsewhere.subject, elsewhere.hash))
  await world.pool.query('update approval set subject_hash = $1 where subject_hash = $2', [
    subject.hash,
    elsewhere.hash,
  ])
  assert.deepEqual(await readApprovals(world.db, world, subject), [])
  assert.deepEqual(await readApprovals(world.db, world, elsewhere), [])
})

test('a row without a signature in the place of an approval does not keep it from being written', async () => {
  const officer = await anOfficer(world, ours)
  const subject = aSubject()
  await insertApproval(subject, officer.key.keyId, new Uint8Array(64))
  await approve(officer, signedApproval(officer.key, subject.subject, subject.hash))
  assert.equal((await readApprovals(world.db, world, subject)).length, 1)
})

test('columns that name another holder or organisation than the enrolment are not believed', async () => {
  const officer = await anOfficer(world, ours)
  const thief = newId(world.system())
  await world.pool.query('update signing_key set holder_id = $1, organisation_id = $2 where key_id = $3', [
    thief,
    theirs.organisationId,
    officer.key.keyId,
  ])
  assert.deepEqual(await keysOfHolder(world.db, world, { kind: 'staff', id: thief }, A_MORNING), [])
  const found = await findKey(world.db, world, officer.key.keyId, A_MORNING)
  assert.deepEqual([found?.holder.id, found?.organisationId], [officer.staffId, ours.organisationId])
})

test('an enrolment is signed as it stands: a letter changed in the database, and the key does not count', async () => {
  const { key } = await aSource(world, ours, { brakePeoplePerHour: 100 })
  assert.ok(await findKey(world.db, world, key.keyId, A_MORNING))
  await world.pool.query(
    `update signing_key set enrolment = replace(enrolment, '"brakePeoplePerHour":100', '"brakePeoplePerHour":9000') where key_id = $1`,
    [key.keyId],
  )
  assert.equal(await findKey(world.db, world, key.keyId, A_MORNING), undefined)
})
