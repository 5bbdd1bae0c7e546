import assert from 'node:assert/strict'
import { test } from 'node:test'
import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import { readDocument } from '../../core/document.ts'
import { documentHash } from '../kit/seal.ts'
import { DEMO_PEOPLE, findHandle, handleOf, SHOW_HANDLES } from './handles.ts'
import { demoPerson, type DemoPerson } from './people.ts'
import { demoPhoto } from './photo.ts'
import { demoRegister } from './register.ts'

const KEYS = {
  kek: new Uint8Array(32),
  blindIndex: new Uint8Array(32).fill(7),
  evaluatorMac: new Uint8Array(32),
  cookie: new Uint8Array(32),
}

function everybody(seed: string): DemoPerson[] {
  return Array.from({ length: DEMO_PEOPLE }, (_, index) => demoPerson(seed, index))
}

test('the same seed makes the same people, in whatever order they are asked for', () => {
  const backwards = Array.from({ length: DEMO_PEOPLE }, (_, place) =>
    demoPerson('a', DEMO_PEOPLE - 1 - place),
  ).toReversed()
  assert.deepEqual(backwards, everybody('a'))
})

test('another seed makes other people of the same kinds', () => {
  const [here, there] = [everybody('a'), everybody('b')]
  assert.deepEqual(
    here.map(({ kind, standing }) => [kind, standing]),
    there.map(({ kind, standing }) => [kind, standing]),
  )
  const alike = here.filter(({ name }, index) => name === there[index]!.name)
  assert.ok(alike.length < 10, `${alike.length} of 2,000 have the same name`)
})

for (const seed of ['suishenma', 'a', 'b']) {
  test(`all documents of the seed ${seed} are valid, in canonical form, and nobody's twice`, () => {
    const people = everybody(seed)
    for (const { document } of people) {
      assert.deepEqual(readDocument(document.type, document.number), { ok: true, document })
    }
    assert.equal(new Set(people.map(({ document }) => `${document.type} ${document.number}`)).size, DEMO_PEOPLE)
  })

  test(`no name of the seed ${seed} holds a piece of the name of a district or street`, () => {
    const places = [...Object.values(streetTable.districts), ...Object.values(streetTable.streets)]
    const pieces = new Set(places.flatMap((place) => [...place].slice(1).map((_, at) => place.slice(at, at + 2))))
    for (const { name } of everybody(seed)) {
      const pairs = [...name].slice(1).map((_, at) => name.slice(at, at + 2))
      assert.deepEqual(
        pairs.filter((pair) => pieces.has(pair)),
        [],
        name,
      )
    }
  })
}

test('documents are of divisions, numbers and states that do not exist', () => {
  for (const { document } of everybody('a')) {
    const marks = {
      'resident-id': /^\d\d009[89]/,
      'hk-macao-permit': /^H9999/,
      'taiwan-permit': /^9999/,
      passport: /^DEMO/,
    }
    assert.match(document.number, marks[document.type as keyof typeof marks])
  }
})

test('Chinese names have three characters, telephones an unassigned prefix, addresses a real street', () => {
  for (const { name, kind, phone, address } of everybody('a')) {
    assert.match(name, kind === 'foreigner' ? /^[A-Z][a-z]+ [A-Z][a-z]+$/ : /^\p{Script=Han}{3}$/u)
    assert.match(phone ?? '15400000000', /^1540000\d{4}$/)
    assert.ok(address.divisionCode in streetTable.streets)
  }
})

test('every kind of person of the city is there, and about 1,700 have registered', () => {
  const people = everybody('a')
  const kinds = new Set(people.map(({ kind }) => kind))
  assert.deepEqual([...kinds].toSorted(), ['adult', 'arrival', 'child', 'elder', 'foreigner', 'hk-macao', 'taiwan'])
  const registered = people.filter(({ standing }) => standing !== 'unregistered').length
  assert.ok(registered > 1_650 && registered < 1_750, String(registered))
  assert.ok(people.some(({ kind, phone }) => kind === 'elder' && phone === undefined))
})

test('a handle names one person, however it is typed, and says nothing about him', () => {
  assert.equal(findHandle('p0001'), 0)
  assert.equal(findHandle('p2000'), 1_999)
  assert.equal(findHandle('p2001'), undefined)
  assert.equal(findHandle('p0000'), undefined)
  assert.equal(findHandle(' Ｇreen-1 '), findHandle('green-1'))
  assert.equal(findHandle('green-99'), undefined)
  assert.equal(new Set(SHOW_HANDLES.map(({ handle }) => handle)).size, SHOW_HANDLES.length)
  for (const { index, handle } of SHOW_HANDLES) {
    assert.equal(findHandle(handle), findHandle(handleOf(index)))
    const { name, document } = demoPerson('a', index)
    assert.equal(handle.includes(name) || handle.includes(document.number), false)
  }
})

test('the register knows everybody with a resident ID card and nobody else', async () => {
  const register = demoRegister({ keys: KEYS }, 'a')
  for (const role of ['new-1', 'away-1', 'child-1', 'visitor-1', 'permit-1', 'plain-1']) {
    const person = demoPerson('a', findHandle(role)!)
    const record = await register.find(documentHash(KEYS, person.document))
    assert.equal(record?.name, person.inRegister ? person.name : undefined, role)
    assert.equal(record?.residesHere, person.inRegister ? person.kind !== 'arrival' : undefined, role)
  }
  assert.equal(await register.find(documentHash(KEYS, { type: 'passport', number: 'NOBODY1' })), undefined)
})

test('a picture is a small drawing that runs nothing and loads nothing', () => {
  for (let index = 0; index < 200; index += 1) {
    const { mediaType, bytes } = demoPhoto('a', index)
    const svg = Buffer.from(bytes).toString('utf8')
    assert.equal(mediaType, 'image/svg+xml')
    assert.ok(bytes.length < 2_000)
    assert.doesNotMatch(svg, /script|href|on\w+=|url\(|<image|foreignObject/i)
  }
  assert.deepEqual(demoPhoto('a', 3), demoPhoto('a', 3))
  assert.notDeepEqual(demoPhoto('a', 3), demoPhoto('a', 4))
})
