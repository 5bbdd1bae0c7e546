import { sql } from 'kysely'
import type { Tx } from './db.ts'
import type { Tables } from './tables.ts'

/** Columns of rows to insert: each a PostgreSQL type and a value a row. */
export type Columns<Table extends keyof Tables> = Readonly<
  Partial<Record<keyof Tables[Table] & string, readonly [type: string, values: readonly unknown[]]>>
>

/**
 * Inserts many rows in one statement: one row at a time costs a round trip each. A column that says the same in every row is sent
 * once: to write a value down as text costs more than anything else that is done with it.
 */
export async function insertMany<Table extends keyof Tables>(
  tx: Tx,
  table: Table,
  columns: Columns<Table>,
): Promise<void> {
  const named = Object.entries(columns) as [string, readonly [string, readonly unknown[]]][]
  const several = named.filter(([, [, values]]) => !isOne(values))
  // Some column tells how many rows there are.
  const unnested = new Set((several.length > 0 ? several : named).map(([name]) => name))
  const names = sql.join(named.map(([name]) => sql.ref(name)))
  const rows = named.filter(([name]) => unnested.has(name))
  const arrays = sql.join(
    rows.map(([, [type, values]]) => sql`${arrayOf(type, values)}::${sql.raw(type === 'bytea' ? 'text' : type)}[]`),
  )
  const aliases = sql.join(rows.map(([name]) => sql.ref(name)))
  const selected = sql.join(
    named.map(([name, [type, values]]) => {
      if (!unnested.has(name)) return sql`${values[0]}::${sql.raw(type)}`
      const given = sql.ref(`given.${name}`)
      return type === 'bytea' ? sql`decode(${given}, 'base64')` : given
    }),
  )
  await sql`insert into ${sql.table(table)} (${names}) select ${selected} from unnest(${arrays}) as given (${aliases})`.execute(
    tx,
  )
}

/** Types whose values have no character that an array would have to quote; bytes go in base64, half as long as the driver's way. */
const PLAIN_TYPES: ReadonlySet<string> = new Set([
  'uuid',
  'timestamptz',
  'smallint',
  'integer',
  'bigint',
  'boolean',
  'bytea',
])

/** Byte strings as an array of texts in base64, for `unnest` and `decode`. */
export function base64Array(values: readonly Uint8Array[]): string {
  return plainArray(values)
}

/** An array as PostgreSQL reads it. The driver's own way looks at every character and writes dates in local time: a third of the whole cost. */
function arrayOf(type: string, values: readonly unknown[]): unknown {
  return PLAIN_TYPES.has(type) ? plainArray(values) : values
}

function plainArray(values: readonly unknown[]): string {
  return `{${values.map(elementOf).join(',')}}`
}

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Uint8Array) return base64(value)
  return value instanceof Date ? value.toISOString() : String(value)
}

/** No bytes at all are an empty text, which an array has to quote. */
function base64(bytes: Uint8Array): string {
  return bytes.length === 0 ? '""' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
}

/** Whether all values are the same; bytes are not looked at. */
function isOne(values: readonly unknown[]): boolean {
  const first = plain(values[0])
  return values.length > 1 && typeof first !== 'object' && values.every((value) => plain(value) === first)
}

function plain(value: unknown): unknown {
  if (value === null) return undefined
  return value instanceof Date ? value.getTime() : value
}
