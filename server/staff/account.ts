import { sql } from 'kysely'
import type { Db } from '../kit/db.ts'

/** The sign-in of an account, and whether it is a member of staff's already. */
export async function accountOf(
  db: Db,
  accountId: string,
): Promise<{ channel: string; subjectHash: Uint8Array; isStaff: boolean }> {
  const row = await db
    .selectFrom('account')
    .select(['account.channel', 'account.subject_hash'])
    .select(
      sql<boolean>`exists (select from staff where staff.channel = account.channel and staff.subject_hash = account.subject_hash)`.as(
        'is_staff',
      ),
    )
    .where('account.account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { channel: row.channel, subjectHash: row.subject_hash, isStaff: row.is_staff }
}
