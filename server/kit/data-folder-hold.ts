import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { ADVISORY_LOCK } from './advisory-locks.ts'
import { StartFailure } from './start-failure.ts'

/** A killed predecessor's session ends at once; one in the middle of a query within a second. */
const LONGEST_WAIT_MS = 3_000

/** That this program, and no other, works on a data folder. It ends with the connection that holds it. */
export interface Hold {
  readonly lost: boolean
  release(): Promise<void>
}

/** Takes hold of the embedded database. Throws `StartFailure` when another copy of the program has it. */
export async function takeHold(connection: {
  host: string
  port: number
  user: string
  database: string
}): Promise<Hold> {
  const client = new pg.Client({ ...connection, application_name: 'suishenma hold' })
  let lost = false
  client.on('error', () => (lost = true))
  client.on('end', () => (lost = true))
  await client.connect()
  const deadline = performance.now() + LONGEST_WAIT_MS
  while (!(await tryLock(client))) {
    if (performance.now() > deadline) {
      await client.end()
      throw anotherCopy()
    }
    await pause(50)
  }
  return {
    get lost() {
      return lost
    },
    release: () => client.end(),
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
    ADVISORY_LOCK.dataFolder,
  ])
  return rows[0]?.held === true
}

function anotherCopy(): StartFailure {
  return new StartFailure(
    '另一个正在运行的程序正在使用这个数据目录；请先停止它（在它的终端按 Ctrl-C），或用 DATA_DIR 另选一个数据目录。',
    'Another copy is running on this data folder; stop it first (Ctrl-C in its terminal), or choose another data folder with DATA_DIR.',
  )
}
