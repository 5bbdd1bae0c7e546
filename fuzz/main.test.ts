import assert from 'node:assert/strict'
import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

function fuzz(...words: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], { encoding: 'utf8' })
}

test('a suite prints one figure a line as the benchmarks do, and its seed beside them', () => {
  const { stdout, stderr, status } = fuzz('code', '--n', '40', '--seed', '7', '--json')
  const figures = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.ok(figures.some(({ name, value }) => name === 'fuzz.code_accepted' && value === 0))
  for (const figure of figures) assert.deepEqual(Object.keys(figure), ['name', 'value', 'unit', 'limit', 'ratio'])
  assert.match(stderr, /code --n 40 --seed 7/)
  assert.equal(status, 0)
})

test('what there is no suite for, and a number that is none, are refused with what there is', () => {
  for (const words of [[], ['colour'], ['code', '--n', '0'], ['code', '--seed', 'x']]) {
    const { stdout, stderr, status } = fuzz(...words)
    assert.equal(status, 2, words.join(' '))
    assert.equal(stdout, '')
    assert.match(stderr, /risk, code|--n|--seed/)
  }
})
