import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { levelsOf, type ListedLevel } from './area-level.ts'
import { instant } from './instant.ts'

type Level = ListedLevel['level']

function lists(...levels: Level[]): ListedLevel[] {
  return levels.map((level, place) => ({ publishedAt: instant((place + 1) * 100), listId: `list-${place + 1}`, level }))
}

function spans(of: readonly ListedLevel[]): [string, number, number | undefined][] {
  return levelsOf(of).map(({ level, from, to }) => [level, from, to])
}

test('a level holds from the first list that names it to the first later one that does not', () => {
  assert.deepEqual(spans(lists(undefined, 'high', 'high', undefined, undefined)), [['high', 200, 400]])
})

test('after the last list a level stays open, and its age can be told', () => {
  const [period] = levelsOf(lists('medium', 'medium', 'medium'))
  assert.deepEqual(period, {
    level: 'medium',
    from: 100,
    to: undefined,
    listId: 'list-1',
    lastListId: 'list-3',
    lastPublishedAt: 300,
  })
})

test('a change of level ends one period where the next begins', () => {
  assert.deepEqual(spans(lists('high', 'medium', 'high')), [
    ['high', 100, 200],
    ['medium', 200, 300],
    ['high', 300, undefined],
  ])
})

test('an area listed again after a pause has two periods', () => {
  assert.deepEqual(spans(lists('medium', undefined, 'medium')), [
    ['medium', 100, 200],
    ['medium', 300, undefined],
  ])
})

test('low risk and not being named are the same', () => {
  assert.deepEqual(spans(lists('low', 'high', 'low')), [['high', 200, 300]])
  assert.deepEqual(spans(lists('low')), [])
  assert.deepEqual(spans([]), [])
})

test('of two lists of the same moment the one with the greater id counts', () => {
  const twice = [
    { publishedAt: instant(100), listId: 'a', level: 'high' },
    { publishedAt: instant(100), listId: 'b', level: 'medium' },
  ] as const
  assert.deepEqual(spans(twice), [['medium', 100, undefined]])
  assert.deepEqual(spans(twice.toReversed()), [['medium', 100, undefined]])
})

test('the order in which lists arrive does not matter, and periods never overlap or touch at one level', () => {
  const level = fc.constantFrom<Level>('high', 'medium', 'low', undefined)
  const arrived = fc
    .array(fc.record({ publishedAt: fc.integer({ min: 0, max: 20 }).map(instant), level }), { maxLength: 12 })
    .map((entries) => entries.map((entry, place) => ({ ...entry, listId: `list-${String(place).padStart(2, '0')}` })))
  fc.assert(
    fc.property(
      arrived.chain((entries) =>
        fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
      ),
      ([entries, shuffled]) => {
        const periods = levelsOf(entries)
        assert.deepEqual(levelsOf(shuffled), periods)
        for (const [place, period] of periods.entries()) {
          const next = periods[place + 1]
          assert.ok(period.to === undefined ? next === undefined : period.to > period.from)
          if (next !== undefined)
            assert.ok(next.from > period.to! || (next.from === period.to && next.level !== period.level))
        }
      },
    ),
  )
})
