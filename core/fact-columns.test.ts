import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { someFacts } from '../test/fact-arbitraries.ts'
import { at } from './cases/cases.ts'
import { CHUNK_PEOPLE, columnsOf, emptyColumns, peopleOf, type ColumnPerson } from './fact-columns.ts'
import { decodeColumns, encodeColumns } from './fact-columns-bytes.ts'
import { shapeOf } from './fact-shapes.ts'
import { after, instant } from './instant.ts'

const aPerson: fc.Arbitrary<ColumnPerson> = fc.record({
  facts: someFacts,
  identityConfirmed: fc.boolean(),
  district: fc.integer({ min: 0, max: 255 }),
})
const somePeople = fc.array(aPerson, { maxLength: 12 })

/** What rules can tell of people. */
function told(people: readonly ColumnPerson[]): ColumnPerson[] {
  return people.map(({ facts, ...person }) => ({
    ...person,
    facts: facts.map((fact) => ({ ...shapeOf(fact), period: fact.period })),
  }))
}

const order = { kind: 'quarantine-order', details: { place: 'central', action: 'ordered' } } as const
const SAMPLE: readonly ColumnPerson[] = [
  { facts: [], identityConfirmed: true, district: 1 },
  {
    facts: [
      { ...order, period: { from: at('2022-04-15 08:21'), to: undefined } },
      { kind: 'test-result', details: { result: 'negative' }, period: { from: instant(-1), to: instant(-2) } },
    ],
    identityConfirmed: false,
    district: 255,
  },
  {
    facts: [{ ...order, period: { from: at('2022-04-01'), to: at('2022-04-15') } }],
    identityConfirmed: true,
    district: 0,
  },
]

test('columns hold of everybody what rules can tell, in order, and nothing else', () => {
  fc.assert(fc.property(somePeople, (people) => assert.deepEqual(peopleOf(columnsOf(people)), told(people))))
  const [fact] = peopleOf(
    columnsOf([
      {
        facts: [
          {
            kind: 'stay-in-area',
            period: { from: at('2022-04-15'), to: undefined },
            details: { level: 'high', placeZh: '某村', stayEn: 'a village', listId: 'x', publishedAt: 1 },
          },
        ],
        identityConfirmed: true,
        district: 0,
      },
    ]),
  )[0]!.facts
  assert.deepEqual(fact!.details, { level: 'high' })
})

test('columns come back from their bytes as they were', () => {
  for (const people of [[], SAMPLE])
    assert.deepEqual(decodeColumns(encodeColumns(columnsOf(people))), columnsOf(people))
  fc.assert(
    fc.property(somePeople, fc.constantFrom(0, 1, 30_000), (people, ms) => {
      const shifted = people.map((person) => ({
        ...person,
        facts: person.facts.map((fact) => ({ ...fact, period: { ...fact.period, from: after(fact.period.from, ms) } })),
      }))
      const columns = columnsOf(shifted)
      assert.deepEqual(decodeColumns(encodeColumns(columns)), columns)
    }),
  )
})

test('a whole chunk with a test each comes back, in less than nine bytes a person', () => {
  const from = at('2022-09-10 08:00')
  const people = Array.from({ length: CHUNK_PEOPLE }, (_, person): ColumnPerson => {
    const sampled = after(from, person * 1_000)
    const details = { result: 'negative', sample: 'single' }
    return {
      facts: [{ kind: 'test-result', details, period: { from: sampled, to: sampled } }],
      identityConfirmed: person % 3 > 0,
      district: person % 17,
    }
  })
  const columns = columnsOf(people)
  const bytes = encodeColumns(columns)
  assert.ok(bytes.length < 9 * CHUNK_PEOPLE, String(bytes.length))
  assert.deepEqual(decodeColumns(bytes), columns)
})

test('a byte that was changed anywhere, to anything, is noticed', () => {
  const bytes = encodeColumns(columnsOf(SAMPLE))
  for (let place = 0; place < bytes.length; place += 1) {
    for (let flips = 1; flips < 256; flips += 1) {
      const damaged = bytes.slice()
      damaged[place]! ^= flips
      assert.throws(() => decodeColumns(damaged), RangeError, `byte ${place} with ${flips}`)
    }
  }
})

test('bytes that are cut off anywhere, or go on, are refused', () => {
  const bytes = encodeColumns(columnsOf(SAMPLE))
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => decodeColumns(bytes.subarray(0, length)), RangeError, `${length} bytes`)
  }
  assert.throws(() => decodeColumns(Uint8Array.of(...bytes, 0)), RangeError)
})

test('columns that do not fit together are not written', () => {
  const columns = columnsOf(SAMPLE)
  const wrong = [
    { ...columns, district: new Uint8Array(2) },
    { ...columns, first: Uint32Array.of(0, 0, 2, 1) },
    { ...columns, shape: Uint16Array.of(0, 1, 9) },
    { ...columns, from: Float64Array.of(0, 0.5, 1) },
    { ...columns, to: Float64Array.of(0, Infinity, 1) },
    { ...columns, confirmed: Uint8Array.of(0, 2, 1) },
  ]
  for (const one of wrong) assert.throws(() => encodeColumns(one), RangeError)
})

test('a chunk has room for so many people and no more, and a district is a byte', () => {
  const person = { facts: [], identityConfirmed: true, district: 0 }
  const full = Array.from({ length: CHUNK_PEOPLE }, () => person)
  assert.equal(columnsOf(full).confirmed.length, CHUNK_PEOPLE)
  assert.throws(() => columnsOf([...full, person]), RangeError)
  for (const district of [-1, 256, NaN]) assert.throws(() => columnsOf([{ ...person, district }]), RangeError)
  assert.deepEqual(columnsOf([]), emptyColumns(0, 0))
})
