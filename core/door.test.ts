import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import cafeOpen from '../server/venues/policies/cafe-open.json' with { type: 'json' }
import cafeTakeaway from '../server/venues/policies/cafe-takeaway.json' with { type: 'json' }
import hospitalEmergency from '../server/venues/policies/hospital-emergency.json' with { type: 'json' }
import park from '../server/venues/policies/park.json' with { type: 'json' }
import serviceHall from '../server/venues/policies/service-hall.json' with { type: 'json' }
import { COLOURS, type Colour } from './colour.ts'
import {
  conclude,
  concludeLeaving,
  firstAnswer,
  isFever,
  isPlausible,
  refusesNobody,
  type CannotTell,
  type DoorPolicy,
  type Shown,
  type Visit,
} from './door.ts'

const HALL = asPolicy(serviceHall)
const PARK = asPolicy(park)
const TAKEAWAY = asPolicy(cafeTakeaway)
const CAFE = asPolicy(cafeOpen)
const EMERGENCY = asPolicy(hospitalEmergency)
const SHIPPED = [HALL, PARK, TAKEAWAY, CAFE, EMERGENCY]

const CANNOT_TELL: readonly CannotTell[] = ['clock', 'unknown-key', 'stale-list', 'no-list', 'grey']
const anyColour = fc.constantFrom(...COLOURS)
const anyShown: fc.Arbitrary<Shown> = fc.oneof(
  anyColour.map((colour) => ({ kind: 'colour', colour }) as const),
  fc.constant({ kind: 'no-code' } as const),
  fc.constant({ kind: 'not-genuine' } as const),
  fc.constantFrom(...CANNOT_TELL).map((because) => ({ kind: 'cannot-tell', because }) as const),
)
const anyVisit: fc.Arbitrary<Visit> = fc.record({
  shown: anyShown,
  celsius: fc.option(
    fc.integer({ min: 340, max: 430 }).map((tenths) => tenths / 10),
    { nil: undefined },
  ),
  seen: fc.constantFrom('document', 'paper', undefined),
  guard: fc.constantFrom('lets-pass', 'declines', undefined),
})
const anyPolicy: fc.Arbitrary<DoorPolicy> = fc.record({
  name: fc.constant({ zh: '任意', en: 'any' }),
  mode: fc.constantFrom('open', 'takeaway-only', 'closed'),
  admitted: fc.subarray([...COLOURS]),
  lookedAt: fc.subarray([...COLOURS]),
  refused: fc.subarray([...COLOURS]),
  withoutCode: fc.subarray(['register-here', 'paper', 'document-entry'] as const),
  feverCelsius: fc.constantFrom(37.3, undefined),
  cannotTell: fc.constantFrom('document-and-temperature', 'admit-and-record'),
  photo: fc.boolean(),
})

const answers: [string, DoorPolicy, Record<Colour, string>][] = [
  ['a service hall measures green only', HALL, { green: 'measure', yellow: 'refuse', red: 'refuse', grey: 'refuse' }],
  ['a park looks at yellow and grey', PARK, { green: 'measure', yellow: 'look', red: 'refuse', grey: 'look' }],
  ['a café measures green', CAFE, { green: 'measure', yellow: 'refuse', red: 'refuse', grey: 'look' }],
  [
    'takeaway asks as much as sitting inside',
    TAKEAWAY,
    { green: 'measure', yellow: 'refuse', red: 'refuse', grey: 'look' },
  ],
  [
    'an emergency door measures every colour',
    EMERGENCY,
    { green: 'measure', yellow: 'measure', red: 'measure', grey: 'measure' },
  ],
]
for (const [sentence, policy, expected] of answers) {
  test(sentence, () => {
    for (const colour of COLOURS)
      assert.equal(firstAnswer(policy, { kind: 'colour', colour }), expected[colour], colour)
  })
}

test('a closed venue refuses everybody first, whatever was shown', () => {
  fc.assert(
    fc.property(anyPolicy, anyShown, (policy, shown) => firstAnswer({ ...policy, mode: 'closed' }, shown) === 'refuse'),
  )
  assert.deepEqual(conclude({ ...PARK, mode: 'closed' }, visit('green')), { decision: 'refused', reason: 'closed' })
})

test('37.2 °C passes and 37.3 °C does not, under every shipped policy with a limit', () => {
  for (const policy of [HALL, PARK, TAKEAWAY, CAFE]) {
    assert.deepEqual(conclude(policy, visit('green', 37.2)), { decision: 'admitted', reason: 'colour' })
    assert.deepEqual(conclude(policy, visit('green', 37.3)), { decision: 'refused', reason: 'fever' })
  }
  assert.equal(isFever(EMERGENCY, 41), false)
})

test('who was not measured has no fever', () => {
  fc.assert(fc.property(anyPolicy, (policy) => !isFever(policy, undefined)))
})

test('33.9 °C and 43.1 °C are measured again, 34.0 °C and 43.0 °C are not', () => {
  assert.deepEqual([33.9, 34, 43, 43.1].map(isPlausible), [false, true, true, false])
})

test('of the shipped policies only the emergency door refuses nobody', () => {
  assert.deepEqual(SHIPPED.filter(refusesNobody), [EMERGENCY])
  assert.equal(refusesNobody({ ...EMERGENCY, mode: 'closed' }), false)
  assert.equal(refusesNobody({ ...EMERGENCY, feverCelsius: 37.3 }), false)
  assert.equal(refusesNobody({ ...EMERGENCY, admitted: ['green', 'yellow', 'grey'] }), false)
})

test('a door that refuses nobody admits every visit, and says why', () => {
  fc.assert(
    fc.property(anyVisit, (any) => {
      assert.deepEqual(conclude(EMERGENCY, any), { decision: 'admitted', reason: 'refuses-nobody' })
    }),
  )
})

test('a look ends by the guard’s word, and fever weighs more', () => {
  const looked = (celsius: number, guard: Visit['guard']) => conclude(PARK, { ...visit('yellow', celsius), guard })
  assert.deepEqual(looked(36.5, 'lets-pass'), { decision: 'admitted', reason: 'looked-at' })
  assert.deepEqual(looked(36.5, 'declines'), { decision: 'refused', reason: 'guard-declined' })
  assert.deepEqual(looked(36.5, undefined), { decision: 'refused', reason: 'guard-declined' })
  assert.deepEqual(looked(38, 'lets-pass'), { decision: 'refused', reason: 'fever' })
})

test('when the gate cannot tell, document, temperature and the guard decide', () => {
  const shown: Shown = { kind: 'cannot-tell', because: 'no-list' }
  const ended = (more: Partial<Visit>) => conclude(HALL, { ...visit('green', 36.5), shown, ...more })
  assert.deepEqual(ended({ guard: 'lets-pass' }), { decision: 'admitted', reason: 'cannot-tell' })
  assert.deepEqual(ended({ guard: 'lets-pass', seen: 'document' }), { decision: 'admitted', reason: 'document-seen' })
  assert.deepEqual(ended({ guard: 'declines', seen: 'document' }), { decision: 'refused', reason: 'guard-declined' })
  assert.deepEqual(ended({ guard: 'lets-pass', celsius: 37.3 }), { decision: 'refused', reason: 'fever' })
})

test('a gate that admits and records needs no word of the guard when it cannot tell', () => {
  const policy: DoorPolicy = { ...PARK, cannotTell: 'admit-and-record' }
  const end = conclude(policy, { ...visit('green'), shown: { kind: 'cannot-tell', because: 'clock' } })
  assert.deepEqual(end, { decision: 'admitted', reason: 'cannot-tell' })
})

test('without a code only a document or a sheet of paper opens the door', () => {
  const ended = (policy: DoorPolicy, seen: Visit['seen']) =>
    conclude(policy, { shown: { kind: 'no-code' }, celsius: 36.5, seen, guard: 'lets-pass' })
  assert.deepEqual(ended(HALL, undefined), { decision: 'refused', reason: 'no-code' })
  assert.deepEqual(ended(HALL, 'document'), { decision: 'admitted', reason: 'document-seen' })
  assert.deepEqual(ended(HALL, 'paper'), { decision: 'admitted', reason: 'paper-seen' })
  assert.deepEqual(ended({ ...HALL, withoutCode: [] }, 'document'), { decision: 'refused', reason: 'no-code' })
})

test('nobody is refused because the gate is at fault', () => {
  fc.assert(
    fc.property(anyPolicy, fc.constantFrom(...CANNOT_TELL), (policy, because) => {
      fc.pre(policy.mode !== 'closed')
      const end = conclude(policy, {
        shown: { kind: 'cannot-tell', because },
        celsius: undefined,
        seen: undefined,
        guard: 'lets-pass',
      })
      assert.equal(end.decision, 'admitted')
    }),
  )
})

test('a code that is not genuine opens no door that refuses anybody', () => {
  fc.assert(
    fc.property(anyPolicy, anyVisit, (policy, any) => {
      fc.pre(!refusesNobody(policy))
      assert.equal(conclude(policy, { ...any, shown: { kind: 'not-genuine' } }).decision, 'refused')
    }),
  )
})

test('a higher temperature never opens a door', () => {
  fc.assert(
    fc.property(anyPolicy, anyVisit, fc.integer({ min: 1, max: 50 }), (policy, any, tenths) => {
      fc.pre(any.celsius !== undefined && conclude(policy, any).decision === 'refused')
      const hotter = { ...any, celsius: (any.celsius ?? 0) + tenths / 10 }
      assert.equal(conclude(policy, hotter).decision, 'refused')
    }),
  )
})

test('nobody who leaves is held back', () => {
  fc.assert(fc.property(anyShown, (shown) => concludeLeaving(shown).decision === 'admitted'))
})

function visit(colour: Colour, celsius?: number): Visit {
  return { shown: { kind: 'colour', colour }, celsius, seen: undefined, guard: undefined }
}

function asPolicy(document: unknown): DoorPolicy {
  const policy = document as DoorPolicy
  return { ...policy, feverCelsius: policy.feverCelsius }
}
