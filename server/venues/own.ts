import type { Tx } from '../kit/db.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { lockVenue, type VenueRow } from './store.ts'
import { findGate, findThingOfVenue, type GateOfVenue } from './views.ts'

/** A venue of the caller's, to be changed in this transaction. Problems: not-found. */
export async function lockOwnVenue(tx: Tx, ctx: Ctx, venueId: string): Promise<VenueRow> {
  // Looked at before it is locked: of another's venue he hears the same, after the same work, as of one that is not there.
  const thing = await findThingOfVenue(tx, venueId)
  if (!thing || !mayTouch(ctx.actor, 'run-doors', thing)) throw new Problem('not-found')
  const row = await lockVenue(tx, venueId)
  // Somebody may have moved it in between.
  if (!row || !mayTouch(ctx.actor, 'run-doors', row)) throw new Problem('not-found')
  return row
}

/** A gate of the caller's; its venue is locked, so that nobody else changes any gate of it meanwhile. Problems: not-found. */
export async function lockOwnGate(tx: Tx, ctx: Ctx, gateId: string): Promise<GateOfVenue> {
  const seen = await findGate(tx, gateId)
  if (!seen || !mayTouch(ctx.actor, 'run-doors', seen.thing)) throw new Problem('not-found')
  await lockOwnVenue(tx, ctx, seen.venueId)
  const gate = await findGate(tx, gateId)
  if (!gate) throw new Problem('not-found')
  return gate
}
