import type { TableLife } from '../../contract/rule-tables.ts'
import type { Instant } from '../../core/instant.ts'

/** What is known of a table, all of it checked. */
export interface Standing {
  readonly isShipped: boolean
  readonly isDrafted: boolean
  /** Whether two organisations stand for it. */
  readonly isApproved: boolean
  /** Whether the last dry run that was to settle it went over its brake. */
  readonly isHeld: boolean
  /** From when it is in force, if it was adopted. */
  readonly from: Instant | undefined
  readonly isInForce: boolean
  /** Whether a table of its name with the same or a greater version was adopted instead. */
  readonly isOvertaken: boolean
}

/** Where a table stands at a moment. */
export function lifeOf(standing: Standing, now: Instant): TableLife {
  if (standing.isInForce) return 'in-force'
  if (standing.from !== undefined) return standing.from > now ? 'scheduled' : 'superseded'
  if (!standing.isDrafted && standing.isShipped) return 'shipped'
  if (standing.isOvertaken) return 'superseded'
  if (!standing.isApproved) return 'draft'
  return standing.isHeld ? 'held' : 'scheduled'
}
