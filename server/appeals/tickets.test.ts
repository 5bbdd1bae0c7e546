import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import sharp from 'sharp'
import type { AppealDetail, AppealProofs, ProofTicket, QuestionDetail } from '../../contract/appeals.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { anAppealCity, anId, type AppealCity, type Doubting } from '../../test/appeals.ts'

const PDF = Buffer.from('%PDF-1.7\nsome pages\n%%EOF\n')
const PURPOSE = { purpose: 'appeal' }

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
afterAll(() => it.close())

interface Proven {
  readonly person: Doubting
  readonly appealId: string
  readonly proofs: AppealProofs['proofs']
}

/** An appeal of somebody whom two departments doubt, with a photo and a PDF. */
async function aProvenAppeal(): Promise<Proven> {
  const person = await it.aDoubtingOne()
  const { appealId } = (await it.does.appeal(person)).body
  const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#3366aa' } })
    .png()
    .toBuffer()
  let proofs: AppealProofs['proofs'] = []
  for (const payload of [photo, PDF]) {
    const response = await it.city.app.inject({
      method: 'POST',
      url: `/api/me/appeals/${appealId}/proofs/${anId()}`,
      headers: { cookie: person.cookie, 'content-type': 'application/octet-stream' },
      payload,
    })
    proofs = response.json<AppealProofs>().proofs
  }
  return { person, appealId, proofs }
}

function askOwn({ person, appealId }: Proven, proofId: string) {
  return it.does.post<ProofTicket>(person, `/api/me/appeals/${appealId}/proofs/${proofId}/ticket`, {})
}

/** Fetches an address, from the host that it names unless told otherwise. */
async function save(url: string, host = new URL(url).host) {
  const response = await it.city.app.inject({ url: new URL(url).pathname, headers: { host } })
  return { status: response.statusCode, headers: response.headers, bytes: response.rawPayload }
}

test('the person saves his own proofs from the other origin, as attachments that can do nothing', async () => {
  const proven = await aProvenAppeal()
  const names = []
  for (const { proofId } of proven.proofs) {
    const { url } = (await askOwn(proven, proofId)).body
    assert.equal(new URL(url).origin, 'http://proofs.localhost')
    const { status, headers } = await save(url)
    assert.equal(status, 200)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'no-store')
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; sandbox$/)
    names.push([headers['content-type'], headers['content-disposition']])
  }
  assert.deepEqual(names.toSorted(), [
    ['application/pdf', 'attachment; filename="proof.pdf"'],
    ['image/jpeg', 'attachment; filename="proof.jpg"'],
  ])
})

test('a ticket is good for a minute, says nothing to whoever reads it, and altered it opens nothing', async () => {
  const proven = await aProvenAppeal()
  const began = it.world.clock()
  const { url } = (await askOwn(proven, proven.proofs[0]!.proofId)).body
  const told = Buffer.from(url.split('/').at(-1)!, 'base64url').toString('latin1')
  for (const id of [proven.appealId, proven.person.personId, proven.proofs[0]!.proofId]) assert.ok(!told.includes(id))
  const middle = url.length - 20
  const altered = `${url.slice(0, middle)}${url[middle] === 'A' ? 'B' : 'A'}${url.slice(middle + 1)}`
  assert.equal((await save(altered)).status, 404)
  assert.equal((await save('http://proofs.localhost/proofs/')).status, 404)
  it.world.at(after(began, MINUTE - 1))
  assert.equal((await save(url)).status, 200)
  it.world.at(after(began, MINUTE))
  assert.equal((await save(url)).status, 404)
  it.world.at(began)
})

test('proofs are nowhere but at their origin, and nothing else is there', async () => {
  const proven = await aProvenAppeal()
  const { url } = (await askOwn(proven, proven.proofs[0]!.proofId)).body
  assert.equal((await save(url, 'localhost')).status, 404)
  for (const path of ['/', '/api/me', '/health', '/keys']) {
    assert.equal((await save(`http://proofs.localhost${path}`)).status, 404, path)
  }
})

test('officer and asked departments read which proofs there are and open them, each with a purpose that the person reads', async () => {
  const { person, appealId, proofs } = await aProvenAppeal()
  const { proofId } = proofs[0]!
  const [centre, officer] = [it.centre, it.officer]
  const detail = (await it.does.post<AppealDetail>(officer, `/api/appeals/${appealId}/read`, PURPOSE)).body
  assert.deepEqual(detail.proofs, proofs)
  const asked = await it.does.post<QuestionDetail>(centre, `/api/appeal-questions/${appealId}/read`, PURPOSE)
  assert.deepEqual(asked.body.proofs, proofs)
  for (const [by, way] of [
    [officer, 'appeals'],
    [centre, 'appeal-questions'],
  ] as const) {
    const path = `/api/${way}/${appealId}/proofs/${proofId}/ticket`
    const { status, body } = await it.does.post<ProofTicket>(by, path, PURPOSE)
    assert.equal(status, 200, way)
    assert.equal((await save(body.url)).status, 200)
    assert.equal((await it.does.post<ProblemBody>(by, path, {})).body.type, '/problems/input-invalid', 'no purpose')
  }
  const acts = await it.actsAbout(person.personId)
  assert.ok(acts.includes('appeal-proof-read for appeal'))
  assert.ok(acts.includes('appeal-question-proof-read for appeal'))
})

test('a proof of somebody else’s appeal is not there, nor one that nobody has, for whoever asks', async () => {
  const [mine, theirs] = [await aProvenAppeal(), await aProvenAppeal()]
  const [proof] = theirs.proofs
  for (const [appealId, proofId] of [
    [theirs.appealId, proof!.proofId],
    [mine.appealId, proof!.proofId],
    [mine.appealId, anId()],
    [mine.appealId, 'no-id'],
  ] as const) {
    const own = await askOwn({ ...mine, appealId }, proofId)
    assert.deepEqual([own.status, own.body.type], [404, '/problems/not-found'], `${appealId} ${proofId}`)
  }
  const stranger = await it.aGreenOne()
  const { appealId } = (await it.does.appeal(stranger, 'data-wrong')).body
  const path = `/api/appeal-questions/${appealId}/proofs/${anId()}/ticket`
  assert.equal((await it.does.post<ProblemBody>(it.centre, path, PURPOSE)).status, 404)
  assert.equal(
    (await it.does.post<ProblemBody>(it.officer, path.replace('appeal-questions', 'appeals'), PURPOSE)).status,
    404,
  )
})

test('where proofs have no origin nobody opens one, and nothing is recorded as read', async () => {
  const without = await anAppealCity({ settings: { proofOrigin: undefined } })
  try {
    const person = await without.aDoubtingOne()
    const { appealId } = (await without.does.appeal(person)).body
    const proofId = anId()
    await without.city.app.inject({
      method: 'POST',
      url: `/api/me/appeals/${appealId}/proofs/${proofId}`,
      headers: { cookie: person.cookie, 'content-type': 'application/octet-stream' },
      payload: PDF,
    })
    const path = `/api/appeals/${appealId}/proofs/${proofId}/ticket`
    const { status, body } = await without.does.post<ProblemBody>(without.officer, path, PURPOSE)
    assert.deepEqual([status, body.type], [409, '/problems/proofs-unserved'])
    assert.ok(!(await without.actsAbout(person.personId)).some((act) => act.startsWith('appeal-proof-read')))
  } finally {
    await without.close()
  }
})
