import { instant } from '../core/instant.ts'
import { toDate } from '../server/kit/db.ts'
import { newId, systemCtx, type World } from '../server/kit/world.ts'
import { insertShippedPolicies, type ShippedPolicy } from '../server/venues/venues.ts'

/** A venue with one gate under a shipped policy, belonging to an organisation, in 黄浦区 unless told otherwise; its name is like no other. */
export async function aVenue(
  world: World,
  told: { organisationId: string; policy?: ShippedPolicy; divisionCode?: string },
): Promise<{ venueId: string; gateId: string }> {
  const ctx = systemCtx(world)
  return world.db.transaction().execute(async (tx) => {
    const policies = await insertShippedPolicies(tx, ctx)
    const [venueId, gateId] = [newId(ctx), newId(ctx)]
    await tx
      .insertInto('venue')
      .values({
        venue_id: venueId,
        name: `测试大厅 ${venueId}`,
        kind: 'service-hall',
        division_code: told.divisionCode ?? '310101',
        address: '测试路 1 号',
        organisation_id: told.organisationId,
        made_up: true,
      })
      .execute()
    await tx.insertInto('gate').values({ gate_id: gateId, venue_id: venueId, name: '1 号门' }).execute()
    await tx
      .insertInto('venue_policy')
      .values({
        venue_id: venueId,
        valid_from: toDate(instant(0)),
        valid_to: null,
        policy_id: policies[told.policy ?? 'service-hall'],
      })
      .execute()
    return { venueId, gateId }
  })
}
