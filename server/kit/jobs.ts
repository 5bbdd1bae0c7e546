import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import { CompiledQuery } from 'kysely'
import type { Tx } from './db.ts'

/** Work told upward: enqueued in the transaction that causes it, done soon after by the feature above. */
export interface Jobs {
  enqueue(tx: Tx, name: string, payload: object): Promise<void>
}

/** What a feature does for each kind of job; a handler that throws is tried again. */
export type JobHandlers = Readonly<Record<string, (payload: never) => Promise<void>>>

/** The queue over our own pool; its tables are in the schema `pgboss`. */
export function openJobs(
  pool: pg.Pool,
  onError: (error: unknown) => void,
): Jobs & {
  /** Makes tables and queues; at every start, before anything is enqueued. */
  install(names: readonly string[]): Promise<void>
  /** Takes up work until `stop`. */
  work(handlers: JobHandlers): Promise<void>
  /** Does what waits now, once, and answers how many jobs that were: for tests and for command-line upkeep. */
  drain(handlers: JobHandlers): Promise<number>
  stop(): Promise<void>
} {
  const boss = new PgBoss({
    db: { executeSql: async (text: string, values?: unknown[]) => pool.query(text, values as unknown[]) },
    supervise: true,
    schedule: false,
  })
  boss.on('error', onError)

  return {
    async enqueue(tx, name, payload) {
      await boss.send(name, payload, {
        retryLimit: 5,
        retryBackoff: true,
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
      for (const name of names) await boss.createQueue(name)
    },
    async work(handlers) {
      for (const [name, handle] of Object.entries(handlers)) {
        await boss.work(name, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
          for (const job of jobs) await handle(job.data as never)
        })
      }
    },
    async drain(handlers) {
      let done = 0
      for (const [name, handle] of Object.entries(handlers)) {
        for (
          let batch = await boss.fetch(name, { batchSize: 50 });
          batch.length > 0;
          batch = await boss.fetch(name, { batchSize: 50 })
        ) {
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
    },
  }
}
