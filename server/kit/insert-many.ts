import { sql } from 'kysely'
import type { Tx } from './db.ts'
import type { Tables } from './tables.ts'

/** Columns of rows to insert: each a PostgreSQL type and a value a row. */
export type Columns<Table extends keyof Tables> = Readonly<
  Partial<Record<keyof Tables[Table] & string, readonly [type: string, values: readonly unknown[]]>>
>

/** Inserts many rows in one statement: one row at a time costs a round trip each. */
export async function insertMany<Table extends keyof Tables>(
  tx: Tx,
  table: Table,
  columns: Columns<Table>,
): Promise<void> {
  const named = Object.entries(columns) as [string, readonly [string, readonly unknown[]]][]
  const names = sql.join(named.map(([name]) => sql.ref(name)))
  const arrays = sql.join(named.map(([, [type, values]]) => sql`${values}::${sql.raw(type)}[]`))
  await sql`insert into ${sql.table(table)} (${names}) select * from unnest(${arrays})`.execute(tx)
}
