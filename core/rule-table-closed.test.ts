import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detailsOf, FACT_KINDS, isFactKind } from './facts.ts'
import { readRuleTable } from './rule-table.ts'
import hangzhou202002 from './tables/hangzhou-2020-02.json' with { type: 'json' }
import shanghai202003 from './tables/shanghai-2020-03.json' with { type: 'json' }
import shanghai202209 from './tables/shanghai-2022-09.json' with { type: 'json' }

// What no row can say, tried at every place of real tables that have all forms between them.

const TABLES = [hangzhou202002, shanghai202003, shanghai202209]
const OPEN_WORDS = ['others', '其他', 'as-needed', 'any', '*', '']
const CLOCK_WORDS = ['now', 'today', 'asOf', 'clock', 'learnedAt']
const PERSON_WORDS = ['person', 'personId', 'name', 'document', '310101199001010010', '王小明']
const WORDS = [...OPEN_WORDS, ...CLOCK_WORDS, ...PERSON_WORDS]
/** What is free text for people to read; it colours nobody. */
const TEXTS = new Set(['title', 'text', 'openText', 'legalBasis', 'endsSooner'])

type Path = readonly (string | number)[]

test('at no place of a table is there room for a column that says others, reads the clock or names a person', () => {
  for (const table of TABLES) {
    for (const { path, value } of placesOf(table)) {
      if (typeof value !== 'object' || Array.isArray(value)) continue
      for (const word of WORDS.filter((word) => !Object.hasOwn(value, word))) {
        assertRefused(changed(table, path, { ...value, [word]: true }), [...path, word])
      }
    }
  }
})

test('no closed word of a table can be exchanged for others, a clock or a person', () => {
  for (const table of TABLES) {
    for (const { path, value } of placesOf(table)) {
      // The names of table and rows are anybody's choice: they are shown and never compared.
      if (typeof value !== 'string' || path.some((name) => TEXTS.has(String(name)))) continue
      if (path.at(-1) === 'name' || path.at(-1) === 'id') continue
      for (const word of WORDS) assertRefused(changed(table, path, word), path)
    }
  }
})

test('no text of a table can fill in the clock or a person', () => {
  for (const table of TABLES) {
    for (const { path, value } of placesOf(table)) {
      if (typeof value !== 'string' || !path.some((name) => name === 'text' || name === 'openText')) continue
      for (const word of WORDS) assertRefused(changed(table, path, `${value}{${word}}`), path)
    }
  }
})

test('no text, no moment and no place of a fact can be compared, since it could single somebody out', () => {
  const table = shanghai202209
  for (const kind of Object.keys(FACT_KINDS).filter(isFactKind)) {
    for (const [detail, type] of Object.entries(detailsOf(kind))) {
      if (typeof type !== 'string' || type === 'number' || type === 'flag') continue
      for (const name of [detail, `${detail}Zh`, `${detail}En`]) {
        for (const way of [
          { eq: '某村' },
          { in: ['某村'] },
          { atLeast: 0 },
          { above: 0 },
          { atMost: 0 },
          { below: 0 },
        ]) {
          const path = ['rows', 0, 'fact']
          assertRefused(changed(table, path, { kind, where: [{ detail: name, ...way }] }), [kind, name])
        }
      }
    }
  }
})

test('the tables themselves are accepted, so that what was refused was the change', () => {
  for (const table of TABLES) assert.ok(readRuleTable(table).ok)
})

function assertRefused(table: unknown, place: Path): void {
  assert.ok(!readRuleTable(table).ok, place.join('.'))
}

/** Every value in a document, with the way to it. */
function placesOf(value: unknown, path: Path = []): { path: Path; value: object | string }[] {
  if (typeof value === 'string') return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [{ path, value }, ...members.flatMap(([name, member]) => placesOf(member, [...path, name]))]
}

/** A copy in which one value is another. */
function changed(document: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value
  const copy = Array.isArray(document) ? [...document] : { ...(document as object) }
  const members = copy as Record<string | number, unknown>
  members[name] = changed(members[name], rest, value)
  return copy
}
