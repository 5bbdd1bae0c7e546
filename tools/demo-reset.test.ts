import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'

const folders: string[] = []
after(async () => {
  for (const folder of folders) {
    await deleteEmbeddedPostgres(folder)
    await rm(folder, { recursive: true, force: true })
  }
})

/** A data folder whose database was begun in a mode. */
async function aDataDir(mode: 'demo' | 'production'): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-reset-'))
  folders.push(dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
  const client = new pg.Client(postgres.connection)
  await client.connect()
  await client.query('create table installation (city_mode text)')
  await client.query('insert into installation values ($1)', [mode])
  await client.end()
  await postgres.stop()
  for (const name of ['issuing', 'epochs', 'lan']) await mkdir(join(dataDir, 'keys', name), { recursive: true })
  await writeFile(join(dataDir, 'keys', 'master.json'), '{}')
  return dataDir
}

function reset(dataDir: string, env: Record<string, string> = {}): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'demo-reset.ts')], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    encoding: 'utf8',
  })
  return { code: status, said: stdout + stderr }
}

test('a demo is gone with its keys, and what phones trust stays', async () => {
  const dataDir = await aDataDir('demo')
  const { code, said } = reset(dataDir)
  assert.equal(code, 0, said)
  assert.deepEqual(await readdir(join(dataDir, 'keys')), ['lan'])
  await assert.rejects(stat(join(dataDir, 'postgres-id')))
  await assert.rejects(stat(join(dataDir, 'postgres')))
})

test('a production city, a database server, and a city in use are refused and stay', async () => {
  const production = await aDataDir('production')
  assert.match(reset(production).said, /holds no demo city/)
  const demo = await aDataDir('demo')
  assert.match(reset(demo, { DATABASE_URL: 'postgresql://localhost/city' }).said, /empties the embedded database only/)
  const inUse = await startEmbeddedPostgres({ dataDir: demo, random: randomBytes })
  const refused = reset(demo)
  assert.equal(refused.code, 1)
  assert.match(refused.said, /Another copy is running/)
  assert.doesNotMatch(refused.said, /^\s+at /m)
  await inUse.stop()
  assert.ok((await readdir(join(demo, 'keys'))).includes('master.json'))
})
