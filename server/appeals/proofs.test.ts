import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after as afterAll, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import type { AppealProofs } from '../../contract/appeals.ts'
import { PROBLEMS, type ProblemBody, type ProblemName } from '../../contract/problems.ts'
import { anAppealCity, anId, type AppealCity } from '../../test/appeals.ts'
import { aDecompressionBomb } from '../../test/hostile-files.ts'
import type { SignedIn } from '../../test/people.ts'
import { findPerson } from '../identity/persons.ts'
import { unseal } from '../kit/seal.ts'

const MIB = 1024 * 1024
const HTML = '<html><script>alert(document.domain)</script></html>'

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
afterAll(() => it.close())

interface Appealing {
  readonly person: SignedIn
  readonly appealId: string
}

async function anAppealing(): Promise<Appealing> {
  const person = await it.aGreenOne()
  return { person, appealId: (await it.does.appeal(person, 'data-wrong')).body.appealId }
}

async function add({ person, appealId }: Appealing, bytes: Uint8Array, told: { proofId?: string; type?: string } = {}) {
  const response = await it.city.app.inject({
    method: 'POST',
    url: `/api/me/appeals/${appealId}/proofs/${told.proofId ?? anId()}`,
    headers: {
      cookie: person.cookie,
      'content-type': told.type ?? 'application/octet-stream',
      'accept-language': 'en',
    },
    payload: Buffer.from(bytes),
  })
  return { status: response.statusCode, body: response.json<AppealProofs & ProblemBody>() }
}

async function listed({ person, appealId }: Appealing): Promise<AppealProofs['proofs']> {
  const url = `/api/me/appeals/${appealId}/proofs`
  const response = await it.city.app.inject({ url, headers: { cookie: person.cookie } })
  return response.json<AppealProofs>().proofs
}

/** The bytes that are kept of the only proof of an appeal. */
async function kept({ person, appealId }: Appealing): Promise<Uint8Array> {
  const { rows } = await it.world.pool.query<{ proof_id: string; sealed: Uint8Array }>(
    'select proof_id, sealed from appeal_proof where appeal_id = $1',
    [appealId],
  )
  assert.equal(rows.length, 1)
  const { key } = (await findPerson(it.world.db, it.world.system(), person.personId))!
  return unseal(key, `appeal-proof-bytes:${person.personId}:${appealId}:${rows[0]!.proof_id}`, rows[0]!.sealed)
}

function aPicture(width = 40, height = 30) {
  return sharp({ create: { width, height, channels: 3, background: '#3366aa' } })
}

function aPdf(middle = 'some pages'): Buffer {
  return Buffer.from(`%PDF-1.7\n${middle}\n%%EOF\n`)
}

test('whatever is no whole picture or PDF is refused in the person’s words, and the good ones are kept', async () => {
  const appealing = await anAppealing()
  const whole = await aPicture(800, 600).jpeg().toBuffer()
  const bomb = aDecompressionBomb()
  assert.ok(bomb.length < MIB)
  const hostile: readonly { what: string; bytes: Uint8Array; type?: string; problem: ProblemName }[] = [
    {
      what: 'an SVG with a script',
      bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      type: 'image/svg+xml',
      problem: 'proof-kind',
    },
    { what: 'HTML that says it is a PNG', bytes: Buffer.from(HTML), type: 'image/png', problem: 'proof-kind' },
    { what: 'a decompression bomb', bytes: bomb, type: 'image/png', problem: 'proof-unreadable' },
    {
      what: 'an archive that says it is a PDF',
      bytes: Buffer.concat([Buffer.from('PK\x03\x04'), deflateSync(Buffer.alloc(5 * MIB))]),
      type: 'application/pdf',
      problem: 'proof-kind',
    },
    {
      what: 'a PDF without its end',
      bytes: Buffer.concat([aPdf(), Buffer.alloc(2_000, 32)]),
      problem: 'proof-kind',
    },
    { what: 'a GIF', bytes: await aPicture().gif().toBuffer(), problem: 'proof-kind' },
    { what: 'a TIFF', bytes: await aPicture().tiff().toBuffer(), problem: 'proof-kind' },
    { what: 'a JPEG cut short', bytes: whole.subarray(0, whole.length / 2), problem: 'proof-unreadable' },
    { what: 'an empty file', bytes: new Uint8Array(), problem: 'proof-kind' },
    { what: 'more than 10 MiB', bytes: Buffer.alloc(10 * MIB + 1, 0xff), problem: 'proof-too-large' },
  ]
  for (const { what, bytes, type, problem } of hostile) {
    const { status, body } = await add(appealing, bytes, type === undefined ? {} : { type })
    assert.deepEqual([what, status, body.title], [what, PROBLEMS[problem].status, PROBLEMS[problem].en])
  }
  assert.deepEqual(await listed(appealing), [])
  for (const good of [whole, await aPicture().png().toBuffer(), await aPicture().webp().toBuffer(), aPdf()]) {
    assert.equal((await add(appealing, good, { type: 'text/html' })).status, 200)
  }
  assert.deepEqual((await listed(appealing)).map(({ type }) => type).toSorted(), [
    'application/pdf',
    'image/jpeg',
    'image/jpeg',
    'image/jpeg',
  ])
})

test('of a photo its pixels are kept, upright and at most 2,400 long, without where it was taken or what was hidden behind its end', async () => {
  const appealing = await anAppealing()
  const photo = await aPicture(3_000, 1_000)
    .jpeg()
    .withExif({ IFD0: { Model: 'A telephone' }, IFD3: { GPSLatitude: '31/1 13/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const taken = await sharp(photo).metadata()
  assert.deepEqual([taken.orientation, taken.exif?.includes('A telephone')], [6, true])
  assert.equal((await add(appealing, Buffer.concat([photo, Buffer.from(HTML)]))).status, 200)
  const bytes = Buffer.from(await kept(appealing))
  const { format, width, height, exif } = await sharp(bytes).metadata()
  assert.deepEqual([format, width, height, exif], ['jpeg', 800, 2_400, undefined])
  assert.equal(bytes.includes('<script>'), false)
})

test('a file sent again is kept once, and another under its id is refused', async () => {
  const appealing = await anAppealing()
  const proofId = anId()
  const first = await add(appealing, aPdf(), { proofId })
  assert.deepEqual(await add(appealing, aPdf(), { proofId }), first)
  assert.equal((await add(appealing, aPdf('others'), { proofId })).body.type, '/problems/idempotency-conflict')
  assert.equal((await listed(appealing)).length, 1)
  assert.deepEqual(await it.actsAbout(appealing.person.personId), ['appeal-proof-added', 'appealed'])
})

test('an appeal takes five proofs, also when six come at the same moment, and none when it has ended', async () => {
  const appealing = await anAppealing()
  const six = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => add(appealing, aPdf(String(n)))))
  assert.deepEqual(six.map(({ status }) => status).toSorted(), [200, 200, 200, 200, 200, 409])
  assert.equal(six.find(({ status }) => status === 409)?.body.type, '/problems/proofs-enough')
  await it.does.post(appealing.person, `/api/me/appeals/${appealing.appealId}/withdrawal`, {})
  assert.equal((await add(appealing, aPdf('late'))).body.type, '/problems/appeal-closed')
  assert.equal((await listed(appealing)).length, 5)
})

test('another person’s appeal and none at all take no proof and show none: the same 404', async () => {
  const { appealId } = await anAppealing()
  const person = await it.aGreenOne()
  for (const id of [appealId, anId(), 'nonsense']) {
    const { status, body } = await add({ person, appealId: id }, aPdf())
    assert.deepEqual([status, body.type], [404, '/problems/not-found'])
    assert.equal(await listed({ person, appealId: id }), undefined)
  }
})

test('of fifty megabytes that do not say how many they are, the server holds no more than the limit', async () => {
  const { person, appealId } = await anAppealing()
  await it.city.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = it.city.app.server.address() as AddressInfo
  const piece = Buffer.alloc(64 * 1024, 0xff)
  const held = () => process.memoryUsage().arrayBuffers
  const before50 = held()
  let most = before50
  const status = await new Promise<number | undefined>((answered, failed) => {
    const sending = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: `/api/me/appeals/${appealId}/proofs/${anId()}`,
      headers: { cookie: person.cookie, 'content-type': 'image/jpeg', 'transfer-encoding': 'chunked' },
    })
    let isAnswered = false
    sending.on('response', (response) => {
      isAnswered = true
      response.resume()
      answered(response.statusCode)
      sending.destroy()
    })
    sending.on('error', (error) => isAnswered || failed(error))
    let left = (50 * MIB) / piece.length
    const write = (): void => {
      most = Math.max(most, held())
      if (isAnswered || left === 0) return
      left -= 1
      sending.write(piece, () => setImmediate(write))
    }
    write()
  })
  assert.equal(status, 413)
  assert.ok(most - before50 < 30 * MIB, `${Math.round((most - before50) / MIB)} MiB`)
})
