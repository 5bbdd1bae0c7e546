import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { AreaListResult } from '../../contract/operator.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import type { Actor } from '../kit/actor.ts'
import { keepHouse } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { takeAreaList } from './area-lists.ts'
import { registerEvidenceRoutes } from './routes.ts'

let world: TestWorld
let app: FastifyInstance
let caller: Actor = { kind: 'operator' }
before(async () => {
  world = await aWorld()
  app = Fastify()
  keepHouse(app, { world, resolveActor: async () => caller })
  registerEvidenceRoutes(app, world)
  await app.ready()
})
after(async () => {
  await app.close()
  await world.close()
})

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }

function bytesOf(data: object): Buffer {
  return Buffer.from(JSON.stringify({ data }))
}

async function counts(): Promise<Record<string, number>> {
  const { rows } = await world.pool.query(
    `select (select count(*) from area_list) as lists, (select count(*) from area_level) as levels,
      (select count(*) from area_review) as reviews, (select count(*) from audit) as audits,
      (select count(*) from pgboss.job where name = 'risk.reassess-list') as jobs`,
  )
  return rows[0]
}

test('a list is taken with what it names, and what cannot be placed goes to review with its reason', async () => {
  const bytes = bytesOf({
    end_update_time: '2022-04-15 11时',
    hcount: 3,
    mcount: 1,
    highlist: [
      { ...ANCI, communitys: ['甲村', '甲 村', '两级村'] },
      { ...ANCI, county: '没有这个区', communitys: ['乙村'] },
    ],
    middlelist: [{ ...ANCI, communitys: ['两级村', '丙村'] }],
  })
  const before = await counts()
  const result = await takeAreaList(world.system(), { bytes, fileName: 'made-up.json' })
  assert.equal(result.outcome, 'taken')
  assert.deepEqual(result.taken, { high: 1, medium: 1, low: 0, key: 0 })
  assert.deepEqual(
    result.reviewed.map(({ row, reasonName }) => [row, reasonName]),
    [
      [3, 'levels-differ'],
      [4, 'county-unknown'],
      [5, 'levels-differ'],
    ],
  )
  assert.deepEqual(
    result.warnings.map(({ en }) => en),
    [
      'The list says that it has 3 high-risk areas and has 4',
      'The list says that it has 1 medium-risk areas and has 2',
    ],
  )
  const now = await counts()
  assert.deepEqual(Object.fromEntries(Object.entries(now).map(([name, rows]) => [name, rows - (before[name] ?? 0)])), {
    lists: 1,
    levels: 2,
    reviews: 3,
    audits: 1,
    jobs: 1,
  })

  const again = await takeAreaList(world.system(), { bytes, fileName: 'other-name.json' })
  assert.deepEqual(again, { ...result, outcome: 'same-as-before' })
  assert.deepEqual(await counts(), now)
})

test('the same bytes twice at once are taken once', async () => {
  const bytes = bytesOf({
    end_update_time: '2022-04-15 12时',
    highlist: [{ ...ANCI, communitys: ['甲村'] }],
    middlelist: [],
  })
  const before = await counts()
  const results = await Promise.all(
    [1, 2, 3].map(() => takeAreaList(world.system(), { bytes, fileName: 'twice.json' })),
  )
  assert.deepEqual(results.map((result) => result.outcome).toSorted(), ['same-as-before', 'same-as-before', 'taken'])
  assert.equal(new Set(results.map((result) => result.listId)).size, 1)
  assert.equal((await counts())['jobs'], before['jobs']! + 1)
})

test('a list whose job cannot be enqueued is not taken at all', async () => {
  const bytes = bytesOf({
    end_update_time: '2022-04-15 13时',
    highlist: [{ ...ANCI, communitys: ['甲村'] }],
    middlelist: [],
  })
  const before = await counts()
  const broken = { ...world.system(), jobs: { enqueue: () => Promise.reject(new Error('broken half way')) } }
  await assert.rejects(takeAreaList(broken, { bytes, fileName: 'broken.json' }), /broken half way/)
  assert.deepEqual(await counts(), before)
  assert.equal((await takeAreaList(world.system(), { bytes, fileName: 'broken.json' })).outcome, 'taken')
})

test('what is no list is refused with the reason, and changes nothing', async () => {
  const before = await counts()
  const refused = [
    Buffer.alloc(0),
    Buffer.from('{'),
    Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
    Buffer.from('{"data":{}}'),
    bytesOf({ end_update_time: '2022-04-15 11时', highlist: [{ ...ANCI, communitys: ['a\0b'] }], middlelist: [] }),
  ]
  for (const bytes of refused) {
    await assert.rejects(takeAreaList(world.system(), { bytes, fileName: 'no-list.json' }), (error) => {
      return error instanceof Problem && error.problem === 'area-list-unreadable' && error.fields.length === 1
    })
  }
  assert.deepEqual(await counts(), before)
})

test('a name of 2,000 bytes is taken and a longer one goes to review', async () => {
  // Of random letters, since an index compresses what repeats.
  const letters = Buffer.from(world.random(2_001)).toString('hex').toUpperCase()
  const communitys = [letters.slice(0, 2_000), letters.slice(0, 2_001)]
  const bytes = bytesOf({ end_update_time: '2022-04-15 14时', highlist: [{ ...ANCI, communitys }], middlelist: [] })
  const result = await takeAreaList(world.system(), { bytes, fileName: 'long.json' })
  assert.equal(result.taken.high, 1)
  assert.deepEqual(
    result.reviewed.map((area) => area.reasonName),
    ['name-too-long'],
  )
})

test('the operator uploads a list as the file that it is, and nobody else may', async () => {
  const upload = (payload: Buffer, type = 'application/json') =>
    app.inject({
      method: 'POST',
      url: '/api/operator/area-lists?fileName=..%2Ffolder%2Fapril.json',
      headers: { 'content-type': type },
      payload,
    })
  const bytes = bytesOf({
    end_update_time: '2022-04-15 15时',
    highlist: [{ ...ANCI, communitys: ['甲村'] }],
    middlelist: [],
  })
  const answer = await upload(bytes)
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.json<AreaListResult>().outcome, 'taken')
  assert.equal((await upload(bytes, 'text/plain')).json<AreaListResult>().outcome, 'same-as-before')
  assert.equal((await upload(Buffer.from('no list'))).json().type, '/problems/area-list-unreadable')

  const { lists } = (await app.inject('/api/operator/area-lists')).json()
  assert.equal(lists[0].fileName, 'april.json')
  assert.deepEqual(lists[0].taken, { high: 1, medium: 0, low: 0, key: 0 })

  const citizen: Actor = { kind: 'citizen', accountId: '', channel: 'web', sessionHash: new Uint8Array(0) }
  for (const [actor, status] of [
    [{ kind: 'nobody' }, 401],
    [citizen, 403],
  ] as const) {
    caller = actor
    assert.equal((await upload(bytes)).statusCode, status)
    assert.equal((await app.inject('/api/operator/area-lists')).statusCode, status)
  }
})
