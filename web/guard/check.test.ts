import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VerifyAnswer } from '../../contract/doors.ts'
import { PROBLEMS, type ProblemName } from '../../contract/problems.ts'
import { after, SECOND } from '../../core/instant.ts'
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
  photo: false,
}
const HOLDER = { maskedName: '王*明', document: { type: 'resident-id', lastFour: '002X' } }

test('a genuine code is shown with the colour that the server gives now, not with the one it was issued with', async () => {
  const found = await checked(await aCode(), { ask: answering(YELLOW) })
  assert.deepEqual(found.finding, YELLOW)
})

test('without an answer in time the gate cannot tell, and knows the holder but shows no colour', async () => {
  const found = await checked(await aCode(), { ask: () => new Promise(() => undefined), wait: async () => undefined })
  assert.deepEqual(found.finding, { kind: 'cannot-tell', because: 'network' })
  assert.deepEqual(found.holder, HOLDER)
})

test('an answer that comes too late is told as well', async () => {
  const first = Promise.withResolvers<void>()
  const found: Checked[] = []
  const late = async () => {
    await first.promise
    return { shown: YELLOW, serverTime: SHOWN_AT }
  }
  await check(aWorld({ ask: late, wait: async () => undefined }), aScan(await aCode()), (event) => {
    found.push(event)
    first.resolve()
  })
  assert.deepEqual(
    found.map(({ finding }) => finding.kind),
    ['cannot-tell', 'colour'],
  )
})

test('no network is called network, a lost session signed out, a refusal the server', async () => {
  const troubles: [Error, string][] = [
    [new TypeError('no network'), 'network'],
    [aProblem('not-signed-in'), 'signed-out'],
    [aProblem('gate-unknown'), 'server'],
    [aProblem('unavailable'), 'server'],
  ]
  for (const [fault, because] of troubles) {
    const found = await checked(await aCode(), { ask: () => Promise.reject(fault) })
    assert.deepEqual(found.finding, { kind: 'cannot-tell', because })
  }
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
  const taken = await checked(demo, { acceptsDemo: true, ask: answering(YELLOW) })
  assert.equal(taken.finding.kind, 'colour')
})

test('off line, clocks that differ by 90 s and a key unknown here are named as what they are', async () => {
  const unreachable = () => Promise.reject(new TypeError('no network'))
  const late = await checked(await aCode(), {
    now: () => after(SHOWN_AT, 90 * SECOND),
    ask: unreachable,
  })
  assert.deepEqual(late.finding, { kind: 'cannot-tell', because: 'clock' })
  const inTime = await checked(await aCode(), {
    now: () => after(SHOWN_AT, 90 * SECOND - 1),
    ask: unreachable,
  })
  assert.deepEqual(inTime.finding, { kind: 'cannot-tell', because: 'network' })
  const unknown = await checked(await aCode(), { keyOf: () => undefined, ask: unreachable })
  assert.deepEqual(unknown.finding, { kind: 'cannot-tell', because: 'unknown-key' })
})

test('on line the server’s clock decides, not this device’s', async () => {
  const found = await checked(await aCode(), {
    now: () => after(SHOWN_AT, 600 * SECOND),
    ask: answering(YELLOW),
  })
  assert.deepEqual(found.finding, YELLOW)
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
    ask: () => assert.fail('asked'),
    wait: () => new Promise(() => undefined),
    ...parts,
  }
}

function aScan(code: string) {
  const scan = { entryId: 'entry-1', at: SHOWN_AT, direction: 'in', guardId: undefined, code } as const
  return { passage: beginPassage(scan), gateId: 'gate' }
}

function answering(shown: VerifyAnswer['shown']): CheckWorld['ask'] {
  return async () => ({ shown, serverTime: SHOWN_AT })
}

function aProblem(name: ProblemName): CallProblem {
  const { status, zh } = PROBLEMS[name]
  return new CallProblem({ type: `/problems/${name}`, title: zh, status, instance: 'urn:request:1' })
}
