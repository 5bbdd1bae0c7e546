import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { BatchView } from '../contract/batches.ts'
import { aDatabase } from './database.ts'
import { csvOf } from './deliveries.ts'
import { urlOf } from './e2e/city.ts'
import { aDocument } from './people.ts'
import { dataFolders, startProgram, type Program, type Run } from './program.ts'
import { aRunningBatch, askRunning, demoSourceKey } from './running-deliveries.ts'

const ROWS = 8_000
const folders = dataFolders()
let database: Awaited<ReturnType<typeof aDatabase>>
let run: Run
let program: Program

before(async () => {
  database = await aDatabase()
  run = await folders.aRun({ env: { DATABASE_URL: urlOf(database.connection) } })
  program = await startProgram(run)
})
after(async () => {
  await program?.end('SIGINT')
  await folders.deleteAll()
  await database?.drop()
})

test('a program that is killed in the middle of a batch goes on with it at its next start: nothing is lost or doubled', async () => {
  const key = await demoSourceKey(run.dataDir, 'hospital-laboratory')
  const file = csvOf(
    Array.from({ length: ROWS }, (_, serial) => ({
      document_type: 'resident-id',
      document_number: aDocument(serial).number,
      kind: 'test-result',
      from: '2022-04-15 10:00',
      result: 'negative',
      sample: 'single',
    })),
  )
  const path = aRunningBatch()
  const ask = (rest: string, body?: string) =>
    askRunning(program.url, { key, path: `${path}${rest}`, ...(body && { body }) })
  const look = () => askRunning<BatchView>(program.url, { key, path, method: 'GET' })
  await ask(`?fileName=tests.csv&format=csv&sha256=${createHash('sha256').update(file).digest('hex')}`)
  // Killed between two parts: the source asks which are there, and sends the rest.
  await ask('/parts/1', file.slice(0, 300_000))
  await program.end('SIGKILL')
  program = await startProgram(run)
  assert.deepEqual((await look()).parts, [1])
  await ask('/parts/2', file.slice(300_000))
  await ask('/complete')

  let view = await look()
  while (view.taken === 0) {
    await pause(20)
    view = await look()
  }
  assert.ok(view.taken < ROWS, 'the batch was done before anybody could kill its worker')
  await program.end('SIGKILL')
  program = await startProgram(run)
  while (view.state !== 'taken') {
    await pause(200)
    view = await look()
    assert.ok(['waiting', 'taking', 'taken'].includes(view.state), view.state)
  }
  assert.deepEqual([view.rows, view.taken, view.same, view.refused, view.people], [ROWS, ROWS, 0, 0, ROWS])
  // The colours of a large batch follow by jobs, which the kill could not lose either.
  const waiting = async () =>
    (await database.pool.query(`select 1 from pgboss.job where name = 'batches.colour-rows' and state <> 'completed'`))
      .rowCount
  for (let tries = 0; (await waiting()) !== 0; tries += 1) {
    assert.ok(tries < 600, 'colours did not follow')
    await pause(200)
  }
  // The demo has batches of its own.
  const { rows } = await database.pool.query<{ facts: number; people: number; places: number; coloured: number }>(
    `select count(*) as facts, count(distinct evidence.person_id) as people, count(distinct row_number) as places,
      count(colour_state.person_id) as coloured
    from evidence left join colour_state on colour_state.person_id = evidence.person_id
    where batch_id = $1`,
    [path.split('/').at(-1)],
  )
  assert.deepEqual(rows[0], { facts: ROWS, people: ROWS, places: ROWS, coloured: ROWS })
})
