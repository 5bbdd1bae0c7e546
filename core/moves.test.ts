import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHANGES, changedIn, hadColour, peopleIn, willHaveColour, type ColourMoves } from './moves.ts'

const none = { green: 0, yellow: 0, red: 0, grey: 0 }
const MOVES: ColourMoves = {
  green: { ...none, green: 100, yellow: 7, red: 3 },
  yellow: { ...none, yellow: 20, green: 5 },
  red: { ...none, red: 10 },
  grey: none,
}

test('people are counted from and to each colour, and those who change apart', () => {
  assert.equal(peopleIn(MOVES), 145)
  assert.equal(changedIn(MOVES), 15)
  assert.deepEqual([hadColour(MOVES, 'green'), willHaveColour(MOVES, 'green')], [110, 105])
  assert.equal(CHANGES.length, 12)
})
