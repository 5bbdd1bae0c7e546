import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BatchAnswer, BatchView, RowResults, SourceView } from '../../contract/batches.ts'
import { NEXT_HEADER } from '../../core/source-request.ts'
import { DAY_LENGTH, MINUTE } from '../../core/instant.ts'
import { ask, aBatch, csvOf, signedHeaders } from '../../test/deliveries.ts'
import { aDocument, aPerson } from '../../test/people.ts'
import { aKeyPair, anOrganisation, aSource, revoke, type KeyPair } from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { findColour } from '../risk/risk.ts'
import { forgetForsaken } from './batches.ts'
import { readRows, writeRows, type FileShape } from './read-file.ts'

let world: TestWorld
let city: CityApp
let source: { sourceId: string; key: KeyPair }
let other: { sourceId: string; key: KeyPair }
let serial = 0

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  const organisation = anOrganisation(world)
  source = await aSource(world, organisation, {
    kinds: ['test-result', 'contact', 'told-to-test', 'stay-in-area'],
    brakePeoplePerHour: 100_000,
  })
  other = await aSource(world, organisation, { nameZh: '另一来源', nameEn: 'another source' })
})
after(() => world.close())

/** A new made-up person's document as a row has it, of nobody whom the city knows. */
function aStrangersCells(): { document_type: string; document_number: string } {
  serial += 1
  return { document_type: 'resident-id', document_number: aDocument(serial).number }
}

function aTest(told: Record<string, string> = {}): Record<string, string> {
  return {
    ...aStrangersCells(),
    kind: 'test-result',
    from: '2022-04-15 10:00',
    result: 'negative',
    sample: 'single',
    ...told,
  }
}

async function send(body: string | Uint8Array, query = 'fileName=rows.csv&format=csv', path = aBatch(world).path) {
  return ask<BatchAnswer>(city, world, { key: source.key, path: `${path}/file?${query}`, body })
}

function outcomesOf(answer: BatchAnswer): string[] {
  return answer.results.map(({ outcome }) => outcome)
}

async function countEvidence(batchId: string): Promise<number> {
  const { count } = await world.db
    .selectFrom('evidence')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('evidence.batch_id', '=', batchId)
    .executeTakeFirstOrThrow()
  return count
}

test('each row of a file has its result: taken, said before, refused with its column and reason, or for review', async () => {
  const good = aTest()
  const { status, body } = await send(
    csvOf([
      good,
      good,
      aTest({ result: 'maybe' }),
      aTest({ kind: 'vaccination' }),
      aTest({ document_number: '123' }),
      aTest({ from: '2022-04-17' }),
    ]),
  )
  assert.equal(status, 200)
  assert.equal(body.state, 'taken')
  assert.deepEqual(outcomesOf(body), ['taken', 'same', 'refused', 'refused', 'review', 'refused'])
  assert.deepEqual([body.rows, body.taken, body.same, body.refused, body.inReview, body.people], [6, 1, 1, 3, 1, 1])
  assert.deepEqual(
    body.results.map(({ faults }) => faults.map(({ column, message }) => `${column} ${message.en}`)),
    [
      [],
      [],
      ['result should be one of: negative, positive'],
      ['kind this source may not send vaccination'],
      ['document_number A resident ID has 18 characters (the last may be X), an old one 15 digits; please check'],
      ['from lies ahead'],
    ],
  )
  assert.equal(await countEvidence(body.batchId), 1)
})

test('a fact of a source colours the person it is about before the answer leaves', async () => {
  const person = await aPerson(world, { serial: (serial += 1) })
  const positive = aTest({ document_number: aDocument(serial).number, result: 'positive' })
  const { body } = await send(csvOf([positive]))
  assert.deepEqual(outcomesOf(body), ['taken'])
  assert.deepEqual(body.weighing, {
    people: 1,
    changed: 1,
    left: 100_000,
    changes: [{ from: 'green', to: 'red', people: 1 }],
  })
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'red')
})

test('the same file again adds nothing, under its own id or another, and rows that were said before add nothing in a larger file', async () => {
  const rows = [aTest(), aTest()]
  const batch = aBatch(world)
  const first = await send(csvOf(rows), undefined, batch.path)
  const again = await send(csvOf(rows), undefined, batch.path)
  const elsewhere = await send(csvOf(rows))
  assert.equal(again.body.batchId, batch.batchId)
  assert.equal(elsewhere.body.batchId, batch.batchId)
  assert.deepEqual(again.body, { ...first.body, results: [] })
  const larger = await send(csvOf([...rows, aTest()]))
  assert.deepEqual(outcomesOf(larger.body), ['same', 'same', 'taken'])
  assert.equal(await countEvidence(batch.batchId), 2)
})

test('the same file sent by two at once is taken once', async () => {
  const file = csvOf(Array.from({ length: 40 }, () => aTest()))
  const answers = await Promise.all([send(file), send(file), send(file)])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  const ids = new Set(answers.map(({ body }) => body.batchId))
  assert.equal(ids.size, 1)
  await world.work()
  assert.equal(await countEvidence([...ids][0]!), 40)
})

test('another file under the same id is refused', async () => {
  const { path } = aBatch(world)
  await send(csvOf([aTest()]), undefined, path)
  const { status, body } = await ask(city, world, {
    key: source.key,
    path: `${path}/file?fileName=rows.csv&format=csv`,
    body: csvOf([aTest()]),
  })
  assert.equal(status, 409)
  assert.equal(body['type'], '/problems/idempotency-conflict')
})

const SHAPES: FileShape[] = [
  { format: 'jsonl', encoding: 'utf-8' },
  { format: 'csv', encoding: 'utf-8' },
  { format: 'csv', encoding: 'utf-8-bom' },
  { format: 'csv', encoding: 'gb18030' },
  { format: 'xlsx', encoding: 'utf-8' },
]

for (const shape of SHAPES) {
  const { format, encoding } = shape
  test(`rows refused of a ${format} file in ${encoding} come back in the same format, and are taken when corrected`, async () => {
    const rows = [
      aTest(),
      { ...aTest(), result: '=cmd()', sample: 'pooled', tube: '管一' },
      { ...aTest(), document_number: '=1+1' },
    ]
    const bytes = await writeRows(Object.keys(rows[1]!), rows, shape)
    const sent = await send(bytes, `fileName=${encodeURIComponent(`名单.${format}`)}&format=${format}`)
    assert.deepEqual(outcomesOf(sent.body), ['taken', 'refused', 'review'])
    assert.equal(sent.body.encoding, format === 'csv' ? encoding : undefined)
    const response = await city.app.inject({
      method: 'GET',
      url: `/api/evidence/batches/${sent.body.batchId}/refused`,
      headers: signedHeaders(world, {
        key: source.key,
        method: 'GET',
        path: `/api/evidence/batches/${sent.body.batchId}/refused`,
      }),
    })
    assert.equal(response.headers[NEXT_HEADER], undefined)
    assert.match(String(response.headers['content-disposition']), /^attachment; filename\*=UTF-8''refused-%E5%90%8D/)
    const returned = (await Array.fromAsync(readRows([response.rawPayload], shape))).flat()
    assert.deepEqual(
      returned.map(({ original }) => [original['result'], original['document_number'], original['reason_column']]),
      [
        ['=cmd()', rows[1]!['document_number'], 'result'],
        ['negative', '=1+1', 'document_number'],
      ],
    )
    assert.match(returned[0]?.original['reason_zh'] ?? '', /应为下列之一/)
    const corrected = returned.map(({ original }) => ({
      ...original,
      result: 'negative',
      document_number:
        original['document_number'] === '=1+1' ? aStrangersCells().document_number : original['document_number']!,
    }))
    const again = await send(
      await writeRows(Object.keys(corrected[0]!), corrected, shape),
      `fileName=corrected.${format}&format=${format}`,
    )
    assert.deepEqual(outcomesOf(again.body), ['taken', 'taken'])
  })
}

test('a dry run says what would become of each row, and adds nothing; the same file is then taken', async () => {
  const person = await aPerson(world, { serial: (serial += 1) })
  const number = aDocument(serial).number
  const file = csvOf([aTest({ document_number: number, result: 'positive' }), aTest({ result: 'no' })])
  const { batchId, path } = aBatch(world)
  const tried = await send(file, 'fileName=rows.csv&format=csv&dryRun=yes', path)
  assert.deepEqual(outcomesOf(tried.body), ['taken', 'refused'])
  assert.deepEqual([tried.body.state, tried.body.tried, tried.body.taken], ['receiving', true, 1])
  assert.deepEqual(tried.body.weighing?.changes, [{ from: 'green', to: 'red', people: 1 }])
  assert.equal(await countEvidence(batchId), 0)
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'green')
  const taken = await send(file, undefined, path)
  assert.deepEqual([taken.body.state, taken.body.tried, taken.body.taken], ['taken', false, 1])
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'red')
})

test('a file that cannot be read is refused with what is wrong, and can be sent again when corrected', async () => {
  const { body } = await send('document_number,colour\n1,red\n')
  assert.equal(body.state, 'refused')
  assert.deepEqual(
    body.faults.map(({ column }) => column),
    ['colour'],
  )
  const lines = await send(
    `${JSON.stringify({ colour: 'red' })}\n${JSON.stringify(aTest())}\n`,
    'fileName=a&format=jsonl',
  )
  assert.deepEqual(outcomesOf(lines.body), ['refused', 'taken'])
})

test('a source names its own columns and words in a mapping, and everybody has the Chinese one', async () => {
  const path = '/api/evidence/mappings/lis-export'
  const mapping = {
    columns: { 身份证: 'document_number', 结果: 'result', 采样: 'from', 备注: '' },
    values: { result: { 阴: 'negative', 阳: 'positive' } },
    constants: { kind: 'test-result', sample: 'single', document_type: 'resident-id' },
  }
  const saved = await ask(city, world, { key: source.key, path, body: JSON.stringify(mapping) })
  assert.deepEqual([saved.status, saved.body], [200, { name: 'lis-export', columns: 4 }])
  const read = await ask(city, world, { key: source.key, path, method: 'GET' })
  assert.deepEqual(read.body, mapping)
  const number = aStrangersCells().document_number
  const own = await send(
    `身份证,结果,采样,备注\n${number},阴,2022-04-15 10:00,x\n${number},坏,2022-04-15 10:00,\n`,
    'fileName=a&format=csv&mapping=lis-export',
  )
  assert.deepEqual(outcomesOf(own.body), ['taken', 'refused'])
  assert.equal(own.body.results[1]?.faults[0]?.column, '结果')
  const chinese = await send(
    `证件类型,证件号码,种类,开始时间,检测结果,采样方式\n居民身份证,${number},核酸检测结果,2022-04-15 11:00,阴性,单管\n`,
    'fileName=a&format=csv&mapping=zh',
  )
  assert.deepEqual(outcomesOf(chinese.body), ['taken'])
  const others = await ask(city, world, { key: other.key, path, method: 'GET' })
  assert.equal(others.body['type'], '/problems/mapping-unknown')
  const wrong = await ask(city, world, { key: source.key, path, body: JSON.stringify({ columns: { x: 'colour' } }) })
  assert.equal(wrong.body['type'], '/problems/input-invalid')
})

test('what a source may say lasts no longer than its enrolment allows', async () => {
  const cells = { ...aStrangersCells(), kind: 'contact', degree: 'close', from: '2022-04-10' }
  const day = (days: number) => new Date(Date.UTC(2022, 3, 9 + days)).toISOString().slice(0, 10)
  const { body } = await send(
    csvOf([
      { ...cells, to: day(30) },
      { ...cells, to: day(31) },
    ]),
  )
  assert.deepEqual(outcomesOf(body), ['taken', 'refused'])
  assert.equal(body.results[1]?.faults[0]?.message.en, 'this source may say so for at most 30 days')
})

test('a stranger in a batch is a person who is grey, and whom registering claims with the colour that follows', async () => {
  const positive = aTest({ result: 'positive' })
  const { body } = await send(csvOf([positive]))
  assert.deepEqual(body.weighing?.changes, [{ from: 'grey', to: 'red', people: 1 }])
  const known = await world.db
    .selectFrom('evidence')
    .innerJoin('person', 'person.person_id', 'evidence.person_id')
    .select(['person.person_id', 'person.identity'])
    .where('evidence.batch_id', '=', body.batchId)
    .executeTakeFirstOrThrow()
  assert.equal(known.identity, 'unregistered')
  const registered = await aPerson(world, { serial })
  assert.equal(registered.personId, known.person_id)
  assert.equal((await findColour(world.db, world.system(), known.person_id))?.colour, 'red')
})

test('a request is refused whose time is more than five minutes off, whose key is not enrolled, or whose signature does not fit', async () => {
  const path = '/api/evidence/source'
  const get = (told: Partial<Parameters<typeof ask>[2]>) =>
    ask(city, world, { key: source.key, method: 'GET', path, ...told }).then(({ status, body }) => [
      status,
      body['type'],
    ])
  assert.equal((await get({ at: A_MORNING - 5 * MINUTE }))[0], 200)
  assert.equal((await get({ at: A_MORNING + 5 * MINUTE }))[0], 200)
  assert.deepEqual(await get({ at: A_MORNING - 5 * MINUTE - 1 }), [401, '/problems/request-expired'])
  assert.deepEqual(await get({ at: A_MORNING + 5 * MINUTE + 1 }), [401, '/problems/request-expired'])
  assert.deepEqual(await get({ key: aKeyPair() }), [403, '/problems/key-unknown'])
  assert.deepEqual(await get({ signature: new Uint8Array(64) }), [400, '/problems/signature-invalid'])
  assert.deepEqual(await get({ key: { ...other.key, keyId: source.key.keyId } }), [400, '/problems/signature-invalid'])
  const bare = await city.app.inject({ method: 'GET', url: path })
  assert.equal(bare.statusCode, 401)
})

test('a file that was altered under way is not the one that was signed', async () => {
  const path = `${aBatch(world).path}/file?fileName=a&format=csv`
  const headers = signedHeaders(world, { key: source.key, path, body: csvOf([aTest()]) })
  const altered = await city.app.inject({
    method: 'POST',
    url: path,
    headers: { ...headers, 'content-type': 'text/csv' },
    payload: csvOf([aTest()]),
  })
  assert.equal(altered.statusCode, 400)
  assert.equal(altered.json<{ type: string }>().type, '/problems/signature-invalid')
})

test('another source’s batch is not there, whatever is asked of it', async () => {
  const { body } = await send(csvOf([aTest()]))
  const path = `/api/evidence/batches/${body.batchId}`
  const asked = [
    { method: 'GET' as const, path },
    { method: 'GET' as const, path: `${path}/rows` },
    { method: 'GET' as const, path: `${path}/refused` },
    { path: `${path}/withdraw` },
    { path: `${path}/rows/1/withdraw` },
    { path: `${path}/complete` },
    { path: `${path}/parts/1`, body: 'x' },
    { path: `${path}/file?fileName=a&format=csv`, body: 'x' },
  ]
  for (const one of asked) {
    const { status, body: answer } = await ask(city, world, { key: other.key, ...one })
    assert.deepEqual([status, answer['type']], [404, '/problems/batch-unknown'], one.path)
  }
})

test('a key that was revoked sends no more', async () => {
  const organisation = anOrganisation(world)
  const gone = await aSource(world, organisation)
  revoke(world, gone.key.keyId)
  const { body } = await ask(city, world, { key: gone.key, path: '/api/evidence/source', method: 'GET' })
  assert.equal(body['type'], '/problems/key-unknown')
})

test('a source reads what it may do and what it has sent, and the results of a long file in stretches', async () => {
  const rows = Array.from({ length: 1_500 }, (_, place) => aTest({ result: place === 1_200 ? 'x' : 'negative' }))
  const { body } = await send(csvOf(rows))
  const path = `/api/evidence/batches/${body.batchId}/rows`
  const first = await ask<RowResults>(city, world, { key: source.key, method: 'GET', path })
  assert.deepEqual([first.body.results.length, first.body.next], [1_000, 1_000])
  const rest = await ask<RowResults>(city, world, { key: source.key, method: 'GET', path: `${path}?after=1000` })
  assert.deepEqual([rest.body.results.length, rest.body.next], [500, undefined])
  assert.deepEqual(rest.body.results.find(({ outcome }) => outcome === 'refused')?.row, 1_201)
  const view = await ask<SourceView>(city, world, { key: source.key, method: 'GET', path: '/api/evidence/source' })
  assert.equal(view.body.sourceId, source.sourceId)
  assert.equal(view.body.batches[0]?.batchId, body.batchId)
  assert.ok(view.body.mappings.includes('zh'))
})

test('a file comes in parts, each sent as often as need be and in any order, and what is there can be asked for', async () => {
  const file = Buffer.from(csvOf(Array.from({ length: 300 }, () => aTest())))
  const cut = [file.subarray(0, 5_000), file.subarray(5_000, 12_345), file.subarray(12_345)]
  const sha256 = createHash('sha256').update(file).digest('hex')
  const { batchId, path } = aBatch(world)
  const act = (rest: string, body?: Uint8Array) =>
    ask<BatchView>(city, world, { key: source.key, path: `${path}${rest}`, ...(body && { body }) })
  const announced = await act(`?fileName=long.csv&format=csv&sha256=${sha256}`)
  assert.deepEqual([announced.status, announced.body.state, announced.body.parts], [200, 'receiving', []])
  await act('/parts/3', cut[2])
  await act('/parts/1', cut[0])
  await act('/parts/1', cut[0])
  const early = await act('/complete')
  assert.deepEqual(
    [early.status, (early.body as unknown as { type: string }).type],
    [409, '/problems/batch-incomplete'],
  )
  const there = await ask<BatchView>(city, world, { key: source.key, path, method: 'GET' })
  assert.deepEqual(there.body.parts, [1, 3])
  const other = await act('/parts/1', cut[1])
  assert.equal(other.status, 409)
  await act('/parts/2', cut[1])
  const tried = await act('/complete?dryRun=yes')
  assert.deepEqual([tried.body.state, tried.body.taken, tried.body.tried], ['receiving', 300, true])
  const done = await act('/complete')
  assert.deepEqual([done.body.state, done.body.taken], ['taken', 300])
  assert.deepEqual((await act('/complete')).body, done.body)
  const late = await act('/parts/4', cut[0])
  assert.deepEqual([late.status, (late.body as unknown as { type: string }).type], [409, '/problems/batch-closed'])
  assert.equal(await countEvidence(batchId), 300)
})

test('parts that are together another file than the one that was signed are not taken', async () => {
  const { path } = aBatch(world)
  const act = (rest: string, body?: string) =>
    ask(city, world, { key: source.key, path: `${path}${rest}`, ...(body && { body }) })
  await act(`?fileName=a&format=csv&sha256=${'0'.repeat(64)}`)
  await act('/parts/1', csvOf([aTest()]))
  const { status, body } = await act('/complete')
  assert.deepEqual([status, body['type']], [409, '/problems/batch-incomplete'])
})

test('a batch whose parts stopped coming is given up after a week, and nothing of it stays', async () => {
  const { batchId, path } = aBatch(world)
  await ask(city, world, { key: source.key, path: `${path}?fileName=a&format=csv&sha256=${'1'.repeat(64)}` })
  await ask(city, world, { key: source.key, path: `${path}/parts/1`, body: csvOf([aTest()]) })
  const parts = () =>
    world.db
      .selectFrom('batch_part')
      .select('part')
      .where('batch_id', '=', batchId)
      .execute()
      .then((rows) => rows.length)
  await forgetForsaken(world.system())
  assert.equal(await parts(), 1)
  world.at((A_MORNING + 7 * DAY_LENGTH + 1) as typeof A_MORNING)
  await forgetForsaken(world.system())
  world.at(A_MORNING)
  assert.equal(await parts(), 0)
})
