import type { Instant } from '../../core/instant.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'

/** How far a switch has come. */
export interface SwitchProgress {
  readonly chunks: number
  readonly done: number
  /** People who were evaluated anew. */
  readonly written: number
}

/** Notes so many chunks that are to be switched. */
export async function insertSwitch(tx: Tx, { switchId, chunks }: { switchId: string; chunks: number }): Promise<void> {
  const numbers = Array.from({ length: chunks }, (_, chunk) => chunk)
  await insertMany(tx, 'switch_chunk', {
    switch_id: ['uuid', numbers.map(() => switchId)],
    chunk: ['integer', numbers],
  })
}

/** Whether a chunk of a switch is done. */
export async function isSwitched(db: Db, { switchId, chunk }: { switchId: string; chunk: number }): Promise<boolean> {
  const row = await db
    .selectFrom('switch_chunk')
    .select('switch_chunk.done_at')
    .where('switch_chunk.switch_id', '=', switchId)
    .where('switch_chunk.chunk', '=', chunk)
    .executeTakeFirst()
  return row !== undefined && row.done_at !== null
}

/** Notes that a chunk is done. */
export async function recordSwitched(
  tx: Tx,
  done: { switchId: string; chunk: number; at: Instant; written: number },
): Promise<void> {
  await tx
    .updateTable('switch_chunk')
    .set({ done_at: toDate(done.at), written: done.written })
    .where('switch_chunk.switch_id', '=', done.switchId)
    .where('switch_chunk.chunk', '=', done.chunk)
    .execute()
}

/** How far a switch has come; a job a chunk, in any order. */
export async function switchProgress(db: Db, switchId: string): Promise<SwitchProgress> {
  const { chunks, done, written } = await db
    .selectFrom('switch_chunk')
    .select(({ fn }) => [
      fn.countAll<number>().as('chunks'),
      fn.count<number>('switch_chunk.done_at').as('done'),
      fn.sum<number | null>('switch_chunk.written').as('written'),
    ])
    .where('switch_chunk.switch_id', '=', switchId)
    .executeTakeFirstOrThrow()
  return { chunks, done, written: written ?? 0 }
}
