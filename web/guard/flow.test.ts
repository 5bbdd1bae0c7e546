import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EntryUpload } from '../../contract/doors.ts'
import type { Colour } from '../../core/colour.ts'
import { instant } from '../../core/instant.ts'
import cafeTakeaway from '../../server/venues/policies/cafe-takeaway.json' with { type: 'json' }
import hospitalEmergency from '../../server/venues/policies/hospital-emergency.json' with { type: 'json' }
import park from '../../server/venues/policies/park.json' with { type: 'json' }
import serviceHall from '../../server/venues/policies/service-hall.json' with { type: 'json' }
import { ADMITTED_SHOWN_MS, begin, step, type Errand, type Event } from './flow.ts'
import { policyAt, type Duty, type Finding } from './passage.ts'
import type { State } from './phase.ts'

const GATE = '00000000-0000-7000-8000-000000000001'
const GUARD = '00000000-0000-7000-8000-000000000002'
const AT = instant(1_650_000_000_000)
const HALL = dutyAt(serviceHall)
const PARK = dutyAt(park)
const TAKEAWAY = dutyAt(cafeTakeaway)
const EMERGENCY = dutyAt(hospitalEmergency)
const CANNOT_TELL: Finding = { kind: 'cannot-tell', because: 'no-list' }
const FAKE: Finding = { kind: 'not-genuine', because: 'signature' }
const DOCUMENT = { type: 'passport', number: 'X1234567' } as const
const DEVICE = { by: 'device', asOf: undefined } as const

test('green is measured, 36.5 °C enters after one second, and one entry is written', () => {
  const door = atDoor(PARK).scan(colour('green'))
  assert.equal(door.at(), 'measuring')
  door.type('365')
  assert.equal(door.at(), 'ended')
  assert.deepEqual(door.entries(), [
    {
      entryId: 'entry-1',
      gateId: GATE,
      guardId: GUARD,
      at: AT,
      direction: 'in',
      code: 'code-1',
      celsius: 36.5,
      shown: 'green',
      decision: 'admitted',
      reason: 'colour',
    },
  ])
  assert.deepEqual(door.errands.at(-1), { do: 'go-on-later', entryId: 'entry-1', afterMs: ADMITTED_SHOWN_MS })
  door.send({ type: 'went-on', at: AT, entryId: 'entry-1' })
  assert.equal(door.at(), 'scanning')
})

test('37.2 °C enters and 37.3 °C does not', () => {
  assert.equal(atDoor(HALL).scan(colour('green')).type('372').end(), 'admitted: colour')
  assert.equal(atDoor(HALL).scan(colour('green')).type('373').end(), 'refused: fever')
})

test('a refusal stays until the guard goes on', () => {
  const door = atDoor(HALL).scan(colour('green')).type('385')
  assert.ok(!door.errands.some((errand) => errand.do === 'go-on-later'))
  door.send({ type: 'went-on', at: AT })
  assert.equal(door.at(), 'scanning')
})

test('not measured is recorded as no temperature', () => {
  const door = atDoor(PARK).scan(colour('green')).send({ type: 'not-measured' })
  assert.equal(door.end(), 'admitted: colour')
  assert.ok(!('celsius' in (door.entries()[0] ?? {})))
})

test('an implausible temperature is asked for again', () => {
  const door = atDoor(PARK).scan(colour('green')).type('339')
  assert.deepEqual(door.state.phase, { ...door.state.phase, at: 'measuring', digits: '', implausible: 33.9 })
  assert.equal(door.type('340').end(), 'admitted: colour')
  assert.equal(atDoor(PARK).scan(colour('green')).type('431').at(), 'measuring')
})

test('a thermometer that types gives the whole temperature at once, and a digit can be taken back', () => {
  assert.equal(
    atDoor(PARK).scan(colour('green')).send({ type: 'thermometer-read', celsius: 36.52 }).entries()[0]?.celsius,
    36.5,
  )
  assert.equal(
    atDoor(PARK).scan(colour('green')).type('38').send({ type: 'erased' }).type('65').entries()[0]?.celsius,
    36.5,
  )
})

test('a service hall refuses yellow, red and grey without measuring', () => {
  for (const name of ['yellow', 'red', 'grey'] as const) {
    assert.equal(atDoor(HALL).scan(colour(name)).end(), 'refused: colour')
  }
})

test('a park has its staff look at yellow before it measures', () => {
  const door = atDoor(PARK).scan(colour('yellow'))
  assert.equal(door.at(), 'looking')
  assert.equal(door.send({ type: 'let-pass' }).at(), 'measuring')
  assert.equal(door.type('365').end(), 'admitted: looked-at')
  assert.equal(atDoor(PARK).scan(colour('yellow')).send({ type: 'declined' }).end(), 'refused: guard-declined')
  assert.equal(atDoor(PARK).scan(colour('red')).end(), 'refused: colour')
})

test('takeaway measures as well, and a closed venue refuses green too', () => {
  assert.equal(atDoor(TAKEAWAY).scan(colour('green')).type('365').end(), 'admitted: colour')
  const closed: Duty = { ...PARK, policy: { ...PARK.policy, mode: 'closed' } }
  assert.equal(atDoor(closed).scan(colour('green')).end(), 'refused: closed')
})

test('an emergency door measures whatever is shown and refuses nobody', () => {
  for (const finding of [colour('red'), colour('grey'), FAKE, CANNOT_TELL]) {
    assert.equal(atDoor(EMERGENCY).scan(finding).type('395').end(), 'admitted: refuses-nobody')
  }
  const without = atDoor(EMERGENCY).send({ type: 'has-no-code', at: AT, entryId: 'e' })
  assert.equal(without.send({ type: 'declined' }).at(), 'offering')
  assert.equal(without.send({ type: 'offer-taken', offer: 'nothing' }).type('365').end(), 'admitted: refuses-nobody')
})

test('a code that is not genuine ends at once, and the next code that is held up is read without a touch', () => {
  const door = atDoor(HALL).scan(FAKE)
  assert.equal(door.end(), 'refused: not-genuine')
  assert.equal(door.read('own-code', 'camera').at(), 'checking')
})

test('after a refused person the camera waits for the guard, a scanner does not', () => {
  assert.equal(atDoor(HALL).scan(colour('red')).read('next-code', 'camera').at(), 'ended')
  assert.equal(atDoor(HALL).scan(colour('red')).read('next-code', 'scanner').at(), 'checking')
})

test('when the gate cannot tell, the document may be left out and the guard decides', () => {
  const door = atDoor(HALL).scan(CANNOT_TELL)
  assert.equal(door.at(), 'identifying')
  door.send({ type: 'document-skipped' }).type('365')
  assert.equal(door.at(), 'deciding')
  assert.equal(door.send({ type: 'let-pass' }).end(), 'admitted: cannot-tell')
  const typed = atDoor(HALL).scan(CANNOT_TELL).send({ type: 'document-typed', document: DOCUMENT }).type('365')
  assert.equal(typed.send({ type: 'let-pass' }).end(), 'admitted: document-seen')
  assert.deepEqual(typed.entries()[0]?.document, DOCUMENT)
  const feverish = atDoor(HALL).scan(CANNOT_TELL).send({ type: 'document-skipped' }).type('373')
  assert.equal(feverish.end(), 'refused: fever')
})

test('the server’s word replaces "cannot tell", and then nothing does', () => {
  const door = atDoor(HALL).scan(CANNOT_TELL)
  door.answer({ kind: 'cannot-tell', because: 'grey' })
  assert.equal(door.at(), 'identifying')
  const other = atDoor(HALL).scan(CANNOT_TELL).answer(colour('green'))
  assert.equal(other.at(), 'measuring')
  assert.deepEqual(other.source(), { by: 'server', corrected: false })
  assert.equal(other.answer(colour('red')).at(), 'measuring')
})

test('the server confirms: nothing that was typed is lost, and a photo may be shown from then on', () => {
  const door = atDoor(PARK).scan(colour('green')).type('36')
  door.answer({ ...colour('green'), photo: true } as Finding)
  assert.deepEqual(door.source(), { by: 'server', corrected: false })
  assert.equal(door.type('5').end(), 'admitted: colour')
})

test('the server corrects green to red while the temperature is taken: refused, by one entry, and the screen knows', () => {
  const door = atDoor(HALL).scan(colour('green')).type('36').answer(colour('red'))
  assert.equal(door.end(), 'refused: colour')
  assert.deepEqual(door.source(), { by: 'server', corrected: true })
  assert.deepEqual(
    door.entries().map(({ entryId, shown }) => [entryId, shown]),
    [['entry-1', 'red']],
  )
})

test('what the guard said of one colour does not count for another', () => {
  const door = atDoor(PARK).scan(colour('yellow')).send({ type: 'let-pass' }).answer(colour('red'))
  assert.equal(door.end(), 'refused: colour')
})

test('whom the device refused and the server admits goes on under a second entry', () => {
  const door = atDoor(HALL).scan(colour('red')).answer(colour('green'))
  assert.equal(door.at(), 'measuring')
  door.type('365')
  assert.deepEqual(
    door.entries().map(({ entryId, shown, decision }) => [entryId, shown, decision]),
    [
      ['entry-1', 'red', 'refused'],
      ['renewed-1', 'green', 'admitted'],
    ],
  )
})

test('who leaves has one entry, whatever the server says after it', () => {
  const door = atDoor(HALL).send({ type: 'turned' }).scan(colour('green')).answer(colour('red'))
  assert.equal(door.entries().length, 1)
})

test('the server’s word about somebody who has gone changes nothing', () => {
  const door = atDoor(HALL).scan(colour('green')).type('365')
  door.send({ type: 'went-on', at: AT }).answer(colour('red'))
  assert.equal(door.at(), 'scanning')
  assert.equal(door.entries().length, 1)
})

test('an answer for another scan changes nothing', () => {
  const door = atDoor(HALL)
    .read('code-1', 'camera')
    .send({ type: 'checked', entryId: 'other', finding: colour('green'), source: DEVICE })
  assert.equal(door.at(), 'checking')
})

test('trying again checks the same scan under the same entry', () => {
  const door = atDoor(HALL).scan(CANNOT_TELL).send({ type: 'tried-again' })
  const again = door.errands.at(-1)
  assert.ok(again?.do === 'check' && again.passage.entryId === 'entry-1' && again.passage.code === 'code-1')
})

test('without a code nothing is offered that the policy does not offer', () => {
  const door = atDoor(TAKEAWAY).send({ type: 'has-no-code', at: AT, entryId: 'e' })
  assert.equal(door.at(), 'offering')
  assert.equal(door.send({ type: 'offer-taken', offer: 'paper' }).at(), 'offering')
  assert.equal(door.send({ type: 'offer-taken', offer: 'nothing' }).at(), 'offering')
  assert.equal(door.send({ type: 'offer-taken', offer: 'document-entry' }).at(), 'identifying')
  assert.equal(door.send({ type: 'document-skipped' }).at(), 'identifying')
  door.send({ type: 'document-typed', document: DOCUMENT }).type('365').send({ type: 'let-pass' })
  assert.equal(door.end(), 'admitted: document-seen')
  const none = atDoor(TAKEAWAY).send({ type: 'has-no-code', at: AT, entryId: 'e' }).send({ type: 'declined' })
  assert.equal(none.end(), 'refused: no-code')
})

test('who is sent to register leaves no entry', () => {
  const door = atDoor(PARK).send({ type: 'has-no-code', at: AT, entryId: 'e' })
  door.send({ type: 'offer-taken', offer: 'register-here' }).send({ type: 'went-on', at: AT })
  assert.equal(door.at(), 'scanning')
  assert.deepEqual(door.entries(), [])
})

test('a sheet of paper opens the door only after the guard has seen the document', () => {
  const door = atDoor(PARK).read('paper', 'camera')
  door.send({ type: 'checked', entryId: 'entry-1', finding: { kind: 'no-code' }, source: DEVICE, paper: true })
  assert.equal(door.at(), 'looking')
  assert.equal(door.send({ type: 'let-pass' }).type('365').end(), 'admitted: paper-seen')
})

test('who leaves is recorded at once and never held back', () => {
  for (const finding of [colour('red'), FAKE, CANNOT_TELL]) {
    const door = atDoor(HALL).send({ type: 'turned' }).scan(finding)
    assert.match(door.end() ?? '', /^admitted/)
    assert.equal(door.entries()[0]?.direction, 'out')
  }
})

test('the same code read again within four seconds is no second scan, also with a new proof', () => {
  const genuine = (proof: string) => `SSM1:${'C'.repeat(300)}${proof.repeat(122)}`
  const door = atDoor(PARK)
  door.read(genuine('A'), 'camera').send({ type: 'went-on', at: AT })
  assert.equal(door.read(genuine('B'), 'camera', 3_999).at(), 'scanning')
  assert.equal(door.read(genuine('B'), 'camera', 3_999 + 3_999).at(), 'scanning')
  assert.equal(door.read(genuine('B'), 'camera', 3_999 + 3_999 + 4_000).at(), 'checking')
})

test('a pasted code is always a new scan', () => {
  const door = atDoor(PARK).read('code', 'pasted').send({ type: 'went-on', at: AT })
  assert.equal(door.read('code', 'pasted').at(), 'checking')
})

test('every passage that ends leaves exactly one entry, and what comes after the end none', () => {
  const door = atDoor(PARK).scan(colour('green')).type('365').type('999').send({ type: 'not-measured' })
  assert.equal(door.entries().length, 1)
})

test('an entry names who was on duty at the scan, also if another one is when it ends', () => {
  const another = '00000000-0000-7000-8000-000000000003'
  const door = atDoor(HALL).scan(colour('green'))
  const { errands } = step(door.state, { type: 'not-measured' }, { ...HALL, guardId: another })
  const entry = errands.flatMap((errand) => (errand.do === 'record' ? [errand.entry] : []))[0]
  assert.equal(entry?.guardId, GUARD)
})

test('a policy is in force from its moment until the next one’s, in whatever order they stand', () => {
  const named = (zh: string) => ({ ...asView(park), name: { zh, en: zh } })
  const policies = [
    { from: 300, policy: named('third') },
    { from: 100, policy: named('first') },
    { from: 200, policy: named('second') },
  ]
  const at = (moment: number) => policyAt(policies, instant(moment)).name.zh
  assert.deepEqual([100, 199, 200, 299, 300].map(at), ['first', 'first', 'second', 'second', 'third'])
})

test('a picture longer than any code is recorded without its text', () => {
  const door = atDoor(HALL).read('x'.repeat(2_001), 'camera')
  door.send({
    type: 'checked',
    entryId: 'entry-1',
    finding: { kind: 'not-genuine', because: 'malformed' },
    source: DEVICE,
  })
  assert.ok(!('code' in (door.entries()[0] ?? {})))
})

function atDoor(duty: Duty) {
  let scans = 0
  const door = {
    state: begin('in') as State,
    errands: [] as Errand[],
    send(event: Event) {
      const { state, errands } = step(door.state, event, duty)
      door.state = state
      door.errands.push(...errands)
      return door
    },
    read(code: string, by: 'camera' | 'scanner' | 'pasted', afterMs = 0) {
      scans += 1
      return door.send({ type: 'read', code, at: instant(AT + afterMs), entryId: `entry-${scans}`, by })
    },
    scan(finding: Finding) {
      door.read(`code-${scans + 1}`, 'camera')
      return door.send({ type: 'checked', entryId: `entry-${scans}`, finding, source: DEVICE })
    },
    /** The server's word about the last scan. */
    answer(finding: Finding) {
      const source = { by: 'server', corrected: false } as const
      return door.send({ type: 'checked', entryId: `entry-${scans}`, finding, source, renewedId: `renewed-${scans}` })
    },
    source() {
      const { phase } = door.state
      return 'passage' in phase && 'source' in phase.passage ? phase.passage.source : undefined
    },
    type(digits: string) {
      for (const digit of digits) door.send({ type: 'digit', digit })
      return door
    },
    at: () => door.state.phase.at,
    end() {
      const { phase } = door.state
      return phase.at === 'ended' ? `${phase.end.decision}: ${phase.end.reason}` : undefined
    },
    entries(): EntryUpload[] {
      return door.errands.flatMap((errand) => (errand.do === 'record' ? [errand.entry] : []))
    },
  }
  return door
}

function colour(name: Colour): Finding {
  return {
    kind: 'colour',
    colour: name,
    maskedName: '王*明',
    document: { type: 'resident-id', lastFour: '0034' },
    photo: false,
  }
}

function dutyAt(policy: unknown): Duty {
  return { gateId: GATE, guardId: GUARD, policy: policyAt([{ from: 0, policy: asView(policy) }], AT) }
}

/** A shipped policy as it comes over the wire. */
function asView(policy: unknown) {
  return policy as Parameters<typeof policyAt>[0][number]['policy']
}
