import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import { HAND_DRAFT_LIFE } from '../../core/hand-fact.ts'
import { after } from '../../core/instant.ts'
import { A_PDF, aFactId, aHandFactCity, aSignedInOfficer, BY_BOTH, type HandFactCity } from '../../test/hand-facts.ts'
import { anOrganisation, revoke } from '../../test/signers.ts'
import { A_MORNING } from '../../test/world.ts'
import { sha256 } from '../kit/seal.ts'

let here: HandFactCity
before(async () => {
  here = await aHandFactCity()
})
beforeEach(() => here.world.at(A_MORNING))
afterAll(() => here.close())

test('the author himself, and a colleague of his organisation, cannot approve or reject', async () => {
  const { does, author, colleague, aResident, pageOf } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  assert.equal((await does.sign(author, factId, { as: 'approval' })).body.type, '/problems/own-approval')
  assert.equal((await does.sign(colleague, factId, { as: 'approval' })).body.type, '/problems/same-organisation')
  const rejected = await does.reject(colleague, factId)
  assert.equal(rejected.body.type, '/problems/same-organisation')
  assert.equal((await pageOf(resident)).colour, 'green')
})

test('an officer whom somebody moved to another organisation in the database approves nothing, for he has no role there', async () => {
  const { world, does, centre, author, approver, aResident, pageOf } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(approver, factId)).body
  const moved = await aSignedInOfficer(world, centre)
  await world.pool.query('update staff set organisation_id = $1 where staff_id = $2', [
    approver.organisationId,
    moved.staffId,
  ])
  const refused = await does.sign(moved, factId, { as: 'approval', statement })
  assert.equal(refused.body.type, '/problems/not-permitted')
  assert.equal((await pageOf(resident)).colour, 'green')
})

test('a signature under another statement is refused, and so is a draft that was changed after it was signed', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(approver, factId)).body
  const other = statement.replace('"close"', '"secondary"')
  const refused = await does.sign(approver, factId, { as: 'approval', statement: other })
  assert.equal(refused.body.type, '/problems/signature-invalid')
  const another = await does.drafted(author, (await aResident()).cells)
  await world.pool.query(
    'update hand_fact set sealed = (select sealed from hand_fact where fact_id = $2) where fact_id = $1',
    [factId, another],
  )
  const changed = await does.sign(approver, factId, { as: 'approval', statement })
  assert.deepEqual([changed.status, changed.body.type], [409, '/problems/hand-fact-changed'])
})

test('a key that is not enrolled or was revoked signs nothing, neither the approver’s nor the author’s', async () => {
  const { world, does, centre, approver, aResident, pageOf } = here
  const resident = await aResident()
  const gone = await aSignedInOfficer(world, centre)
  const factId = await does.drafted(gone, resident.cells)
  const unknown = { ...approver, sign: () => ({ ...approver.sign(new Uint8Array(32)), keyId: '0'.repeat(64) }) }
  assert.equal((await does.sign(unknown, factId, { as: 'approval' })).body.type, '/problems/key-unknown')
  revoke(world, gone.keyId)
  const refused = await does.sign(approver, factId, { as: 'approval' })
  assert.deepEqual([refused.status, refused.body.type], [409, '/problems/author-key-void'])
  const { factId: next } = (await does.draft(gone, resident.cells)).body
  assert.equal((await does.sign(gone, next, { as: 'signature' })).body.type, '/problems/key-unknown')
  assert.equal((await pageOf(resident)).colour, 'green')
})

test('a rejected draft goes back to its author with the reason, without its document, and is over', async () => {
  const { does, author, approver, aResident, pageOf } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const rejected = await does.reject(approver, factId, '附件看不清')
  assert.equal(rejected.body.state, 'rejected')
  const { body } = await does.read(author, factId)
  assert.deepEqual([body.rejection, body.attachment, body.outlook], ['附件看不清', undefined, undefined])
  assert.equal((await does.sign(approver, factId, { as: 'approval' })).body.type, '/problems/hand-fact-closed')
  assert.equal((await pageOf(resident)).handFacts?.length, 0)
})

test('only its author withdraws a draft, and then nobody can approve it', async () => {
  const { does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(approver, factId)).body
  assert.equal((await does.post(approver, `/${factId}/withdrawal`, {})).status, 404)
  assert.equal((await does.post(author, `/${factId}/withdrawal`, {})).body.state, 'withdrawn')
  const late = await does.sign(approver, factId, { as: 'approval', statement })
  assert.equal(late.body.type, '/problems/hand-fact-closed')
})

test('a draft is over after 72 hours to the millisecond, and its document is forgotten', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const [early, late] = [await does.drafted(author, resident.cells), await does.drafted(author, resident.cells)]
  const { statement } = (await does.read(approver, late)).body
  world.at(after(A_MORNING, HAND_DRAFT_LIFE - 1))
  assert.equal((await does.read(approver, early)).body.row.state, 'waiting')
  assert.equal((await does.sign(approver, early, { as: 'approval' })).status, 200)
  world.at(after(A_MORNING, HAND_DRAFT_LIFE))
  const refused = await does.sign(approver, late, { as: 'approval', statement })
  assert.equal(refused.body.type, '/problems/hand-fact-closed')
  assert.equal((await does.read(author, late)).body.row.state, 'expired')
  await world.work()
  const { rows } = await world.pool.query(
    `select fact_id, state, exists (select 1 from hand_fact_attachment kept where kept.fact_id = hand_fact.fact_id) as kept
     from hand_fact where fact_id = any($1) order by state`,
    [[early, late]],
  )
  assert.deepEqual(rows, [
    { fact_id: early, state: 'approved', kept: true },
    { fact_id: late, state: 'expired', kept: false },
  ])
})

test('a fact is taken back by two organisations with a document, the colour follows, and it stays on record', async () => {
  const { does, author, approver, aResident, pageOf } = here
  const resident = await aResident()
  const factId = await does.written({ author, approver }, resident.cells)
  assert.equal((await pageOf(resident)).colour, 'red')
  // Whoever approved it may be the one who asks for it; then the others approve.
  const back = await does.takenBack({ author: approver, approver: author }, factId)
  assert.deepEqual([back.status, back.body.takesBack], [200, true])
  const page = await pageOf(resident)
  assert.equal(page.colour, 'green')
  const hand = { author: BY_BOTH.approver, approver: BY_BOTH.author }
  assert.deepEqual(
    page.handFacts?.map((fact) => fact.takenBack),
    [{ at: A_MORNING, hand }],
  )
  const again = await does.post(author, `/${factId}/taking-back`, {
    factId: aFactId(),
    attachment: A_PDF.toString('base64'),
  })
  assert.equal(again.body.type, '/problems/already-taken-back')
})

test('of two drafts that take the same fact back, the second is told that it is done', async () => {
  const { does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.written({ author, approver }, resident.cells)
  const attachment = A_PDF.toString('base64')
  const drafts = [aFactId(), aFactId()]
  for (const id of drafts) {
    await does.post(author, `/${factId}/taking-back`, { factId: id, attachment })
    await does.sign(author, id, { as: 'signature' })
  }
  const outcomes = await Promise.all(drafts.map((id) => does.sign(approver, id, { as: 'approval' })))
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), [200, 409])
  const refused = outcomes.find(({ status }) => status === 409)
  assert.equal(refused?.body.type, '/problems/already-taken-back')
})

test('one officer of an organisation looks into a draft at a time, and nobody decides what he has not taken on', async () => {
  const { world, does, author, approver, bureau } = here
  const factId = await does.drafted(author, (await here.aResident()).cells)
  const { statement } = (await does.read(approver, factId)).body
  for (const early of [
    await does.post(approver, `/${factId}/approval`, approver.sign(sha256(statement))),
    await does.post(approver, `/${factId}/rejection`, { reason: '不成立' }),
  ]) {
    assert.deepEqual([early.status, early.body.type], [409, '/problems/case-not-taken'])
  }
  const beside = await aSignedInOfficer(world, bureau)
  const other = await aSignedInOfficer(world, anOrganisation(world, '丙区疾控'))
  assert.equal((await does.takeOn(approver, factId)).body.assigned, 'me')
  const taken = await does.takeOn(beside, factId)
  assert.deepEqual([taken.status, taken.body.type], [409, '/problems/case-taken'])
  assert.equal((await does.read(beside, factId)).body.row.assigned, 'another')
  assert.equal((await does.reject(other, factId)).body.state, 'rejected')
  assert.equal((await does.takeOn(approver, factId)).body.type, '/problems/hand-fact-closed')
})

test('neither its author nor his colleagues take a draft on: they could not approve it', async () => {
  const { does, author, colleague } = here
  const factId = await does.drafted(author, (await here.aResident()).cells)
  assert.equal((await does.takeOn(author, factId)).body.type, '/problems/own-approval')
  assert.equal((await does.takeOn(colleague, factId)).body.type, '/problems/same-organisation')
})

test('an approval that is sent again is one approval', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.written({ author, approver }, resident.cells)
  assert.equal((await does.sign(approver, factId, { as: 'approval' })).body.state, 'approved')
  const { rows } = await world.pool.query('select 1 from evidence where person_id = $1', [resident.personId])
  assert.equal(rows.length, 1)
})
