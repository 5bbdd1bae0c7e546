import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import { aKeyPair, anEnrolment } from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { openOrganisationRoots, ORGANISATIONS_FILE, readRoots, writeRoots } from '../kit/organisation-roots.ts'
import { keyIdOf } from '../signatures/p256.ts'
import { enrolKey, findKey, listSources } from '../signatures/signatures.ts'
import { HEALTH_ORGANISATIONS, openDemoSignatures } from './signatures.ts'

let world: TestWorld
let folders: { keysDir: string; dataDir: string }
before(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-demo-'))
  folders = { dataDir, keysDir: join(dataDir, 'keys') }
  await mkdir(folders.keysDir, { mode: 0o700 })
  world = await aWorld()
  Object.assign(world, { roots: openOrganisationRoots(rootsPath(), { demo: true }) })
})
afterAll(async () => {
  await world.close()
  await rm(folders.dataDir, { recursive: true })
})

function rootsPath(): string {
  return join(folders.keysDir, ORGANISATIONS_FILE)
}

function open() {
  return openDemoSignatures(folders, world.random)
}

test('the demo’s two organisations are on file as a demo’s, each with a root key of its own', () => {
  open()
  const roots = readRoots(rootsPath())
  assert.deepEqual(
    roots.map(({ organisationId, demo }) => [organisationId, demo]),
    HEALTH_ORGANISATIONS.map(({ organisationId }) => [organisationId, true]),
  )
  assert.ok(roots.every(({ nameZh, nameEn }) => nameZh.includes('演示') && nameEn.includes('demo')))
})

test('a second start makes no new key, and keeps whoever else is on file and what is revoked', async () => {
  open()
  const other = { organisationId: '01800000-0000-7000-8000-000000000009', nameZh: '真', nameEn: 'real' }
  const [first, second] = readRoots(rootsPath())
  const revoked = new Set(['ab'.repeat(32)])
  writeRoots(rootsPath(), [
    { ...first!, revoked },
    second!,
    { ...other, rootKey: aKeyPair().publicKey, revoked: new Set() },
  ])
  const before = await readFile(rootsPath(), 'utf8')
  open()
  assert.equal(await readFile(rootsPath(), 'utf8'), before)
  // The root key of an organisation got lost: it gets another one, and the rest stays.
  await rm(join(folders.keysDir, 'demo-roots', `${first!.organisationId}.pem`))
  open()
  const after = readRoots(rootsPath())
  assert.notDeepEqual(after[0]!.rootKey, first!.rootKey)
  assert.deepEqual([after[0]!.revoked, after[1], after[2]?.nameZh], [revoked, second, '真'])
})

test('a request of either organisation is signed at once, and of no other', async () => {
  const { signEnrolment } = open()
  for (const { organisationId } of HEALTH_ORGANISATIONS) {
    const key = aKeyPair()
    const holder = { kind: 'staff', id: organisationId } as const
    const document = anEnrolment({ organisationId, holder, key, from: A_MORNING })
    const signature = signEnrolment(organisationId, document)!
    await world.db.transaction().execute((tx) => enrolKey(tx, world.system(), { document, signature }))
    assert.equal((await findKey(world.db, world, key.keyId, A_MORNING))?.organisationId, organisationId)
  }
  assert.equal(signEnrolment('01800000-0000-7000-8000-000000000009', '{}'), undefined)
})

test('the demo’s sources are enrolled once, and their private keys lie in the data folder for one account', async () => {
  const signatures = open()
  await signatures.enrolSources(world.system())
  await signatures.enrolSources(world.system())
  const sources = await listSources(world.db, world, A_MORNING)
  assert.deepEqual(
    sources.map(({ source }) => source?.nameZh),
    ['演示医院检验科（演示）', '演示区疾控中心流调科（演示）', '演示街道居家观察办（演示）'],
  )
  const folder = join(folders.dataDir, 'demo-sources')
  const keyIds: string[] = []
  for (const name of await readdir(folder)) {
    assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600)
    const publicKey = createPublicKey(createPrivateKey(await readFile(join(folder, name))))
    keyIds.push(keyIdOf(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))))
  }
  assert.deepEqual(keyIds.toSorted(), sources.map(({ keyId }) => keyId).toSorted())
})

test('a source of the demo that was revoked stays so at the next start', async () => {
  await open().enrolSources(world.system())
  const [source] = await listSources(world.db, world, A_MORNING)
  const roots = readRoots(rootsPath())
  writeRoots(
    rootsPath(),
    roots.map((root) => ({ ...root, revoked: new Set([...root.revoked, source!.keyId]) })),
  )
  await open().enrolSources(world.system())
  assert.equal(await findKey(world.db, world, source!.keyId, A_MORNING), undefined)
})
