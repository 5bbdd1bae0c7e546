import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import type { VenueList, VenueView } from '../../contract/venues.ts'
import { LONGEST_SHOWN, readShownText } from '../../core/venue.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { groundsOf, type Grounds } from './grounds.ts'
import { findPlaceOfVenue, listVenueRows, viewsOf } from './views.ts'

const AT_ONCE = 100

/** What narrows the list of venues. */
export interface VenuesAsked {
  readonly after?: string | undefined
  readonly division?: string | undefined
  readonly name?: string | undefined
}

/** The venues that the caller runs; at most 100 from `after` on. Problems: input-invalid. */
export async function listVenues(ctx: Ctx, asked: VenuesAsked): Promise<VenueList> {
  const grounds = narrowed(groundsOf(ctx), asked.division)
  const name = beginningOf(asked.name)
  const after = asked.after === undefined ? undefined : await placeOf(ctx, asked.after)
  if (!grounds) return { venues: [] }
  const rows = await listVenueRows(ctx.db, { grounds, after, name, limit: AT_ONCE + 1 })
  const venues = await viewsOf(ctx.db, rows.slice(0, AT_ONCE), ctx.now)
  return rows.length > AT_ONCE ? { venues, next: venues[AT_ONCE - 1]!.venueId } : { venues }
}

/** A venue that the caller runs. Problems: not-found. */
export async function getVenue(ctx: Ctx, venueId: string): Promise<VenueView> {
  const grounds = { ...groundsOf(ctx) }
  const rows = await listVenueRows(ctx.db, { grounds, only: venueId, limit: 1 })
  const [venue] = await viewsOf(ctx.db, rows, ctx.now)
  if (!venue) throw new Problem('not-found')
  return venue
}

/** The part of somebody's grounds that lies in a division; undefined where none does. */
function narrowed(grounds: Grounds, division: string | undefined): Grounds | undefined {
  if (division === undefined || grounds.division.startsWith(division)) return grounds
  if (!(division in streetTable.districts) && !(division in streetTable.streets)) {
    const fault = { zh: '应为一个区或街镇的代码', en: 'should be the code of a district or a street' }
    throw new Problem('input-invalid', [{ field: 'division', ...fault }])
  }
  return division.startsWith(grounds.division) ? { ...grounds, division } : undefined
}

/** With what the names begin, as names are kept. */
function beginningOf(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined
  const reading = readShownText(typed, LONGEST_SHOWN.venueName)
  if (reading.ok) return reading.text
  throw new Problem('input-invalid', [{ field: 'name', ...reading.message }])
}

async function placeOf(ctx: Ctx, venueId: string): Promise<{ name: string; id: string }> {
  const found = await findPlaceOfVenue(ctx.db, venueId)
  // Behind a venue of others' there is no list of his, and what it is called is not told by where a list goes on.
  if (found && mayTouch(ctx.actor, 'run-doors', found.thing)) return { name: found.name, id: venueId }
  const fault = { zh: '应为上一页答复中的 next', en: 'should be the next of the page before' }
  throw new Problem('input-invalid', [{ field: 'after', ...fault }])
}
