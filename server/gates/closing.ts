import type { VenueView } from '../../contract/venues.ts'
import { append } from '../audit/audit.ts'
import type { Ctx } from '../kit/world.ts'
import { getVenue } from '../venues/listing.ts'
import { lockOwnGate } from '../venues/own.ts'
import { setClosed } from '../venues/open-gates.ts'
import { endDevice } from './gates.ts'
import { deleteCodesOfGate, lockDevicesOfGate } from './store.ts'

// A gate that nobody uses any more is closed, not deleted: entries point at it. Opened again, it wants new devices.

/**
 * Closes a gate: its devices are switched off and its codes used up, and no device is enrolled for it. Again it changes nothing.
 * Problems: not-found.
 */
export async function closeGate(ctx: Ctx, gateId: string): Promise<VenueView> {
  const venueId = await ctx.db.transaction().execute(async (tx) => {
    const gate = await lockOwnGate(tx, ctx, gateId)
    if (gate.closedAt !== undefined) return gate.venueId
    await setClosed(tx, gateId, ctx.now)
    // The codes first: a device that is being enrolled by one is among the gate's when this goes on.
    await deleteCodesOfGate(tx, gateId)
    let devices = 0
    for (;;) {
      const rows = await lockDevicesOfGate(tx, gateId)
      if (rows.length === 0) break
      for (const row of rows) await endDevice(tx, ctx, row)
      devices += rows.length
    }
    await append(tx, ctx, { action: 'gate-closed', subject: gateId, detail: { venue: gate.venueId, devices } })
    return gate.venueId
  })
  return getVenue(ctx, venueId)
}

/** Opens a closed gate again. Again it changes nothing. Problems: not-found. */
export async function openGate(ctx: Ctx, gateId: string): Promise<VenueView> {
  const venueId = await ctx.db.transaction().execute(async (tx) => {
    const gate = await lockOwnGate(tx, ctx, gateId)
    if (gate.closedAt === undefined) return gate.venueId
    await setClosed(tx, gateId, undefined)
    await append(tx, ctx, { action: 'gate-opened', subject: gateId, detail: { venue: gate.venueId } })
    return gate.venueId
  })
  return getVenue(ctx, venueId)
}
