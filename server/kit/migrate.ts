import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { ADVISORY_LOCK } from './advisory-locks.ts'

const FOLDER = new URL('../../db/migrations/', import.meta.url)

/** Brings the schema up to date, forward only, one transaction a file and one statement a call; answers the files applied now. */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect()
  try {
    // Two programs that start at once migrate one after the other.
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK.migration])
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    )
    const known = new Map<string, string>(
      (await client.query('select name, checksum from migration')).rows.map((row) => [row.name, row.checksum]),
    )
    const applied: string[] = []
    for (const name of (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).toSorted()) {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      const checksum = createHash('sha256').update(text).digest('hex')
      const before = known.get(name)
      if (before === checksum) continue
      if (before !== undefined) throw new Error(`migration ${name} was edited after it had been applied`)
      await apply(client, { name, text, checksum })
      applied.push(name)
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK.migration]).catch(() => undefined)
    client.release()
  }
}

async function apply(client: pg.PoolClient, file: { name: string; text: string; checksum: string }): Promise<void> {
  await client.query('begin')
  try {
    for (const statement of statements(file.text)) await client.query(statement)
    await client.query('insert into migration (name, checksum) values ($1, $2)', [file.name, file.checksum])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`migration ${file.name} failed`, { cause })
  }
}

/** Our migrations hold plain statements that end with a semicolon at the end of a line. */
function statements(text: string): string[] {
  return text
    .split(/;[ \t]*\n/)
    .map((statement) => statement.replaceAll(/^--.*$/gm, '').trim())
    .filter((statement) => statement !== '')
}
