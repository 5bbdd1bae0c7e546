import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GateDuty } from '../../contract/gates.ts'
import { PROBLEMS, type ProblemName } from '../../contract/problems.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { GATE_CERTIFICATE_LIFE, issueGateCertificate } from '../../core/code/gate-certificate.ts'
import { expandPoint } from '../../core/code/p256.ts'
import { gateRequestText, type GateRequest } from '../../core/gate-request.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { aVerifier, ISSUED_AT, KEYS, phoneKeyOf, SHOWN_AT } from '../../test/code-samples.ts'
import { CallProblem } from '../kit/api.ts'
import { webCrypto } from '../kit/code-crypto.ts'
import { cleanCode, enrol, fetchDuty, isCertified, makeDeviceKey, signBy, type LinkWorld } from './gate-link.ts'

const DEVICE = '00000000-0000-7000-8000-00000000000d'
const GATE = '00000000-0000-7000-8000-00000000000a'

test('a code is understood however its groups and capitals are typed', () => {
  for (const typed of ['7kq4m-xw2rd', ' 7KQ4M XW2RD ', '7KQ4MXW2RD', '7kq4m–xw2rd']) {
    assert.equal(cleanCode(typed), '7KQ4MXW2RD')
  }
})

test('a device enrols by a code, under a key of its own that signs code, key and time', async () => {
  const key = await makeDeviceKey()
  assert.equal(key.privateKey.extractable, false)
  const asked: Asked[] = []
  await enrol(
    aWorld(asked, () => aDuty()),
    { code: '7kq4m-xw2rd', key },
  )
  const [{ path, body }] = asked as [Asked]
  assert.equal(path, '/api/gate-enrolments')
  assert.deepEqual([body['code'], body['deviceKey']], ['7KQ4MXW2RD', base64url(key.publicKey)])
  const request: GateRequest = { asks: 'enrolment', code: '7KQ4MXW2RD', deviceKey: base64url(key.publicKey) }
  assert.ok(await isSigned(request, body, key.publicKey))
})

test('a device whose session has ended lets itself in by its key, also where another account took its place', async () => {
  const key = await makeDeviceKey()
  for (const name of ['not-signed-in', 'not-permitted'] as const) {
    const asked: Asked[] = []
    const world = aWorld(asked, (path) => (path === '/api/gate-duty' ? aProblem(name) : aDuty()))
    const duty = await fetchDuty(world, { deviceId: DEVICE, sign: signBy(key.privateKey) })
    assert.equal(duty.deviceId, DEVICE)
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/api/gate-duty', '/api/gate-sessions'],
    )
    assert.ok(await isSigned({ asks: 'session', deviceId: DEVICE }, asked[1]!.body, key.publicKey))
  }
})

test('a server that is busy is not asked for another session', async () => {
  const asked: Asked[] = []
  const world = aWorld(asked, () => aProblem('unavailable'))
  await assert.rejects(fetchDuty(world, { deviceId: DEVICE, sign: async () => new Uint8Array(64) }))
  assert.equal(asked.length, 1)
})

test('a certificate counts until its end, and not after it', async () => {
  const end = GATE_CERTIFICATE_LIFE
  assert.equal(await certifiedAt(end - 1), true)
  assert.equal(await certifiedAt(end), false)
})

test('a clock that is behind and a key that is not here yet stop nobody; another gate’s certificate, and none, do', async () => {
  assert.equal(await certifiedAt(-10 * MINUTE), true)
  const reader = { now: ISSUED_AT, keyOf: () => undefined, crypto: webCrypto }
  assert.equal(await isCertified({ ...aDuty(), certificate: await certificate(GATE) }, reader), true)
  const ours = { ...reader, keyOf: aVerifier().keyOf }
  assert.equal(await isCertified({ ...aDuty(), certificate: await certificate(DEVICE) }, ours), false)
  assert.equal(await isCertified({ ...aDuty(), certificate: 'AAAA' }, ours), false)
  assert.equal(await isCertified({ ...aDuty(), certificate: '!' }, ours), false)
})

interface Asked {
  readonly path: string
  readonly body: Record<string, unknown>
}

function aWorld(asked: Asked[], answer: (path: string) => GateDuty | Error): LinkWorld {
  let time: number = SHOWN_AT
  return {
    async call(_, path, body = {}) {
      asked.push({ path, body: body as Asked['body'] })
      const told = answer(path)
      if (told instanceof Error) throw told
      return told as never
    },
    signingTime: () => (time += 1),
  }
}

async function isSigned(request: GateRequest, body: Asked['body'], publicKey: Uint8Array): Promise<boolean> {
  const text = gateRequestText(request, body['time'] as number)
  return webCrypto.verify('ES256', expandPoint(publicKey)!, fromBase64url(body['signature'] as string)!, text)
}

async function certifiedAt(afterIssue: number): Promise<boolean> {
  const reader = { now: after(ISSUED_AT, afterIssue), keyOf: aVerifier().keyOf, crypto: webCrypto }
  return isCertified({ ...aDuty(), certificate: await certificate(GATE) }, reader)
}

async function certificate(gateId: string): Promise<string> {
  const expires = after(ISSUED_AT, GATE_CERTIFICATE_LIFE)
  const claims = { issuer: 'city.example', issuedAt: ISSUED_AT, expires, deviceId: DEVICE, gateId }
  return base64url(await issueGateCertificate({ ...claims, deviceKey: phoneKeyOf(KEYS.phone) }, KEYS.city.signer))
}

function aDuty(): GateDuty {
  return {
    deviceId: DEVICE,
    certificate: '',
    gate: { gateId: GATE, name: '1 号门' },
    venue: { venueId: GATE, name: '演示公园', address: '虚构路 1 号', madeUp: true },
    policies: [],
    guards: [],
    listUrl: '/list',
    demo: true,
    serverTime: SHOWN_AT,
  }
}

function aProblem(name: ProblemName): CallProblem {
  const { status, zh } = PROBLEMS[name]
  return new CallProblem({ type: `/problems/${name}`, title: zh, status, instance: 'urn:request:1' })
}
