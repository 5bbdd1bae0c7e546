import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEYS, PUBLISHED, phoneKeyOf, SHOWN_AT } from '../../test/code-samples.ts'
import { nodeCrypto } from '../../server/kit/code-crypto.ts'
import { hex, utf8 } from '../bytes.ts'
import { after, HOUR, instant, SECOND, type Instant } from '../instant.ts'
import { signPayload, readSign1 } from './cose.ts'
import {
  GATE_CERTIFICATE_LIFE,
  issueGateCertificate,
  readGateCertificate,
  type GateCertificate,
  type GateCertificateReader,
} from './gate-certificate.ts'

const keys = new Map(PUBLISHED.map((key) => [hex(key.kid), key]))
const CERTIFICATE: GateCertificate = {
  issuer: 'city.example',
  deviceId: '01963b3e-0000-7000-8000-000000000001',
  gateId: '01963b3e-0000-7000-8000-000000000002',
  deviceKey: phoneKeyOf(KEYS.phone),
  issuedAt: SHOWN_AT,
  expires: after(SHOWN_AT, GATE_CERTIFICATE_LIFE),
}

function reader(parts: Partial<GateCertificateReader> = {}): GateCertificateReader {
  return { now: after(SHOWN_AT, HOUR), keyOf: (kid) => keys.get(kid), crypto: nodeCrypto(), ...parts }
}

async function outcome(bytes: Uint8Array, parts: Partial<GateCertificateReader> = {}): Promise<string> {
  const read = await readGateCertificate(bytes, reader(parts))
  return read.ok ? 'ok' : read.because
}

const at = (now: Instant) => ({ now })

test('a certificate reads back as it was issued, under keys of both algorithms', async () => {
  for (const { signer } of [KEYS.city, KEYS.cityEd]) {
    const read = await readGateCertificate(await issueGateCertificate(CERTIFICATE, signer), reader())
    assert.ok(read.ok)
    assert.deepEqual(
      { ...read.certificate, deviceKey: hex(read.certificate.deviceKey) },
      {
        ...CERTIFICATE,
        deviceKey: hex(CERTIFICATE.deviceKey),
      },
    )
  }
})

test('a certificate counts until it ends and from the moment of its issue, less what honest clocks drift', async () => {
  const bytes = await issueGateCertificate(CERTIFICATE, KEYS.city.signer)
  assert.equal(await outcome(bytes, at(after(CERTIFICATE.expires, -1))), 'ok')
  assert.equal(await outcome(bytes, at(CERTIFICATE.expires)), 'expired')
  assert.equal(await outcome(bytes, at(after(SHOWN_AT, -90 * SECOND))), 'ok')
  assert.equal(await outcome(bytes, at(after(SHOWN_AT, -90 * SECOND - 1))), 'clock')
})

test('no certificate of more than 72 hours is issued or read', async () => {
  const longer = { ...CERTIFICATE, expires: after(CERTIFICATE.expires, SECOND) }
  await assert.rejects(issueGateCertificate(longer, KEYS.city.signer), RangeError)
  const { payload } = readSign1(await issueGateCertificate(CERTIFICATE, KEYS.city.signer), 512)!
  // The end stands as a number of four bytes behind the label 4.
  const label = hex(payload).indexOf('041a') / 2
  const view = new DataView(payload.buffer, payload.byteOffset)
  view.setUint32(label + 2, view.getUint32(label + 2) + 1)
  assert.equal(await outcome(await signPayload(payload, utf8('SSM1 gate'), KEYS.city.signer)), 'malformed')
})

test('a certificate with any byte altered, cut short or lengthened counts for nothing', async () => {
  const bytes = await issueGateCertificate(CERTIFICATE, KEYS.city.signer)
  for (let place = 0; place < bytes.length; place += 1) {
    assert.notEqual(await outcome(bytes.with(place, bytes[place]! ^ 1)), 'ok', `byte ${place}`)
  }
  assert.equal(await outcome(bytes.slice(0, -1)), 'malformed')
  assert.equal(await outcome(Uint8Array.of(...bytes, 0)), 'malformed')
  assert.equal(await outcome(new Uint8Array()), 'malformed')
})

test('who is no issuer of the city, or was none at the moment of issue, certifies no gate', async () => {
  assert.equal(await outcome(await issueGateCertificate(CERTIFICATE, KEYS.unpublished.signer)), 'unknown-key')
  assert.equal(await outcome(await issueGateCertificate(CERTIFICATE, KEYS.other.signer)), 'signature')
  const early = instant(Date.UTC(2022, 2, 31, 15))
  const before = { ...CERTIFICATE, issuedAt: early, expires: after(early, HOUR) }
  assert.equal(await outcome(await issueGateCertificate(before, KEYS.city.signer), at(early)), 'signature')
})

test('what an issuing key signed for anything else is no certificate', async () => {
  const { payload } = readSign1(await issueGateCertificate(CERTIFICATE, KEYS.city.signer), 512)!
  assert.equal(await outcome(await signPayload(payload, utf8('SSM1 credential'), KEYS.city.signer)), 'signature')
})

test('claims that no reader would take are not signed', async () => {
  for (const wrong of [
    { deviceId: 'A' },
    { gateId: CERTIFICATE.gateId.toUpperCase() },
    { deviceKey: new Uint8Array(32) },
    { issuer: 'City' },
    { expires: SHOWN_AT },
  ]) {
    await assert.rejects(issueGateCertificate({ ...CERTIFICATE, ...wrong }, KEYS.city.signer), RangeError)
  }
})

test('an algorithm that the reader lacks leaves it untold, and nothing is thrown', async () => {
  const crypto = {
    ...nodeCrypto(),
    verify: () => {
      throw new Error('not supported')
    },
  }
  assert.equal(await outcome(await issueGateCertificate(CERTIFICATE, KEYS.city.signer), { crypto }), 'unknown-key')
})
