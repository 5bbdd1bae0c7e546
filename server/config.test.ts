import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { aCertificate } from '../test/certificate.ts'
import { proofOriginOf, publicUrlOf } from './addresses.ts'
import { DEFAULTS, readConfig, type Config } from './config.ts'

const folder = await mkdtemp(join(tmpdir(), 'suishenma-config-'))
after(() => rm(folder, { recursive: true }))

function configOf(env: Record<string, string>, argv: string[] = []): Config {
  const read = readConfig(env, argv)
  assert.ok(read.ok, JSON.stringify(read))
  return read.config
}

function faultsOf(env: Record<string, string>, argv: string[] = []): string[] {
  const read = readConfig(env, argv)
  assert.ok(!read.ok)
  for (const { zh } of read.faults) assert.match(zh, /[\u4e00-\u9fff]/)
  return read.faults.map(({ en }) => en)
}

async function aFile(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content, { mode: 0o600 })
  return path
}

const CHANNEL = {
  id: 'city',
  name: { zh: '市民云', en: 'Citizen Cloud' },
  issuer: 'https://id.example',
  clientId: 'us',
  clientSecret: 'secret',
}

test('without any setting it is a demo on this machine alone, with everything in the project’s data folder', () => {
  const config = configOf({})
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 8080)
  assert.equal(config.dataDir, join(import.meta.dirname, '..', 'data'))
  assert.equal(config.keysDir, join(config.dataDir, 'keys'))
  assert.equal(config.databaseUrl, undefined)
  assert.equal(config.settings.demo, true)
  assert.equal(config.settings.register, 'demo')
  assert.equal(publicUrlOf(config, undefined), 'http://localhost:8080')
})

test('every fault is reported at once', () => {
  const faults = faultsOf({ PORT: '70000', CITY_MODE: 'trial', DATABASE_URL: 'mysql://x', REQUEST_LOG: '2' }, ['--wan'])
  assert.equal(faults.length, 5)
  for (const name of ['PORT', 'CITY_MODE', 'DATABASE_URL', 'REQUEST_LOG', '--wan']) {
    assert.ok(
      faults.some((fault) => fault.includes(name)),
      name,
    )
  }
})

test('a port is a whole number from 1 to 65535, and one less with --lan', () => {
  for (const port of ['1', '65535']) assert.equal(configOf({ PORT: port }).port, Number(port))
  for (const port of ['0', '65536', '80.5', 'http', '-1']) assert.match(faultsOf({ PORT: port })[0] ?? '', /PORT/)
  assert.match(faultsOf({ PORT: '65535' }, ['--lan'])[0] ?? '', /PORT/)
})

test('an empty setting counts as none', () => {
  assert.equal(configOf({ PORT: '', DATABASE_URL: ' ' }).databaseUrl, undefined)
})

test('with --lan it listens on every address and people reach it under that of the network', () => {
  const config = configOf({}, ['--lan'])
  assert.equal(config.host, '0.0.0.0')
  assert.equal(publicUrlOf(config, '192.168.1.20'), 'https://192.168.1.20:8080')
})

test('PUBLIC_URL loses its last slash and may have no path', () => {
  assert.equal(publicUrlOf(configOf({ PUBLIC_URL: 'https://code.example/' }), undefined), 'https://code.example')
  assert.match(faultsOf({ PUBLIC_URL: 'https://code.example/app' })[0] ?? '', /no path/)
})

test('certificate and key go together, are PEM files, and exclude --lan', async () => {
  const pair = aCertificate()
  const cert = await aFile('cert.pem', pair.cert)
  const key = await aFile('key.pem', pair.key)
  const other = await aFile('other.der', 'x')
  assert.equal(publicUrlOf(configOf({ TLS_CERT: cert, TLS_KEY: key }), undefined), 'https://localhost:8080')
  assert.match(faultsOf({ TLS_CERT: cert })[0] ?? '', /go together/)
  assert.match(faultsOf({ TLS_CERT: other, TLS_KEY: key })[0] ?? '', /not a PEM file/)
  assert.match(faultsOf({ TLS_CERT: join(folder, 'none'), TLS_KEY: key })[0] ?? '', /cannot be read/)
  assert.match(faultsOf({ TLS_CERT: cert, TLS_KEY: key }, ['--lan'])[0] ?? '', /--lan/)
})

test('a certificate or key that cannot be used, and a key of another certificate, are each a sentence at start', async () => {
  const [pair, another] = [aCertificate(), aCertificate()]
  const cert = await aFile('pair.pem', pair.cert)
  const key = await aFile('pair-key.pem', pair.key)
  const halfCert = await aFile('half.pem', pair.cert.slice(0, 100))
  const halfKey = await aFile('half-key.pem', pair.key.slice(0, 60))
  const both = faultsOf({ TLS_CERT: halfCert, TLS_KEY: halfKey })
  assert.equal(both.length, 2)
  assert.match(both[0] ?? '', /^TLS_CERT holds no certificate/)
  assert.match(both[1] ?? '', /^TLS_KEY holds no private key/)
  const locked = createPrivateKey(pair.key).export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  })
  const lockedKey = await aFile('locked-key.pem', String(locked))
  assert.match(faultsOf({ TLS_CERT: cert, TLS_KEY: lockedKey })[0] ?? '', /^TLS_KEY .*password/)
  const foreignKey = await aFile('foreign-key.pem', another.key)
  assert.match(
    faultsOf({ TLS_CERT: cert, TLS_KEY: foreignKey })[0] ?? '',
    /^TLS_KEY does not belong to the certificate/,
  )
  const chain = await aFile('chain.pem', pair.cert + another.cert)
  assert.ok(configOf({ TLS_CERT: chain, TLS_KEY: key }).tls)
  const reversed = await aFile('reversed.pem', another.cert + pair.cert)
  assert.match(faultsOf({ TLS_CERT: reversed, TLS_KEY: key })[0] ?? '', /^TLS_KEY .*first in its file/)
})

test('ISSUER is 1 to 32 small letters, digits, dots and hyphens, as the code format has it', () => {
  for (const issuer of ['c', '-', 'shanghai.example-2', 'a'.repeat(32)])
    assert.equal(configOf({ ISSUER: issuer }).settings.issuer, issuer)
  for (const issuer of ['a'.repeat(33), 'Shanghai', 'shang hai', 'shanghai_1', '上海', 'a/b'])
    assert.match(faultsOf({ ISSUER: issuer })[0] ?? '', /^ISSUER must be at most 32 small letters/, issuer)
  assert.equal(configOf({ ISSUER: '' }).settings.issuer, DEFAULTS.ISSUER)
})

test('production names its issuer, address and providers, and has neither a demo register nor staff without a passkey', async () => {
  const channels = await aFile('production.json', JSON.stringify([CHANNEL]))
  const faults = faultsOf({ CITY_MODE: 'production', REGISTER: 'demo', STAFF_SECOND_FACTOR: 'none' })
  for (const name of ['ISSUER', 'PUBLIC_URL', 'CHANNELS_FILE', 'REGISTER', 'STAFF_SECOND_FACTOR']) {
    assert.ok(
      faults.some((fault) => fault.startsWith(name)),
      name,
    )
  }
  const env = {
    CITY_MODE: 'production',
    ISSUER: 'city.example',
    PUBLIC_URL: 'https://code.example',
    CHANNELS_FILE: channels,
  }
  const { settings } = configOf(env)
  assert.equal(settings.secondFactor, 'passkey')
  assert.equal(configOf({}).settings.secondFactor, 'none')
  assert.equal(configOf({ STAFF_SECOND_FACTOR: 'passkey' }).settings.secondFactor, 'passkey')
  assert.equal(settings.demo, false)
  assert.equal(settings.register, 'none')
  assert.deepEqual(settings.channels, [CHANNEL])
})

test('a list of providers is refused when others may read its secrets, when it is no list, or when an item lacks something', async () => {
  const open = await aFile('open.json', JSON.stringify([CHANNEL]))
  await chmod(open, 0o644)
  assert.match(faultsOf({ CHANNELS_FILE: open })[0] ?? '', /chmod 600/)
  assert.match(faultsOf({ CHANNELS_FILE: await aFile('object.json', '{}') })[0] ?? '', /must be a JSON list/)
  assert.match(faultsOf({ CHANNELS_FILE: await aFile('half.json', '[') })[0] ?? '', /is not JSON/)
  assert.match(faultsOf({ CHANNELS_FILE: join(folder, 'none.json') })[0] ?? '', /cannot be read/)
  for (const broken of [
    { issuer: 'http://id.example' },
    { id: 'demo' },
    { id: 'A b' },
    { clientSecret: '' },
    { name: {} },
  ]) {
    const path = await aFile('broken.json', JSON.stringify([CHANNEL, { ...CHANNEL, id: 'second', ...broken }]))
    assert.match(faultsOf({ CHANNELS_FILE: path })[0] ?? '', /item 2/)
  }
  const twice = await aFile('twice.json', JSON.stringify([CHANNEL, CHANNEL]))
  assert.match(faultsOf({ CHANNELS_FILE: twice })[0] ?? '', /city twice/)
})

test('SERVICE_POINT is written in both languages', () => {
  const { settings } = configOf({ SERVICE_POINT: '人民广场服务点 | the service point on People’s Square' })
  assert.deepEqual(settings.servicePoint, { zh: '人民广场服务点', en: 'the service point on People’s Square' })
  assert.match(faultsOf({ SERVICE_POINT: '人民广场' })[0] ?? '', /SERVICE_POINT/)
})

test('docs/configuration.md names every setting with its default, and no other', async () => {
  const text = await readFile(join(import.meta.dirname, '..', 'docs', 'configuration.md'), 'utf8')
  const section = text.split('\n## ').find((part) => part.startsWith('Settings')) ?? ''
  const items = [...section.matchAll(/^- `([A-Z_]+)` \(default (?:`([^`]*)`|none)\): /gm)]
  assert.deepEqual(Object.fromEntries(items.map(([, name, told]) => [name, told ?? ''])), DEFAULTS)
})

test('proofs have an origin of their own: told, or on localhost a name below it, and elsewhere none', () => {
  assert.equal(proofOriginOf(configOf({}), 'http://localhost:8080'), 'http://proofs.localhost:8080')
  assert.equal(proofOriginOf(configOf({}), 'https://code.example'), undefined)
  const told = configOf({ PROOF_ORIGIN: 'https://proofs.example/', PUBLIC_URL: 'https://code.example' })
  assert.equal(proofOriginOf(told, 'https://code.example'), 'https://proofs.example')
  for (const PROOF_ORIGIN of ['https://code.example', 'https://proofs.example/files', 'proofs.example']) {
    const read = readConfig({ PROOF_ORIGIN, PUBLIC_URL: 'https://code.example' }, [])
    assert.ok(!read.ok && read.faults.some(({ en }) => en.includes('PROOF_ORIGIN')), PROOF_ORIGIN)
  }
})
