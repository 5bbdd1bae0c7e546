import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COLOURS } from '../../core/colour.ts'
import type { DoorEnd } from '../../core/door.ts'
import { instant } from '../../core/instant.ts'
import hospitalEmergency from '../../server/venues/policies/hospital-emergency.json' with { type: 'json' }
import park from '../../server/venues/policies/park.json' with { type: 'json' }
import { GUARD } from '../kit/dictionary/guard.ts'
import { announcementOf } from './announce.ts'
import { beginPassage, policyAt, type Answered, type Duty, type Finding } from './passage.ts'
import { measuring, type Phase } from './phase.ts'
import { signOf } from './sign.ts'

const PARK = dutyAt(park)
const EMERGENCY = dutyAt(hospitalEmergency)
const FAKE: Finding = { kind: 'not-genuine', because: 'expired' }
const CLOCK: Finding = { kind: 'cannot-tell', because: 'clock' }

test('the three families differ in ground, shape, word and sound', () => {
  const phases: (Phase & { passage: Answered })[] = [
    ended(colour('red'), { decision: 'refused', reason: 'fever' }),
    ended(FAKE, { decision: 'refused', reason: 'not-genuine' }),
    { at: 'identifying', passage: about(CLOCK) },
  ]
  const signs = phases.map((phase) => signOf(phase, PARK))
  for (const part of ['ground', 'shape', 'word'] as const)
    assert.equal(new Set(signs.map((sign) => sign[part])).size, 3, part)
  assert.equal(new Set(phases.map((phase) => announcementOf(phase, PARK)?.tone)).size, 3)
})

test('a gate’s own trouble is never on the ground of a colour, and always says what to do', () => {
  for (const because of ['clock', 'unknown-key', 'grey', 'stale-list', 'no-list'] as const) {
    for (const duty of [PARK, EMERGENCY]) {
      const sign = signOf({ at: 'identifying', passage: about({ kind: 'cannot-tell', because }) }, duty)
      assert.equal(sign.ground, 'cannot-tell')
      assert.ok(sign.because && sign.next)
    }
  }
})

test('each colour has its own shape', () => {
  const shapes = COLOURS.map((name) => signOf({ at: 'looking', passage: about(colour(name)) }, PARK).shape)
  assert.deepEqual(shapes, ['circle', 'triangle', 'square', 'ring'])
})

test('a refused colour keeps the square of a refusal and its own ground', () => {
  const sign = signOf(ended(colour('yellow'), { decision: 'refused', reason: 'colour' }), PARK)
  assert.deepEqual([sign.ground, sign.shape, sign.word, sign.colour], ['yellow', 'square', GUARD.mayNotEnter, 'yellow'])
})

test('green is said aloud, other colours and fever never', () => {
  for (const [name, text] of Object.entries(GUARD)) {
    if (name.startsWith('say'))
      assert.doesNotMatch(`${text.zh} ${text.en}`, /黄|红|灰|发热|fever|yellow|red\b|grey/i, name)
  }
  assert.equal(announcementOf(measuring(about(colour('green')), ''), PARK)?.sentence, GUARD.sayGreen)
  assert.equal(announcementOf(measuring(about(colour('red')), ''), EMERGENCY)?.sentence, GUARD.sayMeasure)
})

test('digits under way are not spoken over', () => {
  assert.equal(announcementOf(measuring(about(colour('green')), '3'), PARK), undefined)
})

test('takeaway is said as takeaway, leaving as leaving', () => {
  const takeaway: Duty = { ...PARK, policy: { ...PARK.policy, mode: 'takeaway-only' } }
  const end: DoorEnd = { decision: 'admitted', reason: 'colour' }
  assert.equal(signOf(ended(colour('green'), end), takeaway).word, GUARD.mayTakeAway)
  const leaving: Phase & { passage: Answered } = {
    at: 'ended',
    passage: { ...about(colour('green')), direction: 'out' },
    end,
  }
  assert.equal(signOf(leaving, takeaway).word, GUARD.left)
})

function ended(finding: Finding, end: DoorEnd): Phase & { passage: Answered } {
  return { at: 'ended', passage: about(finding), end }
}

function about(finding: Finding): Answered {
  const scan = { entryId: 'e', at: instant(0), direction: 'in', guardId: 'guard', code: 'code' } as const
  return { ...beginPassage(scan), finding, source: { by: 'device', asOf: undefined }, celsius: 37.5 }
}

function colour(name: (typeof COLOURS)[number]): Finding {
  return {
    kind: 'colour',
    colour: name,
    maskedName: '王*明',
    document: { type: 'passport', lastFour: '4567' },
    photo: false,
  }
}

function dutyAt(policy: unknown): Duty {
  const view = policy as Parameters<typeof policyAt>[0][number]['policy']
  return { gateId: 'gate', guardId: 'guard', policy: policyAt([{ from: 0, policy: view }], instant(0)) }
}
