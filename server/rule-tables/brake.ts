import type { RuleTable } from '../../core/rule-table.ts'
import type { DryRunResult } from '../risk/dry-run.ts'

// The brake of a table stands in the table: whoever signs the table signs how many people its switch may change. A number in the
// configuration would be one operator's to raise; a policy of its own would need the same two signatures once more. Who reads
// a dry run before signing knows best what is too many.

/** The brake of a table that names none. 100: as many as one wrong batch may do; a table for a whole city names its own. */
const DEFAULT_BRAKE = 100

/** How many people's colours a switch to a table may change, beyond what two organisations saw and signed. */
export function brakeOf(table: RuleTable): number {
  return table.brakePeople ?? DEFAULT_BRAKE
}

/**
 * Whether a table may change as many people as its last dry run found. `approved` are the dry runs of it that two organisations
 * stand for: what they saw may happen, and as much more as the brake allows, for the city goes on living meanwhile.
 */
export function isWithinBrake(table: RuleTable, found: DryRunResult, approved: readonly DryRunResult[]): boolean {
  const seen = approved.filter((one) => isSameTable(one.against, found.against)).map((one) => one.changed)
  return found.changed <= Math.max(0, ...seen) + brakeOf(table)
}

function isSameTable(a: DryRunResult['against'], b: DryRunResult['against']): boolean {
  return a.name === b.name && a.version === b.version
}
