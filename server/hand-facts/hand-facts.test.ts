import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { HandFactDetail } from '../../contract/hand-facts.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import type { ColourExplanation } from '../../contract/operator.ts'
import type { HandFactStatement } from '../../core/hand-fact.ts'
import { call } from '../../test/app.ts'
import { A_PDF, aFactId, aHandFactCity, BY_BOTH, contactCells, type HandFactCity } from '../../test/hand-facts.ts'
import { aDocument } from '../../test/people.ts'
import { A_MORNING } from '../../test/world.ts'
import { documentHash } from '../kit/seal.ts'

let here: HandFactCity
before(async () => {
  here = await aHandFactCity()
})
beforeEach(() => here.world.at(A_MORNING))
afterAll(() => here.close())

test('a fact written by hand changes the colour once another organisation has signed, and names both', async () => {
  const { does, author, approver, aResident, pageOf } = here
  const resident = await aResident()
  const drafted = await does.draft(author, resident.cells)
  assert.deepEqual([drafted.status, drafted.body.state], [201, 'unsigned'])
  const { factId } = drafted.body
  assert.equal((await does.sign(author, factId, { as: 'signature' })).body.state, 'waiting')
  assert.equal((await pageOf(resident)).colour, 'green')

  const approved = await does.sign(approver, factId, { as: 'approval' })
  assert.deepEqual([approved.status, approved.body.state], [200, 'approved'])
  const page = await pageOf(resident)
  assert.equal(page.colour, 'red')
  assert.deepEqual(
    page.reasons?.map(({ fact, source }) => [fact.hand, source]),
    [[BY_BOTH, BY_BOTH.author]],
  )
  assert.deepEqual(page.handFacts, [
    {
      factId,
      kind: 'contact',
      from: Date.parse('2022-04-15T00:00+08:00'),
      to: Date.parse('2022-06-14T00:00+08:00'),
      writtenAt: A_MORNING,
      hand: BY_BOTH,
      hasDocument: true,
    },
  ])
  assert.deepEqual(await actsAbout(resident.personId), [
    'hand-fact-appended',
    'hand-fact-drafted',
    'hand-fact-read for approval',
    'hand-fact-read for approval',
    'hand-fact-signed',
  ])
})

test('the operator’s explanation names both organisations, too', async () => {
  const { world, city, does, author, approver, aResident } = here
  const resident = await aResident()
  await does.written({ author, approver }, resident.cells)
  const { body } = await call<ColourExplanation>(city, {
    url: '/api/operator/colour-explanations',
    headers: { authorization: `Bearer ${world.operatorToken}` },
    body: { person: resident.personId, purpose: 'a test' },
  })
  assert.deepEqual(body.reasons[0]?.fact.hand, BY_BOTH)
})

test('a fact that makes no colour worse is shown to the person all the same', async () => {
  const { does, author, approver, aResident, pageOf } = here
  const { cells, ...resident } = await aResident()
  const { document_type, document_number } = cells
  await does.written(
    { author, approver },
    { document_type, document_number, kind: 'vaccination', from: '2022-04-15', dose: '2' },
  )
  const page = await pageOf(resident)
  assert.deepEqual([page.colour, page.reasons, page.handFacts?.[0]?.kind], ['green', [], 'vaccination'])
})

test('before he signs, the author sees the colour now and the one that would be, and nothing is written', async () => {
  const { world, does, author, aResident } = here
  const resident = await aResident()
  const { factId } = (await does.draft(author, resident.cells)).body
  const { outlook } = (await does.read(author, factId)).body
  assert.deepEqual([outlook?.now, outlook?.wouldBe, outlook?.reasons.length], ['green', 'red', 1])
  assert.deepEqual(outlook?.reasons[0]?.source, BY_BOTH.author)
  const { rows } = await world.pool.query('select 1 from evidence where person_id = $1', [resident.personId])
  assert.equal(rows.length, 0)
})

test('the first fact about a stranger makes a person whom registering claims', async () => {
  const { world, does, author, approver } = here
  const document = aDocument(777)
  await does.written({ author, approver }, contactCells(document))
  const { rows } = await world.pool.query(
    `select person.identity, colour_state.colour from person_document
     join person using (person_id) join colour_state using (person_id) where document_hash = $1`,
    [documentHash(world.keys, document)],
  )
  assert.deepEqual(rows, [{ identity: 'unregistered', colour: 'red' }])
})

test('every mistake in what was typed comes back at its field, and a number that cannot be is none', async () => {
  const { does, author, aResident } = here
  const { cells } = await aResident()
  const wrong = await does.draft(author, { ...cells, degree: 'distant', from: '2022-02-30' })
  assert.deepEqual(
    [wrong.body.type, wrong.body.fields?.map(({ field }) => field).toSorted()],
    ['/problems/input-invalid', ['cells.degree', 'cells.from']],
  )
  const number = await does.draft(author, { ...cells, document_number: '310999199001010019' })
  assert.deepEqual(
    [number.body.type, number.body.fields?.[0]?.field],
    ['/problems/document-invalid', 'cells.document_number'],
  )
})

test('where somebody was, and what he declares himself, nobody writes by hand', async () => {
  const { does, author, aResident } = here
  const { cells } = await aResident()
  for (const kind of ['stay-in-area', 'key-area', 'area-risk-level', 'health-declaration', 'arrival-declaration']) {
    const { status, body } = await does.draft(author, { ...cells, degree: '', kind })
    assert.deepEqual([status, body.fields?.[0]?.field], [400, 'cells.kind'], kind)
  }
})

test('a page, a drawing, and a file of 50 MB are refused as documents; 5 MB to the byte are taken', async () => {
  const { does, author, aResident } = here
  const { cells } = await aResident()
  const sized = (bytes: number) => Buffer.concat([A_PDF, Buffer.alloc(bytes - A_PDF.length)])
  for (const text of ['<!doctype html><script>1</script>', '<svg xmlns="http://www.w3.org/2000/svg"/>', '']) {
    const { status } = await does.draft(author, cells, { attachment: Buffer.from(text) })
    assert.equal(status, 400, text)
  }
  const huge = await does.draft(author, cells, { attachment: sized(50 * 1024 * 1024) })
  assert.deepEqual([huge.status, huge.body.type], [413, '/problems/body-too-large'])
  const over = await does.draft(author, cells, { attachment: sized(5 * 1024 * 1024 + 1) })
  assert.deepEqual([over.status, over.body.type], [400, '/problems/attachment-invalid'])
  assert.equal((await does.draft(author, cells, { attachment: sized(5 * 1024 * 1024) })).status, 201)
})

test('sent twice, a draft is drafted once; other content under its id is refused', async () => {
  const { world, does, author, colleague, aResident } = here
  const resident = await aResident()
  const factId = aFactId()
  const both = await Promise.all([1, 2].map(() => does.draft(author, resident.cells, { factId })))
  assert.deepEqual(
    both.map(({ status }) => status),
    [201, 201],
  )
  const other = await does.draft(author, { ...resident.cells, degree: 'secondary' }, { factId })
  assert.equal(other.body.type, '/problems/idempotency-conflict')
  assert.equal((await does.draft(colleague, resident.cells, { factId })).body.type, '/problems/idempotency-conflict')
  const { rows } = await world.pool.query('select count(*) from hand_fact where fact_id = $1', [factId])
  assert.equal(rows[0].count, 1)
})

test('what is signed holds no name and no number, but keyed hashes', async () => {
  const { does, author, aResident } = here
  const resident = await aResident()
  const { factId } = (await does.draft(author, resident.cells)).body
  const detail = (await does.read(author, factId)).body as HandFactDetail & ProblemBody
  assert.equal(detail.statement.includes(resident.cells.document_number), false)
  const { personHash, attachmentHash, organisationId } = parse(detail)
  assert.match(`${personHash} ${attachmentHash}`, /^[0-9a-f]{64} [0-9a-f]{64}$/)
  assert.equal(organisationId, author.organisationId)
})

async function actsAbout(personId: string): Promise<unknown[]> {
  const { rows } = await here.world.pool.query(
    `select kind, purpose from audit join audit_body using (id)
     where subject_id = $1 and kind like 'hand-fact-%' order by kind, id`,
    [personId],
  )
  return rows.map(({ kind, purpose }) => (purpose === null ? kind : `${kind} for ${purpose}`))
}

function parse(detail: HandFactDetail): HandFactStatement {
  return JSON.parse(detail.statement) as HandFactStatement
}
