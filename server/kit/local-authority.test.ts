import assert from 'node:assert/strict'
import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { DAY_LENGTH, instant, type Instant } from '../../core/instant.ts'
import { isPrivateAddress } from './certificate.ts'
import { openLocalAuthority } from './local-authority.ts'

const folder = await mkdtemp(join(tmpdir(), 'suishenma-authority-'))
after(() => rm(folder, { recursive: true }))

function open(name: string, now: Instant = instant(Date.now())) {
  return openLocalAuthority({ folder: join(folder, name), clock: () => now, random: randomBytes })
}

async function serve(own: { cert: string; key: string }): Promise<{ server: Server; port: number }> {
  const server = createServer(own, (_request, response) => void response.end('here'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, port: (server.address() as AddressInfo).port }
}

test('this process believes the certificate of its own authority, under the address and under localhost', async () => {
  const { server, port } = await serve(open('trusted').serverCertificate(['192.168.1.20']))
  try {
    assert.equal(await (await fetch(`https://127.0.0.1:${port}/`)).text(), 'here')
    assert.equal(await (await fetch(`https://localhost:${port}/`)).text(), 'here')
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('an authority cannot vouch for an address outside private networks, even with its own key', async () => {
  const { server, port } = await serve(open('trusted').serverCertificate(['203.0.113.7']))
  try {
    await assert.rejects(fetch(`https://127.0.0.1:${port}/`), (error: Error) =>
      /permitted subtree/.test(String(error.cause)),
    )
  } finally {
    server.close()
  }
})

test('an authority is made once and its server certificates are new, for all addresses, 397 days', () => {
  const now = instant(Date.UTC(2030, 0, 1))
  const first = open('kept', now)
  const again = open('kept', now)
  assert.equal(again.fingerprint, first.fingerprint)
  const leaf = new X509Certificate(again.serverCertificate(['192.168.1.20', '10.0.0.3']).cert)
  assert.match(
    leaf.subjectAltName ?? '',
    /DNS:localhost.*IP Address:127\.0\.0\.1, IP Address:192\.168\.1\.20, IP Address:10\.0\.0\.3/,
  )
  assert.equal(leaf.validToDate.getTime(), now + 397 * DAY_LENGTH)
  assert.equal(leaf.ca, false)
  const authority = new X509Certificate(first.certificate)
  assert.equal(authority.ca, true)
  assert.ok(leaf.verify(authority.publicKey))
  assert.ok(leaf.checkIssued(authority))
})

test('an authority that would end before a certificate of today is replaced', () => {
  const first = open('old', instant(Date.UTC(2030, 0, 1)))
  const later = open('old', instant(Date.UTC(2039, 11, 1)))
  assert.notEqual(later.fingerprint, first.fingerprint)
  assert.equal(new X509Certificate(later.certificate).validToDate.getUTCFullYear(), 2049)
})

test('an end in 2050 or later is written in the long form and read back', () => {
  const end = new X509Certificate(open('far', instant(Date.UTC(2045, 5, 1))).certificate).validToDate
  assert.equal(end.getUTCFullYear(), 2055)
})

test('private addresses are told from public ones at both edges', () => {
  for (const address of [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '127.0.0.1',
  ]) {
    assert.ok(isPrivateAddress(address), address)
  }
  for (const address of [
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '100.128.0.0',
    '8.8.8.8',
  ]) {
    assert.ok(!isPrivateAddress(address), address)
  }
})
