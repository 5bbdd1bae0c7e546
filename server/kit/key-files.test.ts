import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { hex } from '../../core/bytes.ts'
import { day, dayOf, instant } from '../../core/instant.ts'
import { nodeCrypto } from './code-crypto.ts'
import { openKeyFolder, type KeyFiles } from './key-files.ts'
import { StartFailure } from './start-failure.ts'

const NOON = instant(Date.UTC(2026, 3, 15, 4))

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-keys-'))
  folders.push(folder)
  return folder
}

type Options = Partial<Omit<Parameters<typeof openKeyFolder>[0], 'dataDir' | 'keysDir'>>

function open(dataDir: string, options: Options = {}): KeyFiles {
  return openKeyFolder({
    dataDir,
    keysDir: join(dataDir, 'keys'),
    issuer: 'shanghai.demo',
    demo: true,
    clock: () => NOON,
    random: randomBytes,
    knownCheck: undefined,
    ...options,
  })
}

function refusal(pattern: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof StartFailure && pattern.test(error.en) && /[\u4e00-\u9fff]/.test(error.zh)
}

test('keys are made once and found again', async () => {
  const folder = await aFolder()
  const first = open(folder)
  const again = open(folder, { knownCheck: first.keyCheck() })
  assert.deepEqual(again.master, first.master)
  assert.equal(again.operatorToken, first.operatorToken)
  assert.deepEqual(again.issuing.signer.kid, first.issuing.signer.kid)
  assert.deepEqual(again.issuing.epochKey(20_500), first.issuing.epochKey(20_500))
  assert.equal(new Set(Object.values(first.master).map(hex)).size, 4)
})

test('every folder of keys is 0700 and every file 0600, and nothing half written stays', async () => {
  const folder = await aFolder()
  open(folder).issuing.epochKey(20_500)
  const entries = await readdir(join(folder, 'keys'), { recursive: true, withFileTypes: true })
  const names = entries.map(({ name }) => name)
  assert.ok(names.includes('master.json') && names.includes('2026-02-16.key'))
  for (const entry of entries) {
    const { mode } = await stat(join(entry.parentPath, entry.name))
    assert.equal(mode & 0o777, entry.isDirectory() ? 0o700 : 0o600, entry.name)
  }
  assert.equal((await stat(join(folder, 'operator.token'))).mode & 0o777, 0o600)
  assert.ok(!names.some((name) => name.startsWith('.')))
})

test('a key file, key folder or token that others may read is refused with the command that mends it', async () => {
  for (const [name, open0, closed] of [
    ['keys/master.json', 0o644, 0o600],
    ['keys/master.json', 0o640, 0o600],
    ['keys', 0o755, 0o700],
    ['keys/epochs', 0o750, 0o700],
    ['operator.token', 0o604, 0o600],
  ] as const) {
    const folder = await aFolder()
    open(folder)
    await chmod(join(folder, name), open0)
    assert.throws(() => open(folder), refusal(new RegExp(`chmod ${closed.toString(8)} .*${name}`)), name)
    await chmod(join(folder, name), closed)
    open(folder)
  }
})

test('a missing master key is refused where the database knows one, and none is made in its place', async () => {
  const folder = await aFolder()
  const knownCheck = open(folder).keyCheck()
  const path = join(folder, 'keys', 'master.json')
  await rm(path)
  assert.throws(() => open(folder, { knownCheck }), refusal(/master key .* is missing/))
  await assert.rejects(stat(path))
})

test('the master key of another database is refused', async () => {
  const folder = await aFolder()
  const foreign = open(await aFolder()).keyCheck()
  open(folder)
  assert.throws(() => open(folder, { knownCheck: foreign }), refusal(/not the one of this database/))
})

test('a damaged key file is refused and stays as it is', async () => {
  const folder = await aFolder()
  open(folder).issuing.epochKey(20_500)
  for (const [name, content] of [
    ['master.json', '{"version": 1}'],
    ['master.json', 'not json'],
    ['epochs/2026-02-16.key', 'short'],
  ] as const) {
    const path = join(folder, 'keys', name)
    const before = await readFile(path)
    await writeFile(path, content)
    assert.throws(() => open(folder).issuing.epochKey(20_500), refusal(/is damaged/))
    assert.equal(await readFile(path, 'utf8'), content)
    await writeFile(path, before)
  }
})

test('the check value tells the keys apart and is none of them', async () => {
  const first = open(await aFolder())
  const second = open(await aFolder())
  assert.notEqual(first.keyCheck(), second.keyCheck())
  for (const key of Object.values(first.master)) assert.ok(!first.keyCheck().includes(hex(key)))
})

test('what the current signer signs, its published key verifies', async () => {
  const { issuing } = open(await aFolder())
  const message = Buffer.from('message')
  const published = issuing.published.find(({ kid }) => hex(kid) === hex(issuing.signer.kid))
  assert.ok(published)
  const signature = await issuing.signer.sign(message)
  assert.equal(await nodeCrypto().verify(published.algorithm, published.publicKey, signature, message), true)
  assert.equal(published.demo, true)
})

test('keys of a demo, or of another issuer, neither sign nor are published in production', async () => {
  const folder = await aFolder()
  const demo = open(folder)
  const production = open(folder, { demo: false, issuer: 'city.example' })
  assert.notEqual(hex(production.issuing.signer.kid), hex(demo.issuing.signer.kid))
  assert.ok(production.issuing.published.length > 0)
  assert.ok(production.issuing.published.every((key) => key.issuer === 'city.example' && !key.demo))
  assert.notDeepEqual(production.issuing.root.kid, demo.issuing.root.kid)
})

test('permutation keys are a day’s own, and those of the days before a day can be destroyed', async () => {
  const folder = await aFolder()
  const keys = open(folder)
  const today = dayOf(NOON)
  const kept = [0, 1, 2].map((ago) => hex(keys.issuing.epochKey(today - ago)))
  assert.equal(new Set(kept).size, 3)
  assert.equal(keys.destroyEpochKeysBefore(day(today - 1)), 1)
  assert.deepEqual((await readdir(join(folder, 'keys', 'epochs'))).toSorted(), ['2026-04-14.key', '2026-04-15.key'])
  assert.equal(hex(keys.issuing.epochKey(today)), kept[0])
  assert.notEqual(hex(keys.issuing.epochKey(today - 2)), kept[2])
})
