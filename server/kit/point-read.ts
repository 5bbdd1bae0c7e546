import type pg from 'pg'
import { groupCommit } from './group-commit.ts'

/** Finds the one row of a key, given as the values that the statement asks by; undefined where there is none. */
export type PointRead<Row> = (pool: pg.Pool, key: readonly unknown[]) => Promise<Row | undefined>

/**
 * A prepared read of one row by its key. Reads that are asked for at the same time are one statement: a round trip costs more
 * than the rows it brings. Nothing is kept: each is read after it was asked for. The statement takes an array a value of the
 * key, and says of each row which key it belongs to:
 *
 *     select asked.place, … from unnest($1::uuid[]) with ordinality as asked (gate_id, place) join …
 *
 * A value that its type refuses fails everybody's read, so none comes from outside unchecked.
 */
export function pointRead<Row extends object>(statement: { name: string; text: string }): PointRead<Row> {
  const groups = new WeakMap<pg.Pool, ReturnType<typeof groupsOf<Row>>>()
  return (pool, key) => {
    const group = groups.get(pool) ?? groupsOf<Row>(pool, statement)
    groups.set(pool, group)
    return group.add(key)
  }
}

function groupsOf<Row extends object>(pool: pg.Pool, statement: { name: string; text: string }) {
  return groupCommit<readonly unknown[], Row | undefined>({
    apartMs: 2,
    most: 64,
    lanes: 1,
    async write(keys) {
      const values = keys[0]!.map((_, part) => keys.map((key) => key[part]))
      const { rows } = await pool.query<Row & { place: number }>({ ...statement, values })
      const found: (Row | undefined)[] = keys.map(() => undefined)
      for (const row of rows) found[row.place - 1] = row
      return found
    },
  })
}
