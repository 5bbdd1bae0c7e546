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
import { asPolicy, type Duty, type Finding } from './passage.ts'
import type { State } from './phase.ts'

const GATE = '00000000-0000-7000-8000-000000000001'
const GUARD = '00000000-0000-7000-8000-000000000002'
const HALL = dutyAt(serviceHall)
const PARK = dutyAt(park)
const TAKEAWAY = dutyAt(cafeTakeaway)
const EMERGENCY = dutyAt(hospitalEmergency)
const CANNOT_TELL: Finding = { kind: 'cannot-tell', because: 'network' }
const FAKE: Finding = { kind: 'not-genuine', because: 'signature' }
const DOCUMENT = { type: 'passport', number: 'X1234567' } as const
const AT = instant(1_650_000_000_000)

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

test('a late answer replaces "cannot tell", and no other', () => {
  const door = atDoor(HALL).scan(CANNOT_TELL)
  door.send({ type: 'checked', entryId: 'entry-1', finding: { kind: 'cannot-tell', because: 'server' } })
  assert.equal(door.at(), 'identifying')
  assert.equal(door.send({ type: 'checked', entryId: 'entry-1', finding: colour('green') }).at(), 'measuring')
  door.send({ type: 'checked', entryId: 'entry-1', finding: colour('red') })
  assert.equal(door.at(), 'measuring')
})

test('an answer for another scan changes nothing', () => {
  const door = atDoor(HALL)
    .read('code-1', 'camera')
    .send({ type: 'checked', entryId: 'other', finding: colour('green') })
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
  door.send({ type: 'checked', entryId: 'entry-1', finding: { kind: 'no-code' }, paper: true })
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

test('an entry names who was on duty at the scan, also if another one is when it ends, and nobody where the device knows none', () => {
  const another = '00000000-0000-7000-8000-000000000003'
  for (const [first, named] of [
    [GUARD, GUARD],
    [undefined, undefined],
  ] as const) {
    const door = atDoor({ ...HALL, guardId: first }).scan(colour('green'))
    const { errands } = step(door.state, { type: 'not-measured' }, { ...HALL, guardId: another })
    const entry = errands.flatMap((errand) => (errand.do === 'record' ? [errand.entry] : []))[0]
    assert.equal(entry?.guardId, named)
    assert.equal(entry !== undefined && 'guardId' in entry, named !== undefined)
  }
})

test('a picture longer than any code is recorded without its text', () => {
  const door = atDoor(HALL).read('x'.repeat(2_001), 'camera')
  door.send({ type: 'checked', entryId: 'entry-1', finding: { kind: 'not-genuine', because: 'malformed' } })
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
      return door.read(`code-${scans + 1}`, 'camera').send({ type: 'checked', entryId: `entry-${scans}`, finding })
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
  return { gateId: GATE, guardId: GUARD, policy: asPolicy(policy as Parameters<typeof asPolicy>[0]) }
}
