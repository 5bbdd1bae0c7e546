import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VerifyAnswer } from '../../contract/doors.ts'
import { PROBLEMS, type ProblemName } from '../../contract/problems.ts'
import type { Listed } from '../../core/gate-judgement.ts'
import { after, HOUR, SECOND } from '../../core/instant.ts'
import { aCode, aCredential, aVerifier, KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { CallProblem } from '../kit/api.ts'
import { webCrypto } from '../kit/code-crypto.ts'
import { check, type CheckWorld } from './check.ts'
import type { Event } from './flow.ts'
import { beginPassage } from './passage.ts'

type Checked = Event & { type: 'checked' }

const YELLOW: VerifyAnswer['shown'] = {
  kind: 'colour',
  colour: 'yellow',
  maskedName: '王*明',
  document: { type: 'resident-id', lastFour: '002X' },
  photo: true,
}
const HOLDER = { maskedName: '王*明', document: { type: 'resident-id', lastFour: '002X' } }
const GREEN = { kind: 'colour', colour: 'green', ...HOLDER, photo: false }
const LISTED: Listed = { colour: 'green', asOf: SHOWN_AT, isWithdrawn: false }

test('the device answers by its lists before the server has been asked, and then says the server’s word', async () => {
  let asked = 0
  const found: Checked[] = []
  const ask = async () => {
    asked = found.length
    return { shown: YELLOW, serverTime: SHOWN_AT }
  }
  await check(aWorld({ ask }), aScan(await aCode()), (event) => found.push(event))
  assert.equal(asked, 1)
  assert.deepEqual(
    found.map(({ finding, source, renewedId }) => [finding, source, renewedId]),
    [
      [GREEN, { by: 'device', asOf: SHOWN_AT }, undefined],
      [YELLOW, { by: 'server', corrected: false }, 'renewed'],
    ],
  )
})

test('the list is asked for the code’s own place, day and phone', async () => {
  const credential = aCredential()
  const find: CheckWorld['find'] = async ({ epoch, index, phoneKeyHash }) => {
    assert.deepEqual([epoch, index, phoneKeyHash.length], [credential.epoch, credential.index, 16])
    return LISTED
  }
  assert.deepEqual((await checked(await aCode(credential), { find })).finding, GREEN)
})

test('whatever keeps the server from answering, the device’s word stands alone', async () => {
  for (const fault of [new TypeError('no network'), aProblem('not-signed-in'), aProblem('unavailable')]) {
    const found: Checked[] = []
    const ask = () => Promise.reject(fault)
    await check(aWorld({ ask }), aScan(await aCode()), (event) => found.push(event))
    assert.deepEqual(
      found.map(({ finding }) => finding),
      [GREEN],
    )
  }
})

test('without lists, and by lists of 24 hours, the gate cannot tell, and knows the holder', async () => {
  const old: Listed = { ...LISTED, asOf: after(SHOWN_AT, -24 * HOUR) }
  for (const [listed, because] of [
    [undefined, 'no-list'],
    [old, 'stale-list'],
  ] as const) {
    const found = await checked(await aCode(), { find: async () => listed })
    assert.deepEqual(found.finding, { kind: 'cannot-tell', because })
    assert.deepEqual(found.holder, HOLDER)
  }
})

test('a code whose phone was withdrawn is not valid here, and the server is not asked', async () => {
  const found = await checked(await aCode(), {
    find: async () => ({ ...LISTED, isWithdrawn: true }),
    ask: () => assert.fail('asked'),
  })
  assert.deepEqual(found.finding, { kind: 'not-genuine', because: 'withdrawn' })
})

test('what is not genuine is answered here, and the server is not asked', async () => {
  const forged = await aCode(aCredential(), { phone: KEYS.otherPhone })
  for (const [code, because] of [
    ['https://elsewhere.example', 'malformed'],
    [forged, 'proof'],
  ] as const) {
    const found = await checked(code, { ask: () => assert.fail('asked') })
    assert.deepEqual(found.finding, { kind: 'not-genuine', because })
  }
})

test('a demo code is genuine in the demo and nowhere else', async () => {
  const demo = await aCode(aCredential({ issuer: 'demo.example' }), { issuer: KEYS.demo })
  const refused = await checked(demo, { acceptsDemo: false })
  assert.deepEqual(refused.finding, { kind: 'not-genuine', because: 'demo-key' })
  const taken = await checked(demo, { acceptsDemo: true })
  assert.equal(taken.finding.kind, 'colour')
})

test('clocks that differ by 90 s and a key unknown here are named as what they are, and are nobody’s colour', async () => {
  for (const early of [false, true]) {
    const at = (ms: number) => () => after(SHOWN_AT, early ? -ms : ms)
    const found = await checked(await aCode(), { now: at(90 * SECOND + 1) })
    assert.deepEqual(found.finding, { kind: 'cannot-tell', because: 'clock' })
    assert.equal((await checked(await aCode(), { now: at(90 * SECOND - 1) })).finding.kind, 'colour')
  }
  const unknown = await checked(await aCode(), { keyOf: () => undefined })
  assert.deepEqual(unknown.finding, { kind: 'cannot-tell', because: 'unknown-key' })
})

/** What a check finds first. */
async function checked(code: string, world: Partial<CheckWorld>): Promise<Checked> {
  const first = Promise.withResolvers<Checked>()
  check(aWorld(world), aScan(code), first.resolve).catch(first.reject)
  return first.promise
}

/** A gate of the sample city that nothing times out at. */
function aWorld(parts: Partial<CheckWorld>): CheckWorld {
  return {
    now: () => SHOWN_AT,
    keyOf: aVerifier().keyOf,
    crypto: webCrypto,
    acceptsDemo: false,
    find: async () => LISTED,
    ask: () => Promise.reject(new TypeError('no network')),
    newEntryId: () => 'renewed',
    ...parts,
  }
}

function aScan(code: string) {
  const scan = { entryId: 'entry-1', at: SHOWN_AT, direction: 'in', guardId: 'guard', code } as const
  return { passage: beginPassage(scan), gateId: 'gate' }
}

function aProblem(name: ProblemName): CallProblem {
  const { status, zh } = PROBLEMS[name]
  return new CallProblem({ type: `/problems/${name}`, title: zh, status, instance: 'urn:request:1' })
}
