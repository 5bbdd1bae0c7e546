import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { hex } from '../../core/bytes.ts'
import { issueCredential } from '../../core/code/issue.ts'
import { readKeyDocument, type KeyDocument } from '../../core/code/key-document.ts'
import { present } from '../../core/code/present.ts'
import { verifyCode, type Verdict } from '../../core/code/verify.ts'
import { expiryOf } from '../../core/code/credential.ts'
import {
  after as later,
  DAY_LENGTH,
  dayOf,
  HOUR,
  instant,
  MINUTE,
  startOfDay,
  type Instant,
} from '../../core/instant.ts'
import { aCredential, KEYS } from '../../test/code-samples.ts'
import { nodeCrypto } from './code-crypto.ts'
import { openIssuingKeys, type IssuingKeyRing } from './issuing-keys.ts'

const crypto = nodeCrypto()
/** 2026-04-15 12:00 in Shanghai. */
const NOON = instant(Date.UTC(2026, 3, 15, 4))

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

interface Ring {
  readonly folder: string
  readonly keys: IssuingKeyRing
  at(now: Instant): void
}

async function aRing(now: Instant = NOON): Promise<Ring> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-issuing-'))
  folders.push(folder)
  const clock = { now }
  const keys = openIssuingKeys(folder, {
    issuer: 'city.example',
    demo: false,
    clock: () => clock.now,
    random: randomBytes,
  })
  return { folder, keys, at: (moment) => (clock.now = moment) }
}

async function documentOf({ keys }: Ring): Promise<KeyDocument> {
  const document = await readKeyDocument(await keys.document(), { root: keys.root, crypto })
  assert.ok(document)
  return document
}

function issue({ keys }: Ring, now: Instant): Promise<Uint8Array> {
  return issueCredential(aCredential({ issuedAt: now, expires: expiryOf(now) }), keys.signer)
}

/** What a gate that knows a document says of a credential that a phone shows now. */
async function judge(credential: Uint8Array, document: KeyDocument, now: Instant): Promise<Verdict> {
  const text = await present(credential, now, KEYS.phone.signer.sign, crypto.sha256)
  const keys = new Map(document.keys.map((key) => [hex(key.kid), key]))
  return verifyCode(text, { now, keyOf: (kid) => keys.get(kid), crypto, acceptsDemo: false })
}

test('drill: through ten days of rotation a gate that was cut off for 48 hours accepts every valid code', async () => {
  const start = startOfDay(dayOf(NOON))
  const ring = await aRing(start)
  const issued: { credential: Uint8Array; at: Instant }[] = []
  const fetched: { document: KeyDocument; at: Instant }[] = []
  const signers = new Set<string>()
  let judged = 0
  for (let hours = 0; hours < 240; hours += 3) {
    const now = later(start, hours * HOUR)
    ring.at(now)
    ring.keys.tend()
    issued.push({ credential: await issue(ring, now), at: now })
    signers.add(hex(ring.keys.signer.kid))
    fetched.push({ document: await documentOf(ring), at: now })
    const oldest = fetched.find(({ at }) => at >= later(now, -48 * HOUR))!
    for (const { credential, at } of issued.filter((code) => now < expiryOf(code.at))) {
      const verdict = await judge(credential, oldest.document, now)
      assert.equal(verdict.genuine, true, `issued ${(now - at) / HOUR} hours ago`)
      judged += 1
    }
  }
  assert.ok(signers.size >= 10, `${signers.size} keys signed`)
  assert.ok(judged > 500, `${judged} codes were judged`)
})

test('from the third day on every key was published for 48 hours before it signs', async () => {
  const start = startOfDay(dayOf(NOON))
  const ring = await aRing(start)
  const seen = new Map<string, Instant>()
  for (let hours = 0; hours < 240; hours += 1) {
    const now = later(start, hours * HOUR)
    ring.at(now)
    ring.keys.tend()
    for (const key of ring.keys.published) seen.set(hex(key.kid), seen.get(hex(key.kid)) ?? now)
    if (hours >= 72) assert.ok(now - seen.get(hex(ring.keys.signer.kid))! >= 48 * HOUR, `hour ${hours}`)
  }
})

test('a key signs on its own Shanghai day and on no other', async () => {
  const ring = await aRing()
  const midnight = startOfDay(dayOf(later(NOON, 4 * DAY_LENGTH)))
  for (let days = 0; days < 4; days += 1) {
    ring.at(later(NOON, days * DAY_LENGTH))
    ring.keys.tend()
  }
  ring.at(later(midnight, -1))
  const before = hex(ring.keys.signer.kid)
  ring.at(midnight)
  assert.notEqual(hex(ring.keys.signer.kid), before)
})

test('a program that slept for a month issues at once, by a key that gates have known for long', async () => {
  const ring = await aRing()
  const cutOff = await documentOf(ring)
  const now = later(NOON, 30 * DAY_LENGTH)
  ring.at(now)
  assert.equal((await judge(await issue(ring, now), cutOff, now)).genuine, true)
})

test('a withdrawn key signs no more and what it signed is unknown; a gate that was cut off knows its successor', async () => {
  const ring = await aRing()
  for (let days = 0; days < 4; days += 1) {
    ring.at(later(NOON, days * DAY_LENGTH))
    ring.keys.tend()
  }
  const now = later(NOON, 3 * DAY_LENGTH)
  const stolen = hex(ring.keys.signer.kid)
  const forged = await issue(ring, now)
  const cutOff = await documentOf(ring)
  assert.equal((await judge(forged, cutOff, now)).genuine, true)

  assert.equal(ring.keys.withdraw('0123456789abcdef'), 'unknown')
  assert.equal(ring.keys.withdraw(stolen), 'withdrawn')
  assert.equal(ring.keys.codesSince, now)
  assert.notEqual(hex(ring.keys.signer.kid), stolen)
  const told = await documentOf(ring)
  assert.deepEqual(told.withdrawn.map(hex), [stolen])
  assert.deepEqual(await judge(forged, told, now), { genuine: 'unknown', because: 'unknown-key' })
  const anew = await issue(ring, now)
  assert.equal((await judge(anew, told, now)).genuine, true)
  assert.equal((await judge(anew, cutOff, now)).genuine, true)
})

test('a second program on the same folder hears of a withdrawal with its next code', async () => {
  const ring = await aRing()
  const second = openIssuingKeys(ring.folder, {
    issuer: 'city.example',
    demo: false,
    clock: () => NOON,
    random: randomBytes,
  })
  const stolen = hex(second.signer.kid)
  ring.keys.withdraw(stolen)
  assert.notEqual(hex(second.signer.kid), stolen)
})

test('the private half of a key is destroyed after its day, and the public half is forgotten ten days later', async () => {
  const ring = await aRing()
  const old = hex(ring.keys.signer.kid)
  ring.at(later(NOON, DAY_LENGTH))
  ring.keys.tend()
  const names = await readdir(ring.folder)
  assert.ok(names.includes(`${old}.public`) && !names.includes(`${old}.json`))
  const kept = JSON.parse(await readFile(join(ring.folder, `${old}.public`), 'utf8'))
  assert.equal(kept.jwk.d, undefined)
  assert.ok(ring.keys.published.some(({ kid }) => hex(kid) === old))
  const end = startOfDay(dayOf(later(NOON, 11 * DAY_LENGTH)))
  ring.at(later(end, -MINUTE))
  ring.keys.tend()
  assert.ok(ring.keys.published.some(({ kid }) => hex(kid) === old))
  ring.at(end)
  ring.keys.tend()
  assert.ok(!ring.keys.published.some(({ kid }) => hex(kid) === old))
})
