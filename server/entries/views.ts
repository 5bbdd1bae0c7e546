import { sql } from 'kysely'
import { isLetIn, STAFF_ROW } from '../identity/staff-row.ts'
import type { Db } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'

/** Of some people those who are or were guards of an organisation: an entry may come after its guard has left. */
export async function listGuards(
  db: Db,
  keys: MasterKeys,
  asked: { organisationId: string; staffIds: readonly string[] },
): Promise<string[]> {
  if (asked.staffIds.length === 0) return []
  const rows = await db
    .selectFrom('staff')
    .select(STAFF_ROW)
    .where(sql<boolean>`staff.staff_id = any(${asked.staffIds}::uuid[])`)
    .where('staff.organisation_id', '=', asked.organisationId)
    .where('staff.role', '=', 'guard')
    .orderBy('staff.staff_id')
    .limit(asked.staffIds.length)
    .execute()
  return rows.flatMap((row) => (isLetIn(keys, row) ? [row.staff_id] : []))
}
