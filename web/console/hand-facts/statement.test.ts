import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handFactText, type HandFactStatement } from '../../../core/hand-fact.ts'
import { instant } from '../../../core/instant.ts'
import { readStatement } from './statement.ts'

const STATEMENT: HandFactStatement = {
  document: 'suishenma-hand-fact-1',
  factId: '01960000-0000-7000-8000-000000000001',
  personHash: 'ab'.repeat(32),
  kind: 'contact',
  from: instant(1_650_000_000_000),
  to: instant(1_650_100_000_000),
  details: { degree: 'close' },
  organisationId: '01960000-0000-7000-8000-000000000002',
  attachmentHash: 'cd'.repeat(32),
  draftedAt: instant(1_650_000_000_000),
}

test('a statement is read as it was written', () => {
  assert.deepEqual(readStatement(handFactText(STATEMENT)), STATEMENT)
})

test('a text that says something twice, in another order, or something else, is nothing to sign', () => {
  const text = handFactText(STATEMENT)
  for (const other of [
    text.replace('"kind":"contact"', '"kind":"contact","kind":"contact"'),
    text.replace('{', '{ '),
    JSON.stringify(STATEMENT),
    text.replace('suishenma-hand-fact-1', 'suishenma-table-1'),
    'null',
    '',
  ]) {
    assert.equal(readStatement(other), undefined, other)
  }
})
