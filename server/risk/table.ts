import hangzhou202002 from '../../core/tables/hangzhou-2020-02.json' with { type: 'json' }
import shanghai202003 from '../../core/tables/shanghai-2020-03.json' with { type: 'json' }
import shanghai202204 from '../../core/tables/shanghai-2022-04.json' with { type: 'json' }
import shanghai202205 from '../../core/tables/shanghai-2022-05.json' with { type: 'json' }
import shanghai202209 from '../../core/tables/shanghai-2022-09.json' with { type: 'json' }
import type { Instant } from '../../core/instant.ts'
import { readRuleTable, tableInForce, type RuleTable } from '../../core/rule-table.ts'

/** The rule tables that come with the program, by name. That a table is shipped does not put it in force. */
export const SHIPPED: readonly RuleTable[] = [
  hangzhou202002,
  shanghai202003,
  shanghai202204,
  shanghai202205,
  shanghai202209,
].map(readShipped)

const IN_FORCE = SHIPPED.filter((table) => table.name === 'shanghai-2022-04')

/** The shipped table of a name such as `shanghai-2022-09`; undefined where there is none. */
export function shippedTable(name: string): RuleTable | undefined {
  return SHIPPED.find((table) => table.name === name)
}

/** The table of a name and version. Throws where there is none. */
export function getTable({ name, version }: { readonly name: string; readonly version: string }): RuleTable {
  const table = shippedTable(name)
  if (table?.version !== version) throw new Error(`there is no rule table ${name} ${version}`)
  return table
}

/** The rule table in force at a moment; undefined before the first one began. */
export function findTable(at: Instant): RuleTable | undefined {
  return tableInForce(IN_FORCE, at)
}

/** A table of ours with a mistake must stop the start, before it has coloured anybody. */
function readShipped(json: unknown): RuleTable {
  const reading = readRuleTable(json)
  if (reading.ok) return reading.table
  const faults = reading.faults.map(({ row, column, message }) => `row ${row}, ${column}: ${message.en}`)
  throw new Error(`a shipped rule table is faulty: ${faults.join('; ')}`)
}
