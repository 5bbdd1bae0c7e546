import shanghai202204 from '../../core/tables/shanghai-2022-04.json' with { type: 'json' }
import type { Instant } from '../../core/instant.ts'
import { readRuleTable, tableInForce, type RuleTable } from '../../core/rule-table.ts'

const SHIPPED: readonly RuleTable[] = [readShipped(shanghai202204)]

/** The rule table in force at a moment; undefined before the first one began. */
export function findTable(at: Instant): RuleTable | undefined {
  return tableInForce(SHIPPED, at)
}

/** A table of ours with a mistake must stop the start, before it has coloured anybody. */
function readShipped(json: unknown): RuleTable {
  const reading = readRuleTable(json)
  if (reading.ok) return reading.table
  const faults = reading.faults.map(({ row, column, message }) => `row ${row}, ${column}: ${message.en}`)
  throw new Error(`the shipped rule table is faulty: ${faults.join('; ')}`)
}
