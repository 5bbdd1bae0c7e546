import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { after, parseDay, startOfDay, type Instant } from '../../core/instant.ts'
import { findTable, FIRST, getTable, SHIPPED } from './table.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'core', 'tables')

function startOf(day: string): Instant {
  return startOfDay(parseDay(day)!)
}

test('every table of the folder is shipped, and no other', () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''))
  assert.deepEqual(
    SHIPPED.map((table) => table.name),
    names.toSorted(),
  )
})

test('of the shipped tables April 2022 is in force, from its first moment on', () => {
  const begin = startOf('2022-04-01')
  const nameAt = (at: Instant): string | undefined => findTable([FIRST], at)?.name
  assert.equal(nameAt(after(begin, -1)), undefined)
  assert.equal(nameAt(begin), 'shanghai-2022-04')
  assert.equal(nameAt(startOf('2022-09-01')), 'shanghai-2022-04')
})

test('a table is found by name and version while it is or was in force, and no other is', () => {
  assert.equal(getTable([FIRST], { name: 'shanghai-2022-04', version: '1.0.0' }), FIRST.table)
  assert.throws(() => getTable([FIRST], { name: 'shanghai-2022-04', version: '1.0.1' }))
  assert.throws(() => getTable([FIRST], { name: 'shanghai-2022-09', version: '1.0.0' }))
})
