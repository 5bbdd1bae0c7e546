import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APRIL } from '../../core/cases/cases.ts'
import { instant } from '../../core/instant.ts'
import type { DryRunResult } from '../risk/dry-run.ts'
import { brakeOf, isWithinBrake } from './brake.ts'

const NONE = { green: 0, yellow: 0, red: 0, grey: 0 }

function found(changed: number, against = APRIL.name): DryRunResult {
  return {
    asOf: instant(0),
    table: { name: 'tried', version: '1.0.0' },
    against: { name: against, version: '1.0.0' },
    people: 1_000,
    changed,
    moves: { green: NONE, yellow: NONE, red: NONE, grey: NONE },
    byRule: [],
    byRuleBefore: [],
    byDistrict: [],
  }
}

test('a table may change as many people as its brake says, and not one more', () => {
  const table = { ...APRIL, brakePeople: 7 }
  assert.equal(isWithinBrake(table, found(7), []), true)
  assert.equal(isWithinBrake(table, found(8), []), false)
  assert.equal(isWithinBrake({ ...APRIL, brakePeople: 0 }, found(0), []), true)
  assert.equal(isWithinBrake({ ...APRIL, brakePeople: 0 }, found(1), []), false)
})

test('a table that names no brake has one of a hundred', () => {
  assert.equal(brakeOf(APRIL), 100)
  assert.equal(isWithinBrake(APRIL, found(100), []), true)
  assert.equal(isWithinBrake(APRIL, found(101), []), false)
})

test('what two organisations saw may happen, and as much more as the brake allows', () => {
  const table = { ...APRIL, brakePeople: 7 }
  assert.equal(isWithinBrake(table, found(507), [found(500), found(20)]), true)
  assert.equal(isWithinBrake(table, found(508), [found(500), found(20)]), false)
})

test('what they saw of a switch from another table lets nothing happen', () => {
  assert.equal(isWithinBrake({ ...APRIL, brakePeople: 7 }, found(500), [found(500, 'another')]), false)
})
