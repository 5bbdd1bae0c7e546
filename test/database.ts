import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openDb, openPool, type Connection, type Db } from '../server/kit/db.ts'
import { openJobs } from '../server/kit/jobs.ts'
import { migrate } from '../server/kit/migrate.ts'

const TEMPLATE = 'template_migrated'
/** Any number that only we use: of all test files one makes the template and the others wait. */
const TEMPLATE_LOCK = 7_320_642
const POOL_SIZE = 5

interface Server {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** A migrated database of one's own on the PostgreSQL of this test run; once a test file, dropped after its last test. */
export async function aDatabase(): Promise<{ db: Db; pool: pg.Pool; connection: Connection; drop(): Promise<void> }> {
  const server = testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await makeTemplate(server)
  // Copying files took 100 ms here, PostgreSQL's usual way, through its log, 270 ms.
  await asAdmin(server, (admin) => admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`))
  const connection = { ...server, database: name }
  const pool = openPool(connection, POOL_SIZE)
  // Dropping the database ends what is left of its connections.
  pool.on('error', () => undefined)
  return {
    db: openDb(pool),
    pool,
    connection,
    async drop() {
      if (!pool.ending) await pool.end()
      await asAdmin(server, (admin) => admin.query(`drop database ${name} with (force)`))
    },
  }
}

function testServer(): Server {
  const told = process.env.TEST_DATABASE
  if (told === undefined) throw new Error('this test needs a PostgreSQL; run it with: npm test -- FILE')
  return JSON.parse(told) as Server
}

async function makeTemplate(server: Server): Promise<void> {
  await asAdmin(server, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [TEMPLATE])
    if (rowCount === 1) return
    const half = `${TEMPLATE}_half`
    await admin.query(`drop database if exists ${half} with (force)`)
    await admin.query(`create database ${half}`)
    const pool = openPool({ ...server, database: half }, 2)
    try {
      await migrate(pool)
      const jobs = openJobs(pool, () => undefined)
      await jobs.install([])
      await jobs.stop()
    } finally {
      await pool.end()
    }
    await admin.query(`alter database ${half} rename to ${TEMPLATE}`)
  })
}

async function asAdmin<Answer>(server: Server, act: (admin: pg.Client) => Promise<Answer>): Promise<Answer> {
  const admin = new pg.Client(server)
  await admin.connect()
  try {
    return await act(admin)
  } finally {
    await admin.end()
  }
}
