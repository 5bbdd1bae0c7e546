import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { typed } from '../test/a-terminal.ts'
import { aDatabase } from '../test/database.ts'

let database: Awaited<ReturnType<typeof aDatabase>>
let url: string
before(async () => {
  database = await aDatabase()
  const { host, port, user, database: name } = database.connection as Record<string, string>
  url = `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(host!)}&port=${port}`
})
after(() => database.drop())

test('migrating says which files were applied, and the second time that there is nothing to do', async () => {
  await database.pool.query('drop schema pgboss cascade')
  await database.pool.query('drop schema public cascade')
  await database.pool.query('create schema public')
  const first = await typed(['migrate', '--json'], { env: { DATABASE_URL: url } })
  assert.equal(first.exitCode, 0)
  assert.ok(JSON.parse(first.printed).applied.includes('0001_audit.sql'))
  const second = await typed(['migrate'], { env: { DATABASE_URL: url } })
  assert.deepEqual(second, { exitCode: 0, printed: 'The database is up to date.', complained: '' })
})

test('a database that cannot be reached is one sentence', async () => {
  const ran = await typed(['migrate'], { env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' } })
  assert.deepEqual([ran.exitCode, ran.printed], [2, ''])
  assert.match(
    ran.complained,
    /^The database of DATABASE_URL \(127\.0\.0\.1:9\/none\) cannot be used: nothing answers there\.[^\n]*$/,
  )
})
