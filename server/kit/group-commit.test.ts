import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupCommit } from './group-commit.ts'

test('rows that come together are written together, and each gets its own result', async () => {
  const groups: number[][] = []
  const writer = groupCommit<number, string>({
    apartMs: 5,
    most: 100,
    lanes: 1,
    async write(rows) {
      groups.push([...rows])
      return rows.map((row) => `row ${row}`)
    },
  })
  const results = await Promise.all([1, 2, 3].map((row) => writer.add(row)))
  assert.deepEqual(groups, [[1, 2, 3]])
  assert.deepEqual(results, ['row 1', 'row 2', 'row 3'])
})

test('a full group leaves at once, and no group is larger than it may be', async () => {
  const sizes: number[] = []
  const writer = groupCommit<number, void>({
    apartMs: 60_000,
    most: 10,
    lanes: 2,
    async write(rows) {
      sizes.push(rows.length)
      return rows.map(() => undefined)
    },
  })
  await Promise.all(Array.from({ length: 30 }, (_, row) => writer.add(row)))
  assert.deepEqual(sizes, [10, 10, 10])
})

test('a group that cannot be written tells everybody in it, and the next is tried', async () => {
  let broken = true
  const writer = groupCommit<number, void>({
    apartMs: 1,
    most: 10,
    lanes: 1,
    async write(rows) {
      if (broken) throw new Error('the database is gone')
      return rows.map(() => undefined)
    },
  })
  const first = await Promise.allSettled([writer.add(1), writer.add(2)])
  assert.deepEqual(
    first.map((one) => one.status),
    ['rejected', 'rejected'],
  )
  broken = false
  await writer.add(3)
})

test('nobody waits after a quiet time, and what comes soon after a group leaves together', async () => {
  const left: { rows: number; after: number }[] = []
  const began = performance.now()
  const writer = groupCommit<number, void>({
    apartMs: 200,
    most: 100,
    lanes: 2,
    async write(rows) {
      left.push({ rows: rows.length, after: performance.now() - began })
      return rows.map(() => undefined)
    },
  })
  await writer.add(1)
  const soon = [writer.add(2)]
  await new Promise((resolve) => setTimeout(resolve, 20))
  soon.push(writer.add(3))
  await Promise.all(soon)
  assert.deepEqual(
    left.map(({ rows }) => rows),
    [1, 2],
  )
  assert.ok(left[1]!.after - left[0]!.after >= 190, 'the second group left too soon')
})

test('flush waits for everything that was added', async () => {
  const written: number[] = []
  const writer = groupCommit<number, void>({
    apartMs: 60_000,
    most: 3,
    lanes: 1,
    async write(rows) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      written.push(...rows)
      return rows.map(() => undefined)
    },
  })
  const added = Promise.all(Array.from({ length: 8 }, (_, row) => writer.add(row)))
  await writer.flush()
  assert.equal(written.length, 8)
  await added
})
