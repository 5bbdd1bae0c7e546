import assert from 'node:assert/strict'
import { test } from 'node:test'
import { optionsBelow } from './division-lists.ts'

test('below a code stand the divisions whose codes begin with it, and no others', () => {
  const names = { '1301': '甲市', '1302': '乙市', '3101': '丙市' }
  assert.deepEqual(optionsBelow(names, '13'), [
    { value: '1301', label: '甲市' },
    { value: '1302', label: '乙市' },
  ])
  assert.deepEqual(optionsBelow(names, '99'), [])
})
