import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { ProblemBody } from '../../contract/problems.ts'
import type { TableList } from '../../contract/rule-tables.ts'
import { hex } from '../../core/bytes.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { call, pagesOf } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { aTable, aTableOffice, type TableOffice } from '../../test/table-office.ts'
import { buildApp, type CityApp } from '../app.ts'
import { FIRST, SHIPPED } from '../risk/table.ts'

let office: TableOffice
let city: CityApp
let cookie: string
let scheduled: string
/** Drafts, the newest first. */
const drafts: string[] = []
const DRAFTS = 60

before(async () => {
  office = await aTableOffice()
  city = await buildApp(office.world)
  ;({ cookie } = await aStaff(office.world, { role: 'health-officer' }))
  const signed = await office.drafted(aTable({ name: 'signed', validFrom: office.midnightIn(9) }))
  await office.tried(signed)
  await office.approve(signed, office.one, office.other)
  scheduled = hex(signed)
  for (let more = 0; more < DRAFTS; more += 1) {
    // Some are drafted at the same moment.
    if (more % 3 === 0) office.world.at(after(office.world.clock(), MINUTE / 60))
    drafts.unshift(hex(await office.drafted(aTable({ name: `draft-${more}`, validFrom: office.midnightIn(9) }))))
  }
})
afterAll(async () => {
  await city.app.close()
  await office.world.close()
})

async function pages(asked = ''): Promise<TableList[]> {
  return pagesOf<TableList>(city, `/api/rule-tables${asked}`, cookie)
}

function hashesOf(list: readonly TableList[]): string[] {
  return list.flatMap(({ tables }) => tables.map(({ hash }) => hash))
}

/** Drafts of a moment come in the order of their hashes, the greater first. */
function inOrder(): string[] {
  return drafts.flatMap((_, place) =>
    place % 3 === 0
      ? drafts
          .slice(place, place + 3)
          .toSorted()
          .toReversed()
      : [],
  )
}

test('what is in force and what comes stand in front, then drafts page by page, each once, then what comes with the program', async () => {
  const list = await pages()
  assert.equal(list.length, 2)
  const [first, second] = list.map(({ tables }) => tables)
  assert.deepEqual(
    first!.slice(0, 2).map(({ name, life }) => [name, life]),
    [
      [FIRST.table.name, 'in-force'],
      ['signed', 'scheduled'],
    ],
  )
  assert.equal(first!.length, 2 + 50)
  const lives = second!.map(({ life }) => life)
  assert.deepEqual(lives, [
    ...Array.from({ length: DRAFTS - 50 }, () => 'draft'),
    ...Array.from({ length: SHIPPED.length - 1 }, () => 'shipped'),
  ])
  const all = hashesOf(list)
  assert.equal(new Set(all).size, all.length)
  assert.deepEqual(all.slice(2, 2 + DRAFTS), inOrder())
  assert.deepEqual(
    list.map(({ inForce }) => inForce),
    [first![0]!.hash, first![0]!.hash],
  )
})

test('each part is there by itself', async () => {
  const standing = await pages('?part=standing')
  assert.deepEqual(
    standing.map(({ tables }) => tables.map(({ life }) => life)),
    [['in-force', 'scheduled']],
  )
  assert.equal(hashesOf(standing)[1], scheduled)
  assert.deepEqual(hashesOf(await pages('?part=drafted')), inOrder())
  const shipped = await pages('?part=shipped')
  assert.equal(shipped.length, 1)
  assert.ok(shipped[0]!.tables.every(({ life }) => life === 'shipped'))
  assert.equal(shipped[0]!.tables.length, SHIPPED.length - 1)
})

test('what narrows nothing, and a place that no page told, are named', async () => {
  for (const [field, asked] of [
    ['part', '?part=all'],
    ['after', '?after=1.01963b3e-0000-7000-8000-00000000000f'],
  ] as const) {
    const { status, body } = await call<ProblemBody>(city, { url: `/api/rule-tables${asked}`, cookie })
    assert.deepEqual([status, body.fields?.map((fault) => fault.field)], [400, [field]])
  }
})
