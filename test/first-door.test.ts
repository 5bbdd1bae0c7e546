import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { after, before, test } from 'node:test'
import type { IssuedCode } from '../contract/codes.ts'
import type { VerifyAnswer } from '../contract/doors.ts'
import type { GateCode, GateDuty, GuardPin } from '../contract/gates.ts'
import type { ConfirmationList, SessionView } from '../contract/identity.ts'
import type { PasskeyQuestion, StaffAdmitted } from '../contract/staff.ts'
import type { VenueView } from '../contract/venues.ts'
import { base64url } from '../core/bytes.ts'
import { instant } from '../core/instant.ts'
import { uuidv7 } from '../core/uuid.ts'
import { importProvider } from '../server/demo/provider-engine.ts'
import { openProviderStorage } from '../server/demo/provider-storage.ts'
import { typed } from './a-terminal.ts'
import { aCertificate } from './certificate.ts'
import { aDevice } from './gates.ts'
import { aPasskey } from './passkeys.ts'
import { aDocument } from './people.ts'
import { aPhoneKey } from './phone.ts'
import { dataFolders, freePort, startProgram, type Program, type Run } from './program.ts'
import { aBrowser, type Browser } from './sign-in-samples.ts'

// docs/first-door.md, as it is written there: a real city from an empty installation to the first scanned code, with the program in a
// process of its own, a provider that it does not know from inside, and no row that a test has written.

const STREET = '310101002'
const LONGEST_WAIT_MS = 30_000

const { aRun, deleteAll } = dataFolders()
let run: Run
let program: Program
let provider: Awaited<ReturnType<typeof aProvider>>

before(async () => {
  const fresh = await aRun()
  const url = `http://localhost:${fresh.port}`
  provider = await aProvider(`${url}/sign-in/citizen-cloud/callback`)
  const channels = join(fresh.dataDir, 'channels.json')
  await writeFile(channels, JSON.stringify([provider.channel]), { mode: 0o600 })
  const env = { CITY_MODE: 'production', ISSUER: 'city.example', PUBLIC_URL: url, CHANNELS_FILE: channels }
  const authority = join(fresh.dataDir, 'provider.pem')
  await writeFile(authority, provider.cert)
  run = { ...fresh, env: { ...env, NODE_EXTRA_CA_CERTS: authority } }
  program = await startProgram(run)
})
after(async () => {
  await program?.end('SIGINT')
  provider?.server.close()
  await deleteAll()
})

/** A provider of OpenID Connect, over HTTPS, with one client; who comes is whom the test has named, and he is asked nothing more. */
async function aProvider(callback: string) {
  const port = await freePort()
  const issuer = `https://localhost:${port}`
  const { cert, key } = aCertificate()
  setDefaultCACertificates([...getCACertificates(), cert])
  const channel = {
    id: 'citizen-cloud',
    name: { zh: '市民云', en: 'Citizen Cloud' },
    issuer,
    clientId: 'city',
    clientSecret: base64url(randomBytes(32)),
  }
  const { Provider } = await importProvider()
  const engine = new Provider(issuer, {
    adapter: openProviderStorage(() => Date.now()),
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    clients: [
      {
        client_id: channel.clientId,
        client_secret: channel.clientSecret,
        redirect_uris: [callback],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })] },
    cookies: { keys: [base64url(randomBytes(32))] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/hello' },
    findAccount: (_ctx: unknown, accountId: string) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    async loadExistingGrant({ oidc }: Parameters<Engine['grant']>[0]) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  let comes = ''
  const answer = engine.callback()
  const server = createServer({ cert, key }, (request, response) => {
    if (request.url !== '/hello') return void answer(request, response)
    const login = { accountId: comes, remember: false }
    void engine.interactionResult(request, response, { login }).then((location) => {
      response.writeHead(303, { location }).end()
    })
  })
  await new Promise<void>((listening) => server.listen(port, 'localhost', listening))
  return { channel, cert, server, name: (who: string) => (comes = who) }
}

/** What the provider hands in, as far as it is used here. */
interface Engine {
  grant(ctx: import('oidc-provider').ProviderContext): void
}

/** Somebody in a browser of his own, signed in at the provider. */
async function signedIn(who: string): Promise<Browser> {
  provider.name(who)
  const browser = aBrowser()
  const { status } = await browser.follow(await browser.get(`${program.url}/sign-in/citizen-cloud?return=/`))
  assert.equal(status, 200)
  return browser
}

/** Asks the city in somebody's browser, which must answer well. */
async function ask<Answer>(by: { cookies: Browser['cookies'] }, path: string, body?: object): Promise<Answer> {
  const { response, text } = await attempt(by, path, body)
  assert.ok(response.ok, `${path}: ${response.status} ${text}`)
  return JSON.parse(text) as Answer
}

async function attempt(by: { cookies: Browser['cookies'] }, path: string, body?: object) {
  const cookie = by.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const response = await fetch(`${program.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, origin: program.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  for (const line of response.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';')[0]!.split('=')
    by.cookies.push({ name, value, path: '/', host: 'localhost' })
  }
  return { response, text }
}

/** Joins by the code that somebody was handed: signs in, types it, and makes a passkey. */
async function joined(who: string, admitted: StaffAdmitted): Promise<Browser> {
  const browser = await signedIn(who)
  const half = await ask<SessionView>(browser, '/api/staff-code', { code: admitted.code!.code })
  assert.deepEqual([half.role, half.step], [undefined, 'make-passkey'])
  const { options } = await ask<PasskeyQuestion>(browser, '/api/passkey/new', {})
  const response = aPasskey(program.url).made(options as { challenge: string })
  const session = await ask<SessionView>(browser, '/api/passkey/made', { response })
  assert.equal(session.signedIn, 'staff')
  return browser
}

/** Types a command on the server's machine. */
async function operate<Said>(...words: string[]): Promise<Said> {
  const ran = await typed([...words, '--json'], { env: { ...run.env, DATA_DIR: run.dataDir, LANG: 'en_GB.UTF-8' } })
  assert.equal(ran.exitCode, 0, ran.complained)
  return JSON.parse(ran.printed) as Said
}

function operateByHttp<Said>(...words: string[]): Promise<Said> {
  return operate(...words, '--server', program.url, '--token-file', join(run.dataDir, 'operator.token'))
}

const newId = () => uuidv7(instant(Date.now()), (bytes) => new Uint8Array(randomBytes(bytes)))

test('a real city comes from an empty installation to its first scanned code, and nobody writes a row by hand', async () => {
  // 1. The organisation, by the public half of its root key.
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = join(run.dataDir, 'root-public.pem')
  await writeFile(pem, publicKey.export({ type: 'spki', format: 'pem' }))
  const named = ['--name-zh', '某区公园管理处', '--name-en', 'Parks of a district', '--root-key', pem]
  const { organisationId } = await operate<{ organisationId: string }>('organisation', 'add', ...named)

  // 2. Its administrator, who lets the others in.
  const first = ['--organisation', organisationId, '--name', '张主任']
  const administrator = await joined('zhang', await operateByHttp<StaffAdmitted>('staff', 'add', ...first))
  const letIn = (name: string, role: string) =>
    ask<StaffAdmitted>(administrator, '/api/staff', { name, role, division: '', office: '' })
  const venueOperator = await joined('li', await letIn('李经理', 'venue-operator'))
  const identityOfficer = await joined('wu', await letIn('吴老师', 'identity-officer'))
  const guard = await letIn('王师傅', 'guard')

  // 3. The venue with its gate, a code for a device, and the guard's PIN.
  const venue = await ask<VenueView>(venueOperator, '/api/venues', {
    venueId: newId(),
    name: '人民公园',
    kind: 'park',
    address: '南京西路 231 号',
    divisionCode: STREET,
    policy: 'park',
    gates: ['正门'],
  })
  const [gate] = venue.gates
  const { code } = await ask<GateCode>(venueOperator, '/api/gate-codes', { gateId: gate!.gateId })
  const { pin } = await ask<GuardPin>(venueOperator, `/api/guards/${guard.staffId}/pin`, { name: '王师傅' })
  assert.match(pin, /^\d{6}$/)

  // 4. The device becomes the gate.
  const device = await aDevice()
  const deviceKey = base64url(device.deviceKey)
  const signed = await device.sign({ asks: 'enrolment', code, deviceKey }, Date.now())
  const door = { cookies: [] as Browser['cookies'] }
  const duty = await ask<GateDuty>(door, '/api/gate-enrolments', { code, deviceKey, ...signed })
  assert.deepEqual(
    [duty.venue.name, duty.venue.madeUp, duty.gate.name, duty.guards.map(({ name }) => name), duty.policies.length],
    ['人民公园', false, '正门', ['王师傅'], 1],
  )

  // 5. A citizen registers, is seen with his document, and shows his code.
  const citizen = await signedIn('zhao')
  await ask(citizen, '/api/registration', {
    registrationId: newId(),
    name: '赵小明',
    document: aDocument(1),
    phone: '17000000001',
    address: { divisionCode: STREET, detail: '南京东路 1 号' },
    arriving: false,
  })
  const { confirmations } = await ask<ConfirmationList>(identityOfficer, '/api/confirmations')
  const claim = `/api/confirmations/${confirmations[0]!.confirmationId}`
  await ask(identityOfficer, `${claim}/assignment`, { to: 'me' })
  await ask(identityOfficer, `${claim}/read`, { purpose: 'in-person-check' })
  await ask(identityOfficer, `${claim}/decision`, { outcome: 'confirmed' })
  const phone = aPhoneKey()
  // His colour is found a moment after the decision; his page asks again, too.
  const began = Date.now()
  const { phoneKey } = phone
  while ((await attempt(citizen, '/api/code', { phoneKey })).response.status === 409) {
    assert.ok(Date.now() - began < LONGEST_WAIT_MS, 'there is no code yet')
    await pause(200)
  }
  const { credential } = await ask<IssuedCode>(citizen, '/api/code', { phoneKey })

  // 6. The guard scans it.
  const at = instant(Date.now())
  const shown = { gateId: gate!.gateId, code: await phone.show(credential, at), at }
  const answer = await ask<VerifyAnswer>(door, '/api/verify', shown)
  assert.deepEqual(answer.shown.kind === 'colour' && answer.shown.colour, 'green')
})
