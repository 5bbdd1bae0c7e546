import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openOrganisationRoots, readRoots, writeRoots, type OrganisationRoot } from './organisation-roots.ts'
import { StartFailure } from './start-failure.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

async function aPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-roots-'))
  folders.push(folder)
  return join(folder, 'organisations.json')
}

function aRoot(number: number, told: Partial<OrganisationRoot> = {}): OrganisationRoot {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    organisationId: `01800000-0000-7000-8000-00000000000${number}`,
    nameZh: `单位${number}`,
    nameEn: `organisation ${number}`,
    rootKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
    revoked: new Set(),
    demo: false,
    ...told,
  }
}

function refusal(pattern: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof StartFailure && pattern.test(error.en) && /[\u4e00-\u9fff]/.test(error.zh)
}

const CITY = { demo: false }

test('organisations are read as they were written, for the eyes of one account', async () => {
  const path = await aPath()
  const roots = [aRoot(1, { revoked: new Set(['ab']) }), aRoot(2)]
  assert.deepEqual(readRoots(path), [])
  writeRoots(path, roots)
  assert.deepEqual(readRoots(path), roots)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal(openOrganisationRoots(path, CITY).find(roots[1]!.organisationId.toUpperCase())?.nameZh, '单位2')
})

test('a revocation counts at once, and so does an organisation that is added, without a new start', async () => {
  const path = await aPath()
  const roots = openOrganisationRoots(path, CITY)
  assert.deepEqual(roots.list(), [])
  const first = aRoot(1)
  writeRoots(path, [first])
  assert.equal(roots.list().length, 1)
  writeRoots(path, [{ ...first, revoked: new Set(['ab']) }])
  assert.ok(roots.find(first.organisationId)?.revoked.has('ab'))
})

test('a file that other accounts may read or write is refused with a sentence', async () => {
  const path = await aPath()
  writeRoots(path, [aRoot(1)])
  for (const mode of [0o640, 0o602, 0o660]) {
    await chmod(path, mode)
    assert.throws(() => openOrganisationRoots(path, CITY), refusal(/other accounts may read it; run chmod 600/))
  }
})

test('a damaged file is refused with a sentence: cut short, another shape, no key, a key of another curve', async () => {
  const path = await aPath()
  writeRoots(path, [aRoot(1), aRoot(2)])
  const whole = await readFile(path, 'utf8')
  const { organisations } = JSON.parse(whole) as { organisations: object[] }
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'der', type: 'spki' })
  const texts = [
    '',
    whole.slice(0, -10),
    '[]',
    '{}',
    '{"organisations":{}}',
    ...[
      { rootKey: 'AQID' },
      { rootKey: p384.toString('base64') },
      { organisationId: 'x' },
      { nameZh: undefined },
      { revoked: 'ab' },
    ].map((change) => JSON.stringify({ organisations: [organisations[0], { ...organisations[1], ...change }] })),
  ]
  for (const text of texts) {
    await writeFile(path, text)
    assert.throws(() => openOrganisationRoots(path, CITY), refusal(/is damaged/), text)
  }
})

test('two organisations with one root key, or one id, are no two', async () => {
  const path = await aPath()
  const [first, second] = [aRoot(1), aRoot(2)]
  for (const twin of [
    { ...second, rootKey: first.rootKey },
    { ...second, organisationId: first.organisationId },
  ]) {
    writeRoots(path, [first, twin])
    assert.throws(() => readRoots(path), refusal(/the same id or the same root key/))
  }
})

test('a demo’s organisations, whose root keys are no secret, count in a demo and are refused elsewhere', async () => {
  const path = await aPath()
  writeRoots(path, [aRoot(1, { demo: true }), aRoot(2)])
  assert.equal(openOrganisationRoots(path, { demo: true }).list().length, 2)
  assert.throws(() => openOrganisationRoots(path, CITY), refusal(/organisations of a demo city/))
})
