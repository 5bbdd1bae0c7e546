import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { OwnKeys } from '../contract/signatures.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { openOrganisationRoots } from '../server/kit/organisation-roots.ts'
import { typed, type Ran } from '../test/a-terminal.ts'
import { call } from '../test/app.ts'
import { aStaff } from '../test/people.ts'
import { aKeyPair, derSignature, type KeyPair } from '../test/signers.ts'
import { aWorld, type TestWorld } from '../test/world.ts'

let world: TestWorld
let city: CityApp
let folder: string
let url: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suishenma-signing-'))
  await writeFile(join(folder, 'operator.token'), 'operator-token-of-a-test\n')
  world = await aWorld()
  // The file that the command line writes, as the running program reads it.
  Object.assign(world, { roots: openOrganisationRoots(join(folder, 'keys', 'organisations.json'), { demo: true }) })
  city = await buildApp(world)
  url = await city.app.listen({ host: '127.0.0.1', port: 0 })
})
after(async () => {
  await city.app.close()
  await world.close()
  await rm(folder, { recursive: true })
})

/** On the server's machine: with its folders and its token. */
function operate(words: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const server = words[0] === 'organisation' || words[1] === 'enrolment' ? [] : ['--server', url]
  return typed([...words, ...server], { env: { LANG: 'en_GB.UTF-8', DATA_DIR: folder, ...env } })
}

async function pemOf(name: string, key: KeyPair): Promise<string> {
  const path = join(folder, `${name}.pem`)
  await writeFile(path, createPublicKey(key.privateKey).export({ format: 'pem', type: 'spki' }))
  return path
}

/** Puts an organisation on file, and answers its id. */
async function addOrganisation(name: string, root: KeyPair): Promise<string> {
  const words = ['--name-zh', name, '--name-en', `the ${name}`, '--root-key', await pemOf(name, root)]
  const ran = await operate(['organisation', 'add', ...words, '--json'])
  assert.deepEqual([ran.exitCode, ran.complained], [0, ''])
  return JSON.parse(ran.printed).organisationId as string
}

/** Signs a text with a root key, as openssl does, and hands it in. */
async function handIn(text: string, root: KeyPair): Promise<Ran> {
  const [file, signature] = [join(folder, 'enrolment.json'), join(folder, 'enrolment.sig')]
  await writeFile(file, text)
  await writeFile(signature, derSignature(root, text))
  return operate(['key', 'enrol', file, signature])
}

test('an organisation is put on file, and a running program enrols its officer’s key, and drops it when it is revoked', async () => {
  const root = aKeyPair()
  const organisationId = await addOrganisation('甲', root)
  const { cookie, staffId } = await aStaff(world, { role: 'health-officer', organisationId })
  const { keyId, publicKey } = aKeyPair()
  const body = { publicKey: Buffer.from(publicKey).toString('base64') }
  await call(city, { url: '/api/signing-keys', cookie, body })

  assert.match(
    (await operate(['key', 'list'])).printed,
    new RegExp(`^${keyId}  waits for its organisation  2022-04-16 – 2023-04-15  staff ${staffId}$`, 'm'),
  )
  const request = await operate(['key', 'request', keyId])
  assert.match(request.complained, /openssl dgst -sha256 -sign root\.pem/)
  // As a shell keeps it: with the end of the line.
  const enrolled = await handIn(`${request.printed}\n`, root)
  assert.deepEqual([enrolled.exitCode, enrolled.complained], [0, ''])
  assert.match(enrolled.printed, new RegExp(`^${keyId}  valid  `))

  const stateNow = async () => (await call<OwnKeys>(city, { url: '/api/signing-keys', cookie })).body.keys[0]?.state
  assert.equal(await stateNow(), 'enrolled')
  const revoked = await operate(['organisation', 'revoke', keyId])
  assert.equal(revoked.printed, `${keyId} is revoked and counts no longer`)
  assert.equal(await stateNow(), 'revoked')
  assert.match(
    (await operate(['organisation', 'list'])).printed,
    new RegExp(`${organisationId}  the 甲\n  revoked ${keyId}`),
  )
  const waiting = await operate(['key', 'request', keyId])
  assert.deepEqual([waiting.exitCode, waiting.printed], [2, ''])
  assert.match(waiting.complained, /^No key [0-9a-f]{64} waits for a signature;/)
})

test('a source’s enrolment is written, signed, handed in and listed, in either language', async () => {
  const root = aKeyPair()
  const organisationId = await addOrganisation('乙', root)
  const words = [
    '--organisation',
    organisationId,
    '--public-key',
    await pemOf('source', aKeyPair()),
    '--name-zh',
    '乙检验科',
    '--name-en',
    'the laboratory of B',
    '--kinds',
    'test-result,vaccination',
    '--longest-validity-days',
    '30',
    '--brake-people-per-hour',
    '500',
    '--contact',
    'b@test.invalid',
  ]
  const written = await operate(['source', 'enrolment', ...words])
  assert.equal(written.exitCode, 0)
  assert.deepEqual((await handIn(`${written.printed}\n`, root)).exitCode, 0)
  assert.match(
    (await operate(['source', 'list'])).printed,
    /^the laboratory of B {2}.*\n.*\n {2}delivers test-result, vaccination\n/m,
  )
  assert.match(
    (await operate(['source', 'list'], { LANG: 'zh_CN.UTF-8' })).printed,
    /最长有效期 30 天，每小时最多改变 500 人/,
  )
  const listed = JSON.parse((await operate(['source', 'list', '--json'])).printed)
  assert.equal(listed.source.brakePeoplePerHour, 500)

  for (const [option, value, sentence] of [
    ['--kinds', 'test-result,others', /^--kinds: there is no kind others; there are case-status,/],
    ['--brake-people-per-hour', 'many', /^--brake-people-per-hour is a whole number;/],
    ['--to', '2022-04-16', /^--from and --to read like 2022-04-20/],
    ['--contact', '', /^--contact is missing;/],
    ['--public-key', join(folder, 'operator.token'), /is no public key; openssl makes it:/],
  ] as const) {
    const ran = await operate(['source', 'enrolment', ...words, option, value])
    assert.deepEqual([ran.exitCode, ran.printed], [2, ''], option)
    assert.match(ran.complained, sentence)
  }
})

test('an enrolment that another root key signed, or nobody, is refused with the server’s sentence', async () => {
  const root = aKeyPair()
  const organisationId = await addOrganisation('丙', root)
  const { cookie } = await aStaff(world, { role: 'health-officer', organisationId })
  const { keyId, publicKey } = aKeyPair()
  await call(city, { url: '/api/signing-keys', cookie, body: { publicKey: Buffer.from(publicKey).toString('base64') } })
  const { printed } = await operate(['key', 'request', keyId])
  for (const [text, by] of [
    [printed, aKeyPair()],
    ['{}', root],
  ] as const) {
    const ran = await handIn(text, by)
    assert.deepEqual([ran.exitCode, ran.printed], [2, ''])
    assert.match(
      ran.complained,
      /^The enrolment of this key is not valid; correct what is named .*\((signature|document): /,
    )
  }
})

test('a root key is public, on P-256, and of one organisation only', async () => {
  const root = aKeyPair()
  await addOrganisation('丁', root)
  const names = ['--name-zh', '戊', '--name-en', 'E']
  const privatePem = join(folder, 'private.pem')
  await writeFile(
    privatePem,
    createPrivateKey(root.privateKey.export({ format: 'pem', type: 'pkcs8' })).export({ format: 'pem', type: 'pkcs8' }),
  )
  const otherCurve = join(folder, 'p384.pem')
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey
  await writeFile(otherCurve, p384.export({ format: 'pem', type: 'spki' }))
  for (const [words, sentence] of [
    [[...names, '--root-key', await pemOf('same', root)], /^the 丁 already has this id or this root key/],
    [[...names, '--root-key', privatePem], /is a private key, which should not leave the organisation/],
    [[...names, '--root-key', otherCurve], /is no public key on P-256/],
    [[...names, '--root-key', join(folder, 'nowhere.pem')], /nowhere\.pem cannot be read/],
    [[...names, '--root-key', privatePem, '--id', '1'], /^--id is a UUID/],
    [names, /^give --name-zh, --name-en and --root-key/],
  ] as const) {
    const ran = await operate(['organisation', 'add', ...words])
    assert.deepEqual([ran.exitCode, ran.printed], [2, ''])
    assert.match(ran.complained, sentence)
  }
  assert.doesNotMatch((await operate(['organisation', 'list'])).printed, /  E$/m)
})

test('a key folder that others may read, and a damaged file, are a sentence, and nothing is written', async () => {
  const path = join(folder, 'keys', 'organisations.json')
  const whole = await readFile(path)
  await writeFile(path, whole.subarray(0, -9))
  const damaged = await operate(['organisation', 'revoke', 'ab'.repeat(32)])
  assert.deepEqual([damaged.exitCode, damaged.printed], [2, ''])
  assert.match(damaged.complained, /organisations\.json is damaged/)
  assert.equal((await readFile(path)).length, whole.length - 9)
  await writeFile(path, whole)
  await chmod(join(folder, 'keys'), 0o755)
  const open = await operate(['organisation', 'list'])
  await chmod(join(folder, 'keys'), 0o700)
  assert.match(open.complained, /holds keys, and other accounts may read it; run chmod 700/)
})

test('a mistake in these commands is one sentence', async () => {
  for (const [words, sentence] of [
    [['key', 'list', 'all'], 'key list takes no argument'],
    [['key', 'request'], 'name one key by its id'],
    [['key', 'enrol', 'one'], 'name the file of the enrolment and that of its signature'],
    [['source', 'list', 'all'], 'source list takes no argument'],
    [['source', 'enrolment', 'all'], 'source enrolment takes options only'],
    [['organisation', 'list', 'all'], 'organisation list takes no argument'],
    [['organisation', 'revoke', 'ab'], 'name one key by its id of 64 characters'],
    [['organisation', 'remove'], 'there is no command "organisation remove"'],
  ] as const) {
    const ran = await operate(words)
    assert.deepEqual([ran.exitCode, ran.printed], [2, ''])
    assert.equal(ran.complained, `${sentence}; see suishenma --help.`)
  }
})
