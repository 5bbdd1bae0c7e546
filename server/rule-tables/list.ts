import type { TABLE_PARTS, TableList, TableSummary } from '../../contract/rule-tables.ts'
import { hex } from '../../core/bytes.ts'
import type { Db } from '../kit/db.ts'
import { placeText, readPlace } from '../kit/list-place.ts'
import type { Ctx } from '../kit/world.ts'
import { findLastSwitch } from '../risk/follow.ts'
import { findProgress } from '../risk/switch.ts'
import {
  getKnown,
  isOvertaken,
  knownOf,
  readNow,
  SHIPPED_TABLES,
  summaryOf,
  type KnownTable,
  type Now,
} from './rule-tables.ts'
import * as store from './store.ts'

// The list of rule tables, in three parts one after the other: what stands or waits, what was drafted else, what comes with the program.

const AT_ONCE = 50

/** Which tables are asked for; without a part all of them. */
export interface TablesAsked {
  readonly part?: (typeof TABLE_PARTS)[number] | undefined
  readonly after?: string | undefined
}

/**
 * A page of the tables, and the switch that is under way: first what is in force, comes into force or is held, all of it; then drafts and
 * what was in force, the newest first, at most 50 a page; on the last page what comes with the program and was never drafted.
 */
export async function listTables(db: Db, ctx: Ctx, { part, after }: TablesAsked = {}): Promise<TableList> {
  const place = readPlace(after, isHash)
  const now = await readNow(db, ctx)
  const standing = await findStanding(db, ctx, now)
  const others = { passing: standing.map(({ hash }) => hash), after: place, limit: AT_ONCE + 1 }
  const stored = part === undefined || part === 'drafted' ? await store.listTables(db, others) : []
  const shown = stored.slice(0, AT_ONCE)
  const last = stored.length > AT_ONCE ? shown.at(-1) : undefined

  const known = shown.flatMap((one) => knownOf(one) ?? [])
  if (last === undefined && (part === undefined || part === 'shipped'))
    known.push(...(await listUndrafted(db, standing)))
  const tables: TableSummary[] = place === undefined && part !== 'drafted' && part !== 'shipped' ? [...standing] : []
  for (const one of known) tables.push((await summaryOf(db, ctx, { one, now })).summary)
  return {
    tables,
    ...(last && { next: placeText({ at: last.draftedAt, id: hex(last.tableHash) }) }),
    ...(now.inForce !== undefined && { inForce: now.inForce }),
    ...(await findSwitching(db, ctx)),
  }
}

const STANDING: readonly TableSummary['life'][] = ['in-force', 'scheduled', 'held']

/** What is in force, what comes into force, and what is held: some of what was adopted, and of what was signed and not overtaken. */
async function findStanding(db: Db, ctx: Ctx, now: Now): Promise<TableSummary[]> {
  const signed = (await store.listSigned(db)).flatMap((one) => knownOf(one) ?? [])
  const coming = [...now.adopted].filter(([hash, { from }]) => hash === now.inForce || from > ctx.now)
  const candidates: KnownTable[] = signed.filter((one) => !now.adopted.has(one.hash) && !isOvertaken(one, now))
  for (const [hash] of coming) candidates.push(await getKnown(db, hash))
  const tables: TableSummary[] = []
  for (const one of candidates) tables.push((await summaryOf(db, ctx, { one, now })).summary)
  return tables
    .filter(({ life }) => STANDING.includes(life))
    .toSorted((a, b) => STANDING.indexOf(a.life) - STANDING.indexOf(b.life) || b.validFrom - a.validFrom)
}

async function listUndrafted(db: Db, standing: readonly TableSummary[]): Promise<KnownTable[]> {
  const tables: KnownTable[] = []
  for (const one of SHIPPED_TABLES) {
    if (standing.some(({ hash }) => hash === one.hash)) continue
    if (!(await getKnown(db, one.hash)).stored) tables.push(one)
  }
  return tables.toSorted((a, b) => b.table.valid.from - a.table.valid.from)
}

async function findSwitching(db: Db, ctx: Ctx): Promise<Pick<TableList, 'switching'>> {
  const last = await findLastSwitch(db, ctx)
  if (!last || last.doneAt !== undefined) return {}
  const { chunks, done } = await findProgress(db, last.switchId)
  return done < chunks ? { switching: { to: last.to, chunks, done } } : {}
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
