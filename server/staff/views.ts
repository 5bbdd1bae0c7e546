import { sql } from 'kysely'
import { STAFF_ROW, type StaffRow } from '../identity/staff-row.ts'
import type { Db } from '../kit/db.ts'
import { liesIn } from '../kit/lies-in.ts'
import type { Ctx } from '../kit/world.ts'

/** A member of staff as an administrator's list has him. */
export interface ListedRow extends StaffRow {
  readonly sealed: Uint8Array | null
  readonly has_passkey: boolean
}

/** The row of a member of staff as it stands. */
export async function findStaff(db: Db, staffId: string): Promise<StaffRow | undefined> {
  return db.selectFrom('staff').select(STAFF_ROW).where('staff.staff_id', '=', staffId).executeTakeFirst()
}

/** Members of staff within bounds, in the order of their ids. */
export async function listStaffRows(
  db: Db,
  asked: {
    within: { organisationId: string; division: string } | undefined
    after?: string | undefined
    only?: string | undefined
    role?: StaffRow['role'] | undefined
    active?: boolean | undefined
    limit: number
  },
): Promise<ListedRow[]> {
  const { within } = asked
  let query = db
    .selectFrom('staff')
    .select(STAFF_ROW)
    .select('staff.sealed')
    .select(sql<boolean>`exists (select from passkey where passkey.staff_id = staff.staff_id)`.as('has_passkey'))
    .orderBy('staff.staff_id')
    .limit(asked.limit)
  if (within) {
    query = query
      .where('staff.organisation_id', '=', within.organisationId)
      .where(liesIn('staff.division', within.division))
  }
  if (asked.after !== undefined) query = query.where('staff.staff_id', '>', asked.after)
  if (asked.role !== undefined) query = query.where('staff.role', '=', asked.role)
  if (asked.active !== undefined) query = query.where('staff.active', '=', asked.active)
  if (asked.only !== undefined) query = query.where('staff.staff_id', '=', asked.only)
  return query.execute()
}

/** Whether there is an organisation of an id, among those that run something or among those whose signatures count. */
export async function hasOrganisation(db: Db, ctx: Pick<Ctx, 'roots'>, organisationId: string): Promise<boolean> {
  if (ctx.roots.find(organisationId)) return true
  const row = await db
    .selectFrom('organisation')
    .select('organisation.organisation_id')
    .where('organisation.organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whose a venue is, and where it lies. */
export async function venueOf(
  db: Db,
  venueId: string,
): Promise<{ organisationId: string; divisionCode: string } | undefined> {
  const row = await db
    .selectFrom('venue')
    .select(['venue.organisation_id', 'venue.division_code'])
    .where('venue.venue_id', '=', venueId)
    .executeTakeFirst()
  return row && { organisationId: row.organisation_id, divisionCode: row.division_code }
}
