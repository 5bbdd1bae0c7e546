import { sql, type RawBuilder } from 'kysely'

/**
 * Whether a division's code lies in a jurisdiction, as a condition on a column: between its beginning and the character after the
 * digits. An index by `text_pattern_ops` answers that whatever it is asked with; of `starts_with` it would have to know the value.
 */
export function liesIn(column: string, division: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} ~>=~ ${division} and ${sql.ref(column)} ~<~ ${`${division}:`}`
}
