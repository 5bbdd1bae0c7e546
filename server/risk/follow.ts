import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import { toInstant, toInstantOrNone, type Db } from '../kit/db.ts'
import { SECOND, type Instant } from '../../core/instant.ts'
import type { AdoptedTable } from '../../core/adopted-tables.ts'
import { adoptedAt } from '../../core/adopted-tables.ts'
import type { MasterKeys } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { TableName } from './dry-run.ts'
import { evaluateAnew } from './risk.ts'
import { FIRST, readTables } from './table.ts'
import { listSwitches } from './views.ts'

// While the city is switched to another rule table, whoever is asked for is evaluated by the one in force at that moment: nobody
// reads a colour of the former table because his turn has not come.

/** That the city is evaluated anew because another table came into force. */
export interface TableSwitch {
  readonly switchId: string
  readonly from: TableName
  readonly to: TableName
  readonly beganAt: Instant
}

/** The program's MAC over a switch. */
export function vouchForSwitch(keys: MasterKeys, begun: TableSwitch): Uint8Array {
  return vouch(keys, 'table-switch', saidOf(begun))
}

/** The switch that began last, of those that the program wrote. */
export async function findLastSwitch(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
): Promise<(TableSwitch & { readonly doneAt: Instant | undefined }) | undefined> {
  for (const row of await listSwitches(db)) {
    const begun = {
      switchId: row.switch_id,
      from: { name: row.from_name, version: row.from_version },
      to: { name: row.to_name, version: row.to_version },
      beganAt: toInstant(row.began_at),
    }
    if (isVouched(ctx.keys, 'table-switch', { said: saidOf(begun), mac: row.mac })) {
      return { ...begun, doneAt: toInstantOrNone(row.done_at) }
    }
  }
  return undefined
}

/**
 * Evaluates somebody who is asked for by the table in force, if the city is still on its way to it and he was not evaluated since.
 * Answers whether he was evaluated now.
 */
export async function catchUp(
  ctx: Ctx,
  person: { readonly person_id: string; readonly evaluated_at: Date | null },
): Promise<boolean> {
  const since = await switchingSince(ctx)
  if (since === undefined || person.evaluated_at === null || toInstant(person.evaluated_at) >= since) return false
  await ctx.db.transaction().execute((tx) => evaluateAnew(tx, ctx, [person.person_id]))
  return true
}

/** As often as the tables are looked for: who asks much costs a query in a while. */
const LOOKED_FOR_EVERY = 5 * SECOND
const known = new WeakMap<object, { at: Instant; reachedFor: TableName }>()

/** Since when the table in force is, while the city has not yet followed it; undefined when it has. */
async function switchingSince(ctx: Ctx): Promise<Instant | undefined> {
  const inForce: AdoptedTable | undefined = adoptedAt(await readTables(ctx.db, ctx), ctx.now)
  if (!inForce) return undefined
  const last = known.get(ctx.pool)
  const isFresh = last !== undefined && ctx.now >= last.at && ctx.now < last.at + LOOKED_FOR_EVERY
  const reachedFor = isFresh ? last.reachedFor : await findReached(ctx)
  if (!isFresh) known.set(ctx.pool, { at: ctx.now, reachedFor })
  const { name, version } = inForce.table
  return reachedFor.name === name && reachedFor.version === version ? undefined : inForce.from
}

/** The table by which everybody was evaluated whom it concerns. */
async function findReached(ctx: Ctx): Promise<TableName> {
  const last = await findLastSwitch(ctx.db, ctx)
  if (!last) return FIRST.table
  return last.doneAt === undefined ? last.from : last.to
}

function saidOf({ switchId, from, to, beganAt }: TableSwitch): Said {
  return [switchId, from.name, from.version, to.name, to.version, beganAt]
}
