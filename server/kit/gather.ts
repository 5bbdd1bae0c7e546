import type { Db } from './db.ts'
import { groupCommit } from './group-commit.ts'

/**
 * A reading of rows by key, for many keys. On the pool those that are asked for at the same time are one statement, as with
 * `pointRead`; in a transaction each is its own. Nothing is kept: each is read after it was asked for.
 */
export function gathered<Row extends object>(
  read: (db: Db, keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): (db: Db, keys: readonly string[]) => Promise<readonly Row[]> {
  const groups = new WeakMap<Db, ReturnType<typeof groupsOn>>()

  function groupsOn(db: Db) {
    return groupCommit<string, readonly Row[]>({
      apartMs: 2,
      most: 64,
      lanes: 1,
      async write(keys) {
        const rows = Map.groupBy(await read(db, [...new Set(keys)]), keyOf)
        return keys.map((key) => rows.get(key) ?? [])
      },
    })
  }

  return async (db, keys) => {
    if (db.isTransaction || keys.length !== 1) return read(db, keys)
    const group = groups.get(db) ?? groupsOn(db)
    groups.set(db, group)
    return group.add(keys[0]!)
  }
}
