import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readShownText } from './venue.ts'

function read(typed: string, longest = 40): string | undefined {
  const reading = readShownText(typed, longest)
  return reading.ok ? reading.text : undefined
}

test('a name is kept in one way of writing, without the blanks around it, and with single ones in it', () => {
  assert.equal(read('  人民 \u3000 公园\u00a0'), '人民 公园')
  assert.equal(read('Cafe\u0301 1'), 'Caf\u00e9 1')
})

test('a name has a character at least, and no more than it may', () => {
  for (const nothing of ['', ' ', '\u3000', '\n']) assert.equal(read(nothing), undefined)
  assert.equal(read('园'.repeat(40)), '园'.repeat(40))
  assert.equal(read('园'.repeat(41)), undefined)
  // A character beyond the first 65,536 is one, too.
  assert.equal(read('𠮷'.repeat(40)), '𠮷'.repeat(40))
  assert.equal(read(`  ${'园'.repeat(40)}  `), '园'.repeat(40))
})

test('nothing in a name breaks the line, is not seen, or turns round what is', () => {
  for (const unseen of ['\n', '\t', '\0', '\u2028', '\u200b', '\u202e', '\ud800', '\ufffd', '\ue000']) {
    assert.equal(read(`人民${unseen}公园`), undefined, JSON.stringify(unseen))
  }
})
