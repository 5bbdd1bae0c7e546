import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HAND_KINDS } from '../../core/hand-fact.ts'
import { columnsOfKind } from '../../core/row-kinds.ts'
import { DETAIL_NAMES, DETAIL_WORDS } from './dictionary/fact-kinds.ts'

test('whatever an officer may write by hand has a name, and so has each word that he may choose', () => {
  const columns = HAND_KINDS.flatMap((kind) => columnsOfKind(kind))
  const words = columns.flatMap(({ type }) => (Array.isArray(type) ? (type as readonly string[]) : []))
  assert.deepEqual(
    columns.map(({ detail }) => detail).filter((detail) => !DETAIL_NAMES[detail]),
    [],
  )
  assert.deepEqual(
    words.filter((word) => !DETAIL_WORDS[word]),
    [],
  )
})
