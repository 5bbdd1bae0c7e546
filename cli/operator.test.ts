import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildApp, type CityApp } from '../server/app.ts'
import { declareStays } from '../server/evidence/declarations.ts'
import type { Person } from '../server/identity/persons.ts'
import { aConfirmedPerson } from '../test/a-confirmed-person.ts'
import { typed, type Ran } from '../test/a-terminal.ts'
import { aWorld, type TestWorld } from '../test/world.ts'

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }

let world: TestWorld
let city: CityApp
let folder: string
let tokenFile: string
let url: string
let person: Person
before(async () => {
  world = await aWorld()
  person = await aConfirmedPerson(world.system(), { number: 'E60000001' })
  city = await buildApp(world, {
    personOfHandle: async (handle) => (handle === 'demo-1' ? person.personId : undefined),
  })
  url = await city.app.listen({ host: '127.0.0.1', port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'suishenma-cli-'))
  tokenFile = join(folder, 'operator.token')
  await writeFile(tokenFile, `${world.operatorToken}\n`)
})
after(async () => {
  await city.app.close()
  await world.close()
  await rm(folder, { recursive: true })
})

function operate(...words: string[]): Promise<Ran> {
  return typed([...words, '--server', url, '--token-file', tokenFile])
}

async function listFile(name: string, data: object): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, JSON.stringify({ data }))
  return path
}

test('lists are taken one after the other, and one that fails does not stop the next', async () => {
  const first = await listFile('first.json', {
    end_update_time: '2022-04-15 11时',
    hcount: 9,
    highlist: [
      { ...ANCI, communitys: ['红村'] },
      { ...ANCI, county: '没有这个区', communitys: ['一', '二', '三', '四', '五', '六'] },
    ],
    middlelist: [{ ...ANCI, communitys: ['黄村'] }],
  })
  const broken = join(folder, 'broken.json')
  await writeFile(broken, 'no list')
  const missing = join(folder, 'missing.json')
  const last = await listFile('last.json', { end_update_time: '2022-04-16 7时', highlist: [], middlelist: [] })

  const ran = await operate('evidence', 'import', first, broken, missing, last)
  assert.equal(ran.exitCode, 1)
  assert.equal(
    ran.printed,
    [
      first,
      '  published at 2022-04-15 11:00: taken 1 high, 1 medium, 0 low',
      '  The list says that it has 9 high-risk areas and has 7',
      '  6 to review, which colour nobody:',
      '    6 × No county of the division table answers to this name (a development zone without a code, for instance)',
      '      2: 河北省 廊坊市 没有这个区 一',
      '      3: 河北省 廊坊市 没有这个区 二',
      '      4: 河北省 廊坊市 没有这个区 三',
      '      5: 河北省 廊坊市 没有这个区 四',
      '      6: 河北省 廊坊市 没有这个区 五',
      '      and 1 more, see --json',
      last,
      '  published at 2022-04-16 07:00: taken 0 high, 0 medium, 0 low',
      '  nothing to review',
    ].join('\n'),
  )
  assert.match(
    ran.complained,
    /broken\.json\n {2}This is not a published risk-area list; check the file \(file: .*\)\n/,
  )
  assert.match(ran.complained, /missing\.json\n {2}This file cannot be read\.$/)

  const again = await operate('evidence', 'import', first, last)
  assert.equal(again.exitCode, 0)
  assert.match(again.printed, /2022-04-15 11:00: unchanged, taken before with 1 high, 1 medium, 0 low/)
  const json = await operate('evidence', 'import', first, broken, '--json')
  assert.equal(json.exitCode, 1)
  const [taken, failed] = json.printed.split('\n').map((line) => JSON.parse(line))
  assert.equal(taken.outcome, 'same-as-before')
  assert.equal(taken.reviewed.length, 6)
  assert.deepEqual(Object.keys(failed), ['file', 'error'])
})

test('a colour is explained as of a moment, in either language, and the purpose is on record', async () => {
  const list = await listFile('explained.json', {
    end_update_time: '2022-04-15 12时',
    highlist: [{ ...ANCI, communitys: ['红村'] }],
    middlelist: [],
  })
  await operate('evidence', 'import', list)
  const stays = [{ divisionCode: '131002', community: '红村', from: '2022-04-10', to: '2022-04-15' }]
  const declared = { person, channel: 'web', declarationId: person.personId, stays }
  await world.db.transaction().execute((tx) => declareStays(tx, world.system(), declared))

  const red = await operate(
    'colour',
    'explain',
    '--person',
    'demo-1',
    '--as-of',
    '2022-04-29T23:59:59',
    '--purpose',
    '申诉核查',
  )
  assert.equal(red.exitCode, 0)
  assert.match(
    red.printed,
    /^red at 2022-04-29 23:59:59 \(rules shanghai-2022-04 1\.0\.0\)\n {2}red: You were in 河北省廊坊市安次区红村/,
  )
  assert.match(red.printed, /\nIt changes at 2022-04-30 00:00 unless something is learned$/)
  const green = await operate('colour', 'explain', '--person', person.personId, '--as-of', '2022-04-30', '--lang', 'zh')
  assert.equal(green.printed.split('\n')[0], '2022-04-30 00:00 为绿码（规则 shanghai-2022-04 1.0.0）')
  const before = await operate('colour', 'explain', '--person', 'demo-1', '--known-at', '2022-04-16T07:59:59', '--json')
  assert.equal(JSON.parse(before.printed).colour, 'green')

  const records = await world.db
    .selectFrom('audit_body')
    .select('purpose')
    .where('subject_id', '=', person.personId)
    .where('purpose', 'is not', null)
    .execute()
  assert.deepEqual(records.map((record) => record.purpose).toSorted(), [
    'asked on the command line',
    '命令行查询',
    '申诉核查',
  ])

  const nobody = await operate('colour', 'explain', '--person', 'demo-2')
  assert.deepEqual([nobody.exitCode, nobody.complained], [2, 'There is no such person'])
})

test('a server that is not there, a wrong token and a missing one are a sentence each', async () => {
  const list = await listFile('any.json', {})
  const wrong = join(folder, 'wrong.token')
  await writeFile(wrong, 'wrong')
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => closed.once('listening', done))
  const { port } = closed.address() as AddressInfo
  await new Promise((done) => closed.close(done))

  const commands = [
    ['evidence', 'import', list, list],
    ['colour', 'explain', '--person', 'demo-1'],
  ]
  for (const words of commands) {
    const gone = await typed([...words, '--server', `http://127.0.0.1:${port}`, '--token-file', tokenFile])
    assert.deepEqual([gone.exitCode, gone.printed], [2, ''])
    assert.match(gone.complained, /^No server answers at http:\/\/127\.0\.0\.1:\d+; start it[^\n]*$/)
    const refused = await typed([...words, '--server', url, '--token-file', wrong])
    assert.equal(refused.exitCode, 2)
    assert.match(refused.complained, /^The server does not accept the token of [^\n]*$/)
    const absent = await typed([...words, '--server', url], { env: { DATA_DIR: join(folder, 'nowhere') } })
    assert.equal(absent.exitCode, 2)
    assert.match(absent.complained, /^The operator's token cannot be read from .*nowhere\/operator\.token;[^\n]*$/)
    const noAddress = await typed([...words, '--server', 'localhost:8080', '--token-file', tokenFile])
    assert.match(noAddress.complained, /^--server localhost:8080 is no address/)
  }
})

test('another program’s server is not mistaken for ours', async () => {
  const strange: Server = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1')
  await new Promise((done) => strange.once('listening', done))
  const { port } = strange.address() as AddressInfo
  const ran = await typed(['code', 'verify', 'hello', '--server', `http://127.0.0.1:${port}`])
  strange.close()
  assert.deepEqual([ran.exitCode, ran.printed], [2, ''])
  assert.match(ran.complained, /is not a server of ours/)
})

test('a code is checked with the keys that the server publishes', async () => {
  const ran = await typed(['code', 'verify', 'hello', '--server', url])
  assert.deepEqual([ran.exitCode, ran.printed], [1, 'Not genuine: it is not in the form of a code'])
})

test('a key that is published nowhere is not withdrawn, and what is no id is a mistake in words', async () => {
  const ran = await operate('issuing', 'withdraw', '0123456789abcdef')
  assert.equal(ran.exitCode, 1)
  assert.match(ran.printed, /No key 0123456789abcdef is published/)
  const { rows } = await world.pool.query("select count(*) from audit where kind = 'issuing-key-withdrawn'")
  assert.equal(Number(rows[0].count), 1)
  const wrong = await operate('issuing', 'withdraw', 'KEY')
  assert.equal(wrong.exitCode, 2)
  assert.match(wrong.complained, /16 hexadecimal digits/)
})
