import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import type { VenueKind } from '../../core/venue.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { SHIPPED_POLICIES, type ShippedPolicy } from './venues.ts'

/** What a venue is called, and where it lies. */
export interface Described {
  readonly name: string
  readonly kind: VenueKind
  readonly address: string
  readonly divisionCode: string
}

/** A venue as it stands in its row. */
export interface VenueRow extends Described {
  readonly venueId: string
  readonly organisationId: string
}

/** Writes a venue down; false where its id is there already, or its name in that street of the organisation. */
export async function insertVenue(
  tx: Tx,
  venue: VenueRow & { madeUp: boolean; requestHash: Uint8Array },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('venue')
    .values({
      venue_id: venue.venueId,
      organisation_id: venue.organisationId,
      ...columnsOf(venue),
      made_up: venue.madeUp,
      request_hash: venue.requestHash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** A venue to be changed in this transaction. */
export async function lockVenue(tx: Tx, venueId: string): Promise<VenueRow | undefined> {
  const row = await tx
    .selectFrom('venue')
    .selectAll()
    .where('venue.venue_id', '=', venueId)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      venueId: row.venue_id,
      organisationId: row.organisation_id,
      name: row.name,
      kind: row.kind,
      address: row.address,
      divisionCode: row.division_code,
    }
  )
}

/** Writes what a venue is called and where it lies; false where another of the organisation in that street is called so. */
export async function updateVenue(tx: Tx, venue: VenueRow): Promise<boolean> {
  const update = tx.updateTable('venue').set(columnsOf(venue)).where('venue.venue_id', '=', venue.venueId)
  return isFree('venue_of_street', () => update.execute())
}

/** Writes a gate down; false where its id is there already, or its name at the venue. */
export async function insertGate(tx: Tx, gate: { gateId: string; venueId: string; name: string }): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('gate')
    .values({ gate_id: gate.gateId, venue_id: gate.venueId, name: gate.name })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Writes what a gate is called; false where another of its venue is called so. */
export async function renameGateRow(tx: Tx, gate: { gateId: string; name: string }): Promise<boolean> {
  const update = tx.updateTable('gate').set({ name: gate.name }).where('gate.gate_id', '=', gate.gateId)
  return isFree('gate_of_venue', () => update.execute())
}

/** Makes a policy a venue's from a moment on, in place of all that was to follow then; what was before stays. */
export async function putPolicy(tx: Tx, of: { venueId: string; policyId: string; from: Instant }): Promise<void> {
  const from = toDate(of.from)
  await tx
    .deleteFrom('venue_policy')
    .where('venue_policy.venue_id', '=', of.venueId)
    .where('venue_policy.valid_from', '>=', from)
    .execute()
  await tx
    .updateTable('venue_policy')
    .set({ valid_to: from })
    .where('venue_policy.venue_id', '=', of.venueId)
    .where(({ or, eb }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', from)]))
    .execute()
  const row = { venue_id: of.venueId, valid_from: from, valid_to: null, policy_id: of.policyId }
  await tx.insertInto('venue_policy').values(row).execute()
}

/** The id of a shipped policy's row, which is written where there is none yet. */
export async function findOrInsertPolicy(tx: Tx, ctx: Ctx, name: ShippedPolicy): Promise<string> {
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

function columnsOf({ name, kind, address, divisionCode }: Described) {
  return { name, kind, address, division_code: divisionCode }
}

const UNIQUE_VIOLATION = '23505'

/** Whether a name was free when it was written. Where it was not, the transaction has come to its end. */
async function isFree(index: string, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code === UNIQUE_VIOLATION && constraint === index) return false
    throw error
  }
}
