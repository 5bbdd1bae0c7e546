import { isLetIn, STAFF_ROW, type StaffRow } from '../identity/staff-row.ts'
import { pointRead } from '../kit/point-read.ts'
import type { Ctx } from '../kit/world.ts'

const GUARD = `
  select asked.place, ${STAFF_ROW.join(', ')}
  from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (staff_id, organisation_id, place)
  join staff on staff.staff_id = asked.staff_id and staff.organisation_id = asked.organisation_id and staff.role = 'guard'`

const readGuard = pointRead<StaffRow>({ name: 'guard-of-organisation', text: GUARD })

/** Whether somebody is or was a guard of an organisation: an entry may come after its guard has left. */
export async function wasGuard(
  ctx: Pick<Ctx, 'pool' | 'keys'>,
  asked: { organisationId: string; staffId: string },
): Promise<boolean> {
  const row = await readGuard(ctx.pool, [asked.staffId, asked.organisationId])
  return row !== undefined && isLetIn(ctx.keys, row)
}
