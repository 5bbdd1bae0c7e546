import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { instant, formatShanghai } from '../core/instant.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { findColour } from '../server/risk/risk.ts'
import { aConfirmedPerson } from '../test/a-confirmed-person.ts'
import { typed, type Ran } from '../test/a-terminal.ts'
import { cutter } from '../test/cutter.ts'
import { anOrganisation, aSource } from '../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../test/world.ts'

let world: TestWorld
let city: CityApp
let folder: string
let keyFile: string
let url: string
let worker: Worker
before(async () => {
  world = await aWorld()
  const { key } = await aSource(world, anOrganisation(world), { kinds: ['test-result'], brakePeoplePerHour: 2 })
  city = await buildApp(world, {})
  url = await city.app.listen({ host: '127.0.0.1', port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'suishenma-batch-'))
  keyFile = join(folder, 'source.pem')
  worker = aWorker()
  await writeFile(keyFile, key.privateKey.export({ format: 'pem', type: 'pkcs8' }))
})
after(async () => {
  await worker.stop()
  await city.app.close()
  await world.close()
  await rm(folder, { recursive: true })
})

interface Worker {
  stop(): Promise<void>
}

/** Does jobs as they come, as a program does beside its answers. */
function aWorker(): Worker {
  let isOver = false
  const working = (async () => {
    while (!isOver) {
      await world.work()
      await pause(100)
    }
  })()
  return {
    stop() {
      isOver = true
      return working
    },
  }
}

function deliver(...words: string[]): Promise<Ran> {
  return typed([...words, '--server', url, '--key', keyFile])
}

const HEAD = 'document_type,document_number,kind,from,result,sample'
const SAMPLED = formatShanghai(instant(A_MORNING - 3_600_000)).slice(0, 16)

function rowOf(number: string, result = 'negative'): string {
  return `passport,${number},test-result,${SAMPLED},${result},single`
}

async function csv(name: string, rows: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `${[HEAD, ...rows].join('\n')}\n`)
  return path
}

function batchIn(ran: Ran): string {
  return /batch ([0-9a-f-]{36})/.exec(ran.printed)?.[1] ?? assert.fail(ran.printed + ran.complained)
}

test('rows that are right are taken, the others come back with their reasons and go in once corrected', async () => {
  const person = await aConfirmedPerson(world.system(), { number: 'E70000001' })
  const file = await csv('mixed.csv', [rowOf('E70000001', 'positive'), rowOf('E70000002', 'perhaps'), rowOf('?')])
  const ran = await deliver('evidence', 'import', file, '--results')
  assert.equal(ran.exitCode, 1)
  assert.equal(ran.complained, '')
  assert.match(ran.printed, /3 rows: 1 taken, 0 the same as before, 1 refused, 1 to review; about 1 people/)
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'red')

  const back = join(folder, 'mixed.refused.csv')
  const refused = await readFile(back, 'utf8')
  assert.match(refused, /perhaps.*should be one of: negative, positive/)
  assert.equal(refused.trim().split('\n').length, 3)
  const results = (await readFile(`${file}.results.jsonl`, 'utf8')).trim().split('\n')
  assert.deepEqual(
    results.map((line) => JSON.parse(line).outcome),
    ['taken', 'refused', 'review'],
  )

  await writeFile(back, refused.replace('perhaps', 'negative').replace('?', 'E70000003'))
  const again = await deliver('evidence', 'import', back)
  assert.equal(again.exitCode, 0, again.printed + again.complained)
  assert.match(again.printed, /2 rows: 2 taken/)
})

test('the same file again is the same batch', async () => {
  const file = await csv('twice.csv', [rowOf('E70000010')])
  const first = await deliver('evidence', 'import', file)
  const again = await deliver('evidence', 'import', file)
  assert.equal(batchIn(again), batchIn(first))
  assert.equal(again.exitCode, 0)
})

test('a dry run says what would become of a file and takes nothing, and then the file itself goes in', async () => {
  const person = await aConfirmedPerson(world.system(), { number: 'E70000020' })
  const file = await csv('tried.csv', [rowOf('E70000020', 'positive')])
  const tried = await deliver('evidence', 'import', '--dry-run', file)
  assert.equal(tried.exitCode, 0, tried.printed + tried.complained)
  assert.match(tried.printed, /dry run of batch .*; nothing was taken/)
  assert.match(tried.printed, /1 can be taken/)
  assert.match(tried.printed, /green → red: 1/)
  assert.notEqual((await findColour(world.db, world.system(), person.personId))?.colour, 'red')
  const taken = await deliver('evidence', 'import', file)
  assert.match(taken.printed, /1 taken/)
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'red')
})

test('a file that stopped half way goes on where it was, and only what is missing is sent', async () => {
  // Two parts: the second of them is refused its way once.
  const rows = Array.from({ length: 9_000 }, (_, row) => rowOf(`F${String(row).padStart(8, '0')}`) + ' '.repeat(480))
  const file = await csv('long.csv', rows)
  const parts: string[] = []
  let isCut = true
  const proxy = await cutter(url, (path) => {
    const part = /parts\/(\d+)$/.exec(path)?.[1]
    if (part !== undefined) parts.push(part)
    return isCut && part === '2'
  })
  const broken = await typed(['evidence', 'import', file, '--dry-run', '--server', proxy.url, '--key', keyFile])
  assert.equal(broken.exitCode, 2)
  assert.match(broken.complained, /No server answers/)
  isCut = false
  parts.length = 0
  const whole = await typed(['evidence', 'import', file, '--dry-run', '--server', proxy.url, '--key', keyFile])
  await proxy.close()
  assert.match(whole.printed, /9000 rows/)
  assert.ok(!parts.includes('1') && parts.includes('2'), parts.join(' '))
})

test('over the brake a batch waits and changes nobody, and it can be taken back', async () => {
  const persons = []
  for (const number of ['E70000031', 'E70000032', 'E70000033', 'E70000034', 'E70000035']) {
    persons.push(await aConfirmedPerson(world.system(), { number }))
  }
  const file = await csv(
    'poisoned.csv',
    ['E70000031', 'E70000032', 'E70000033', 'E70000034', 'E70000035'].map((number) => rowOf(number, 'positive')),
  )
  const ran = await deliver('evidence', 'import', file)
  assert.equal(ran.exitCode, 1)
  assert.match(ran.printed, /over the brake: nobody is changed until two different organisations approve/)
  for (const { personId } of persons) {
    assert.notEqual((await findColour(world.db, world.system(), personId))?.colour, 'red')
  }
  const back = await deliver('evidence', 'withdraw', batchIn(ran))
  assert.equal(back.exitCode, 0, back.printed + back.complained)
  const status = await deliver('evidence', 'status')
  assert.match(status.printed, /changes at most 2 people an hour/)
  assert.match(status.printed, /poisoned\.csv {2}taken back/)
})

test('one row is taken back, once', async () => {
  const person = await aConfirmedPerson(world.system(), { number: 'E70000040' })
  world.at(instant(A_MORNING + 2 * 3_600_000))
  const file = await csv('one.csv', [rowOf('E70000040', 'positive')])
  const later = { now: () => world.clock() }
  const asSource = (...words: string[]) => typed([...words, '--server', url, '--key', keyFile], later)
  const ran = await asSource('evidence', 'import', file)
  const batch = batchIn(ran)
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'red')
  const back = await asSource('evidence', 'withdraw', batch, '--row', '1')
  assert.match(back.printed, /the fact of row 1 is taken back/)
  assert.equal((await findColour(world.db, world.system(), person.personId))?.colour, 'green')
  const again = await asSource('evidence', 'withdraw', batch, '--row', '1')
  assert.equal(again.exitCode, 1)
  assert.match(again.printed, /no fact of row 1 stands/)
  world.at(A_MORNING)
})

test('a mapping is saved, shown, and used', async () => {
  const mapping = {
    columns: { 护照: 'document_number', 时间: 'from', 结果: 'result' },
    values: { result: { 阴: 'negative' } },
    constants: { document_type: 'passport', kind: 'test-result', sample: 'single' },
  }
  const path = join(folder, 'mapping.json')
  await writeFile(path, JSON.stringify(mapping))
  assert.match((await deliver('evidence', 'mapping', 'lab', path)).printed, /The mapping lab is saved/)
  assert.deepEqual(JSON.parse((await deliver('evidence', 'mapping', 'lab')).printed), mapping)
  const file = join(folder, 'mapped.csv')
  await writeFile(file, `护照,时间,结果\nE70000050,${SAMPLED},阴\n`)
  assert.match((await deliver('evidence', 'import', '--mapping', 'lab', file)).printed, /1 rows: 1 taken/)
})

test('what cannot be sent is said in a sentence, and the next file goes on', async () => {
  const good = await csv('good.csv', [rowOf('E70000060')])
  const odd = join(folder, 'odd.txt')
  await writeFile(odd, 'x')
  const ran = await deliver('evidence', 'import', odd, join(folder, 'missing.csv'), good)
  assert.equal(ran.exitCode, 1)
  assert.match(ran.complained, /should end in \.csv, \.jsonl or \.xlsx/)
  assert.match(ran.complained, /This file cannot be read/)
  assert.match(ran.printed, /1 taken/)
  const unsigned = await typed(['evidence', 'import', good, '--server', url])
  assert.match(unsigned.complained, /name the file of the key with --key/)
  const noKey = await typed(['evidence', 'import', good, '--server', url, '--key', odd])
  assert.match(noKey.complained, /is no private key on P-256/)
})
