import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { after, parseDay, startOfDay, type Instant } from '../../core/instant.ts'
import { findTable, SHIPPED, shippedTable } from './table.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'core', 'tables')

function startOf(day: string): Instant {
  return startOfDay(parseDay(day)!)
}

test('every table of the folder is shipped and found by its name, and no other', () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''))
  assert.deepEqual(
    SHIPPED.map((table) => table.name),
    names.toSorted(),
  )
  for (const name of names) assert.equal(shippedTable(name)?.name, name)
  assert.equal(shippedTable('shanghai-2022-06'), undefined)
})

test('of the shipped tables April 2022 is in force, from its first moment on', () => {
  const begin = startOf('2022-04-01')
  assert.equal(findTable(after(begin, -1)), undefined)
  assert.equal(findTable(begin)?.name, 'shanghai-2022-04')
  assert.equal(findTable(startOf('2022-09-01'))?.name, 'shanghai-2022-04')
})
