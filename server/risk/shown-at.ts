import type { ShownThen } from '../../contract/operator.ts'
import type { Instant } from '../../core/instant.ts'
import type { Keyed } from '../evidence/facts.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { openShown, stepAt, type Shown } from './colour-row.ts'
import { recompute } from './explanation.ts'
import type { Explanation } from './risk.ts'
import { findStateVersion, readHistory } from './store.ts'
import { findTable, readTables } from './table.ts'

/** What was shown of a person at a moment by the history, and whether what is recomputed agrees. */
export async function findShown(
  db: Db,
  ctx: Ctx,
  asked: { person: Keyed; moment: Instant; recomputed: Pick<Explanation, 'colour'>; known: 'then' | 'otherwise' },
): Promise<ShownThen> {
  const { person, moment, recomputed } = asked
  const found = await findInForce(db, ctx, person.personId, moment)
  if (typeof found === 'string') return { kind: found }
  const { colour, from: since } = stepAt(found.course, moment)
  const table = { name: found.tableName, version: found.tableVersion }
  const shown = { kind: 'shown', colour, since, table, evaluatedAt: found.at } as const
  if (asked.known === 'otherwise' || colour === recomputed.colour) return shown
  return { ...shown, difference: await differenceOf(db, ctx, { person, moment, shown: found }) }
}

/** The row in force at a moment: the one with the highest version of those written by then. A row that is missing or altered may have been. */
async function findInForce(
  db: Db,
  ctx: Ctx,
  personId: string,
  moment: Instant,
): Promise<Shown | 'nothing-yet' | 'record-lost'> {
  const rows = await readHistory(db, personId)
  const shown = new Map<number, Shown>()
  for (const row of rows) {
    const open = openShown(ctx.keys, personId, row)
    if (open) shown.set(open.version, open)
    else ctx.log.error({ person: personId }, 'colour-history-not-vouched')
  }
  // The state says how many there are, also where the last ones were deleted.
  const newest = Math.max(await findStateVersion(db, personId), ...rows.map(({ version }) => version))
  const inForce = [...shown.values()].toSorted((a, b) => a.version - b.version).findLast(({ at }) => at <= moment)
  const next = (inForce?.version ?? 0) + 1
  // Whether the next one was in force already is told by the next one alone.
  if (next <= newest && !shown.has(next)) {
    ctx.log.error({ person: personId }, 'colour-history-incomplete')
    return 'record-lost'
  }
  return inForce ?? 'nothing-yet'
}

/** Why what was shown is not what is recomputed: it was learned and not evaluated yet, or the evaluation itself differs. */
async function differenceOf(
  db: Db,
  ctx: Ctx,
  { person, moment, shown }: { person: Keyed; moment: Instant; shown: Shown },
): Promise<'not-evaluated-yet' | 'defect'> {
  const table = findTable(await readTables(db, ctx), shown.at, shown.at)
  if (!table) return 'defect'
  const then = await recompute(db, ctx, { person, table, asOf: moment, knownAt: shown.at })
  return then.colour === stepAt(shown.course, moment).colour ? 'not-evaluated-yet' : 'defect'
}
