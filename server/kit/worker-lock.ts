import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { ADVISORY_LOCK } from './advisory-locks.ts'

// Every program that works at jobs shares a lock for as long as its connection lives, which ends with the program. Who can have
// the lock to itself works alone: what is marked as being worked at since before was left by a program that is gone.

/** The server hears of a killed program at once, or when the statement ends that it was at. */
const LOOKS = 20
const LOOK_MS = 500

/** The lock of a program that works. */
export interface WorkerLock {
  release(): Promise<void>
}

/**
 * Takes its share of the lock and calls `whenAlone`, with the moment before which this program did nothing, if nobody else works
 * here, or soon no longer does. Where several programs stay, the queue's heartbeats find what one of them left.
 */
export async function holdWorkerLock(
  pool: pg.Pool,
  told: { whenAlone: (since: Date) => Promise<void>; onError: (error: unknown) => void },
): Promise<WorkerLock> {
  const client = await pool.connect()
  // Who loses the connection loses the lock and nothing else: at worst somebody does one of our jobs again.
  client.on('error', told.onError)
  const { rows } = await client.query<{ since: Date }>('select pg_advisory_lock_shared($1), now() as since', [
    ADVISORY_LOCK.worker,
  ])
  const ending = new AbortController()
  const looking = lookUntilAlone(client, { ending: ending.signal, whenAlone: () => told.whenAlone(rows[0]!.since) })
  // The first look comes before any work; those that may be needed after it do not keep the program from starting.
  await Promise.race([looking.first, looking.all])
  const all = looking.all.catch(told.onError)
  return {
    async release() {
      ending.abort()
      await all
      client.release(true)
    },
  }
}

function lookUntilAlone(
  client: pg.PoolClient,
  told: { ending: AbortSignal; whenAlone: () => Promise<void> },
): { first: Promise<void>; all: Promise<void> } {
  const first = Promise.withResolvers<void>()
  async function look(): Promise<void> {
    for (let looks = 0; looks < LOOKS && !told.ending.aborted; looks += 1) {
      const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
        ADVISORY_LOCK.worker,
      ])
      if (rows[0]?.alone) {
        await told.whenAlone()
        await client.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK.worker])
        return
      }
      first.resolve()
      await pause(LOOK_MS, undefined, { signal: told.ending }).catch(() => undefined)
    }
  }
  return { first: first.promise, all: look() }
}
