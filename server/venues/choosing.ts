import type { DoorPolicies, PolicyChoice, VenueView } from '../../contract/venues.ts'
import { after, DAY_LENGTH, instant, type Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { getVenue } from './listing.ts'
import { lockOwnVenue } from './own.ts'
import { findOrInsertPolicy, putPolicy } from './store.ts'
import { SHIPPED_POLICIES, type ShippedPolicy } from './venues.ts'

// Whoever runs the doors of an organisation chooses by which of the shipped policies each of its venues works.

/** A date further off is most likely a slip. */
const FARTHEST_AHEAD = 366 * DAY_LENGTH

/** The door policies that come with the program. */
export function listPolicies(): DoorPolicies {
  const policies = Object.entries(SHIPPED_POLICIES).map(([name, { version, ...policy }]) => ({
    name: name as ShippedPolicy,
    version,
    // As it stands in the file; a test holds every shipped policy against the schema.
    policy: policy as DoorPolicies['policies'][number]['policy'],
  }))
  return { policies }
}

/**
 * Makes a policy a venue's from a moment on: what was to follow then is dropped, and what was before stays, for entries are held
 * against the policy of their own time. Problems: not-found, input-invalid where the moment is past or too far ahead.
 */
export async function choosePolicy(ctx: Ctx, venueId: string, choice: PolicyChoice): Promise<VenueView> {
  const from = momentOf(ctx, choice)
  await ctx.db.transaction().execute(async (tx) => {
    // Two who choose at once come one after the other.
    await lockOwnVenue(tx, ctx, venueId)
    await putPolicy(tx, { venueId, policyId: await findOrInsertPolicy(tx, ctx, choice.policy), from })
    const { version } = SHIPPED_POLICIES[choice.policy]
    const detail = { policy: choice.policy, version, from }
    await append(tx, ctx, { action: 'door-policy-chosen', subject: venueId, detail })
  })
  return getVenue(ctx, venueId)
}

function momentOf(ctx: Ctx, choice: PolicyChoice): Instant {
  const from = instant(choice.from ?? ctx.now)
  if (from >= ctx.now && from <= after(ctx.now, FARTHEST_AHEAD)) return from
  const fault = { zh: '请选择现在到一年以内的时间', en: 'choose a moment from now to a year ahead' }
  throw new Problem('input-invalid', [{ field: 'from', ...fault }])
}
