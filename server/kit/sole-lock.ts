import type pg from 'pg'

/** The lock of the one program that does something. */
export interface SoleLock {
  release(): void
}

/** Takes an advisory lock for as long as its connection lives; undefined where another program has it. */
export async function takeSoleLock(pool: pg.Pool, lock: number, lost: () => void): Promise<SoleLock | undefined> {
  const client = await pool.connect()
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock])
  if (!rows[0]?.mine) {
    client.release()
    return undefined
  }
  let isHeld = true
  function release(): void {
    if (isHeld) client.release(true)
    isHeld = false
  }
  client.on('error', () => {
    // With the connection the lock is gone: another program may have it by now.
    lost()
    release()
  })
  return { release }
}
