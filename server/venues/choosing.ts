import { sql } from 'kysely'
import type { DoorPolicies, PolicyChoice, VenueList, VenueView } from '../../contract/venues.ts'
import { after, DAY_LENGTH, instant, type Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { groundsOf } from './grounds.ts'
import { SHIPPED_POLICIES, type ShippedPolicy } from './venues.ts'
import { findThingOfVenue, listVenueRows } from './views.ts'

// Whoever runs the doors of an organisation sees its venues, and chooses by which of the shipped policies each one works.

const AT_ONCE = 100
/** A date further off is most likely a slip. */
const FARTHEST_AHEAD = 366 * DAY_LENGTH

/** The venues that the caller runs; at most 100 from `after` on. */
export async function listVenues(ctx: Ctx, asked: { after?: string | undefined }): Promise<VenueList> {
  const grounds = groundsOf(ctx)
  const rows = await listVenueRows(ctx.db, { ...asked, grounds, now: ctx.now, limit: AT_ONCE + 1 })
  const venues = rows.slice(0, AT_ONCE)
  return rows.length > AT_ONCE ? { venues, next: venues[AT_ONCE - 1]!.venueId } : { venues }
}

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
    const thing = await findThingOfVenue(tx, venueId)
    if (!thing || !mayTouch(ctx.actor, 'run-doors', thing)) throw new Problem('not-found')
    // Two who choose at once come one after the other.
    await tx.selectFrom('venue').select('venue.venue_id').where('venue.venue_id', '=', venueId).forUpdate().execute()
    const policyId = await findOrInsertPolicy(tx, ctx, choice.policy)
    await tx
      .deleteFrom('venue_policy')
      .where('venue_policy.venue_id', '=', venueId)
      .where('venue_policy.valid_from', '>=', toDate(from))
      .execute()
    await tx
      .updateTable('venue_policy')
      .set({ valid_to: toDate(from) })
      .where('venue_policy.venue_id', '=', venueId)
      .where(({ or, eb }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', toDate(from))]))
      .execute()
    const row = { venue_id: venueId, valid_from: toDate(from), valid_to: null, policy_id: policyId }
    await tx.insertInto('venue_policy').values(row).execute()
    const { version } = SHIPPED_POLICIES[choice.policy]
    const detail = { policy: choice.policy, version, from }
    await append(tx, ctx, { action: 'door-policy-chosen', subject: venueId, detail })
  })
  const grounds = groundsOf(ctx)
  const [venue] = await listVenueRows(ctx.db, { grounds, only: venueId, now: ctx.now, limit: 1 })
  return venue!
}

function momentOf(ctx: Ctx, choice: PolicyChoice): Instant {
  const from = instant(choice.from ?? ctx.now)
  if (from >= ctx.now && from <= after(ctx.now, FARTHEST_AHEAD)) return from
  const fault = { zh: '请选择现在到一年以内的时间', en: 'choose a moment from now to a year ahead' }
  throw new Problem('input-invalid', [{ field: 'from', ...fault }])
}

async function findOrInsertPolicy(tx: Tx, ctx: Ctx, name: ShippedPolicy): Promise<string> {
  const { version, ...document } = SHIPPED_POLICIES[name]
  const text = JSON.stringify(document)
  const known = await tx
    .selectFrom('door_policy')
    .select('door_policy.policy_id')
    .where('door_policy.version', '=', version)
    .where(sql<boolean>`door_policy.document = ${text}::jsonb`)
    .orderBy('door_policy.policy_id')
    .limit(1)
    .executeTakeFirst()
  if (known) return known.policy_id
  const policyId = newId(ctx)
  await tx.insertInto('door_policy').values({ policy_id: policyId, version, document: text }).execute()
  return policyId
}
