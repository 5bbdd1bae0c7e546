import { PgBoss, type Job } from 'pg-boss'
import type pg from 'pg'
import { CompiledQuery, sql } from 'kysely'
import { holdWorkerLock, type WorkerLock } from './worker-lock.ts'
import type { Db, Tx } from './db.ts'

/** Work told upward: enqueued in the transaction that causes it, done soon after by the feature above. */
export interface Jobs {
  /** `afterSeconds`: not before so many seconds from now. */
  enqueue(tx: Tx, name: string, payload: object, wait?: { afterSeconds: number }): Promise<void>
}

/** What a feature does for each kind of job; a handler that throws is tried again, later each time. */
export type JobHandlers = Readonly<Record<string, JobHandler>>

/** Short work, which is done with others at the same time; or work of minutes, which keeps nobody else waiting. */
export type JobHandler = ((payload: never) => Promise<void>) | { readonly long: (payload: never) => Promise<void> }

/** How many short jobs of a kind a program does at once, and how many long ones. The pool has 20 connections. */
const SHORT_AT_ONCE = 8
const LONG_AT_ONCE = 2

const JOB = {
  // What was told must be done: a job is given up after days, not after the minute that a database needs to start again.
  retryLimit: 1_000,
  retryBackoff: true,
  retryDelayMax: 300,
  // The most that the queue allows; whether a worker lives, its heartbeat tells.
  expireInSeconds: 80_000,
  heartbeatSeconds: 20,
}

/** The queue over our own pool; its tables are in the schema `pgboss`. */
export function openJobs(
  pool: pg.Pool,
  onError: (error: unknown) => void,
): Jobs & {
  /** Makes tables and queues; at every start, before anything is enqueued. */
  install(names: readonly string[]): Promise<void>
  /** Takes up work until `stop`, what a program that was killed left half done first. */
  work(handlers: JobHandlers): Promise<void>
  /** Does what waits now, once, however long it was to wait, and answers how many jobs that were: for tests and for command-line upkeep. */
  drain(handlers: JobHandlers): Promise<number>
  stop(): Promise<void>
} {
  const boss = new PgBoss({
    db: { executeSql: async (text: string, values?: unknown[]) => pool.query(text, values as unknown[]) },
    supervise: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    schedule: false,
  })
  boss.on('error', onError)
  let lock: WorkerLock | undefined

  async function workShort(name: string, handle: (payload: never) => Promise<void>): Promise<void> {
    const options = { pollingIntervalSeconds: 0.5, batchSize: SHORT_AT_ONCE, burstWhenBatchFull: true } as const
    await boss.work(name, { ...options, perJobResults: true }, (jobs: Job[]) =>
      Promise.all(jobs.map((job) => settle(job, handle))),
    )
  }

  async function workLong(name: string, handle: (payload: never) => Promise<void>): Promise<void> {
    const options = { pollingIntervalSeconds: 0.5, localConcurrency: LONG_AT_ONCE } as const
    await boss.work(name, { ...options, perJobResults: true }, (jobs: Job[]) =>
      Promise.all(jobs.map((job) => settle(job, handle))),
    )
  }

  async function settle(job: Job, handle: (payload: never) => Promise<void>) {
    try {
      await handle(job.data as never)
      return { id: job.id, status: 'completed' as const }
    } catch (error) {
      onError(error)
      // Nothing of the error is kept with the job: its sentence might quote what it met.
      return { id: job.id, status: 'failed' as const }
    }
  }

  /** Gives back the jobs that nobody works at: they are tried again within seconds. */
  async function takeUpOrphans(since: Date): Promise<void> {
    const { rows } = await pool.query<{ name: string; ids: string[] }>(
      `select name, array_agg(id) as ids from pgboss.job where state = 'active' and started_on <= $1 group by name`,
      [since],
    )
    for (const { name, ids } of rows) await boss.fail(name, ids)
  }

  return {
    async enqueue(tx, name, payload, wait) {
      await boss.send(name, payload, {
        ...JOB,
        ...(wait === undefined ? {} : { startAfter: wait.afterSeconds }),
        db: {
          executeSql: async (text: string, values?: unknown[]) => {
            const result = await tx.executeQuery(CompiledQuery.raw(text, values))
            return { rows: result.rows }
          },
        },
      })
    },
    async install(names) {
      await boss.start()
      // To make one that is there costs as much as a new one.
      const known = new Set((await boss.getQueues()).map(({ name }) => name))
      for (const name of names) if (!known.has(name)) await boss.createQueue(name)
    },
    async work(handlers) {
      lock = await holdWorkerLock(pool, { whenAlone: takeUpOrphans, onError })
      for (const [name, handler] of Object.entries(handlers)) {
        await ('long' in handler ? workLong(name, handler.long) : workShort(name, handler))
      }
    },
    async drain(handlers) {
      const waiting = { batchSize: 50, ignoreStartAfter: true }
      let done = 0
      for (const [name, handler] of Object.entries(handlers)) {
        const handle = 'long' in handler ? handler.long : handler
        for (let batch = await boss.fetch(name, waiting); batch.length > 0; batch = await boss.fetch(name, waiting)) {
          for (const job of batch) {
            await handle(job.data as never)
            await boss.complete(name, job.id)
            done += 1
          }
        }
      }
      return done
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5_000, close: false })
      await lock?.release()
    },
  }
}

/** The queue as it stands: jobs whose time has come, how long the oldest of them has waited, and those that failed. */
export interface QueueFigures {
  readonly waiting: number
  readonly oldestMs: number
  /** Failed at least once, to be tried again; and given up. */
  readonly failing: number
}

/** How the queue stands now. The condition on the states is that of an index of the queue. */
export async function countJobs(db: Db): Promise<QueueFigures> {
  const { rows } = await sql<{ waiting: number; failing: number; oldest_ms: number | null }>`
    select count(*) filter (where job.state in ('created', 'retry')) as waiting,
      count(*) filter (where job.state in ('retry', 'failed')) as failing,
      (extract(epoch from now() - min(case when job.state = 'created' then job.start_after else job.created_on end)
        filter (where job.state in ('created', 'retry'))) * 1000)::bigint as oldest_ms
    from pgboss.job as job
    where job.state in ('created', 'retry', 'active', 'failed')
      and (job.state <> 'created' or job.start_after <= now())`.execute(db)
  const [row] = rows
  return { waiting: row?.waiting ?? 0, failing: row?.failing ?? 0, oldestMs: row?.oldest_ms ?? 0 }
}
