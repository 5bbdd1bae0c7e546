import { hex } from '../../core/bytes.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { ADVISORY_LOCK } from '../kit/advisory-locks.ts'
import type { Db, Tx } from '../kit/db.ts'
import { systemCtx, type Ctx } from '../kit/world.ts'
import { readAdopted, tableOfHash, vouchForAdoption } from '../risk/adopted.ts'
import type { TableName } from '../risk/dry-run.ts'
import { findLastSwitch, vouchForSwitch, type TableSwitch } from '../risk/follow.ts'
import { findProgress, switchTable } from '../risk/switch.ts'
import { findTable, FIRST, readTables } from '../risk/table.ts'
import { isWithinBrake } from './brake.ts'
import { getDraft, isApproved, isOvertaken, type Draft } from './drafts.ts'
import * as store from './store.ts'
import { approvedResults, askForTrial, beginOf, judgeCity, openTrials, recordResult, type Trial } from './trials.ts'

// How a table that two organisations signed comes into force: shortly before its first day the whole city is judged by it, and
// within the brake it is adopted. When its moment has come, everybody whom it concerns is evaluated anew.

/** 10 min: long enough for the dry run of a large city, short enough that what it counts is still so. */
const SETTLED_AHEAD = 10 * MINUTE

/** What the time brings for rule tables: those that are due are settled, and the city follows the one in force. */
export async function keepTables(ctx: Ctx): Promise<void> {
  await settleDue(ctx)
  await followTable(ctx)
}

/** Tries a table on the whole city; where that is to settle it, adopts it or leaves it held. */
export async function runTrial(ctx: Ctx, trialId: string): Promise<void> {
  const trial = await store.findTrial(ctx.db, trialId)
  if (!trial || trial.isDone) return
  const draft = await getDraft(ctx.db, trial.tableHash)
  const found = await judgeCity(ctx, trialId, draft.table)
  // Judging took its time: what is decided is decided now.
  const now = { ...systemCtx(ctx), actor: ctx.actor }
  await ctx.db.transaction().execute(async (tx) => {
    await store.lockDecisions(tx, ADVISORY_LOCK.ruleTables)
    await recordResult(tx, now, trial, found)
    if (trial.settles) await settle(tx, now, draft)
  })
}

/** Whether the last dry run that was to settle a table went over its brake, and nobody has let it since. */
export async function isHeld(
  db: Db,
  ctx: Ctx,
  draft: Pick<Draft, 'table'>,
  trials: readonly Trial[],
): Promise<boolean> {
  const last = lastSettling(trials)
  if (!last) return false
  return !isWithinBrake(draft.table, last, await approvedResults(db, ctx, trials))
}

async function settleDue(ctx: Ctx): Promise<void> {
  for (const stored of await store.listSigned(ctx.db)) {
    const table = tableOfHash(stored.document, stored.tableHash)
    if (!table || table.valid.from > after(ctx.now, SETTLED_AHEAD)) continue
    const draft = { table, tableHash: stored.tableHash, stored }
    if (!(await isDue(ctx.db, ctx, draft))) continue
    await ctx.db.transaction().execute(async (tx) => {
      await store.lockDecisions(tx, ADVISORY_LOCK.ruleTables)
      if (await isDue(tx, ctx, draft)) await askForTrial(tx, ctx, { tableHash: draft.tableHash, settles: true })
    })
  }
}

/** Whether a table whose time has come is to be settled: not yet, or let by two organisations since it was held. */
async function isDue(db: Db, ctx: Ctx, draft: Draft): Promise<boolean> {
  if (!(await mayBeAdopted(db, ctx, draft))) return false
  const trials = await openTrials(db, ctx, draft.tableHash)
  if (trials.some(({ stored }) => stored.settles && !stored.isDone)) return false
  const last = lastSettling(trials)
  if (!last) return true
  const against = findTable(await readTables(db, ctx), beginOf(draft.table, ctx.now))
  if (against?.name !== last.against.name || against.version !== last.against.version) return true
  return isWithinBrake(draft.table, last, await approvedResults(db, ctx, trials))
}

async function settle(tx: Tx, ctx: Ctx, draft: Draft): Promise<void> {
  if (!(await mayBeAdopted(tx, ctx, draft))) return
  const trials = await openTrials(tx, ctx, draft.tableHash)
  const last = lastSettling(trials)
  if (!last) return
  const { table, tableHash } = draft
  const detail = { hash: hex(tableHash), name: table.name, version: table.version, changed: last.changed }
  if (!isWithinBrake(table, last, await approvedResults(tx, ctx, trials))) {
    await append(tx, ctx, { action: 'rule-table-held', detail })
    return
  }
  const adoption = { tableHash, adoptedAt: ctx.now, from: beginOf(table, ctx.now) }
  await store.insertAdoption(tx, { ...adoption, mac: vouchForAdoption(ctx.keys, adoption) })
  await append(tx, ctx, { action: 'rule-table-adopted', detail: { ...detail, from: adoption.from } })
}

/** Whether two organisations stand for a table that is not adopted, nor another one instead of it. */
async function mayBeAdopted(db: Db, ctx: Ctx, { table, tableHash }: Draft): Promise<boolean> {
  const adopted = await readAdopted(db, ctx)
  if (adopted.some((one) => Buffer.from(one.tableHash).equals(tableHash))) return false
  return (await isApproved(db, ctx, tableHash)) && !(await isOvertaken(db, ctx, table))
}

function lastSettling(trials: readonly Trial[]) {
  return trials.find(({ stored, result }) => stored.settles && result)?.result?.found
}

/** Has the city evaluated anew when another table has come into force than the one it was evaluated by, and notes when that is done. */
async function followTable(ctx: Ctx): Promise<void> {
  const table = findTable(await readTables(ctx.db, ctx), ctx.now)
  if (!table) return
  const last = await findLastSwitch(ctx.db, ctx)
  if (last && !last.doneAt) await noteDone(ctx, last)
  if (isSame(last?.to ?? FIRST.table, table)) return
  await ctx.db.transaction().execute(async (tx) => {
    await store.lockDecisions(tx, ADVISORY_LOCK.ruleTables)
    const from = (await findLastSwitch(tx, ctx))?.to ?? nameOf(FIRST.table)
    if (isSame(from, table)) return
    const to = nameOf(table)
    const switchId = await switchTable(tx, ctx, { from, to })
    const begun = { switchId, from, to, beganAt: ctx.now }
    await store.insertSwitch(tx, { ...begun, mac: vouchForSwitch(ctx.keys, begun) })
    await append(tx, ctx, {
      action: 'rule-table-switched',
      subject: switchId,
      detail: { from: `${from.name} ${from.version}`, to: `${to.name} ${to.version}` },
    })
  })
}

async function noteDone(ctx: Ctx, { switchId }: TableSwitch): Promise<void> {
  const { chunks, done } = await findProgress(ctx.db, switchId)
  if (done < chunks) return
  await ctx.db.transaction().execute((tx) => store.endSwitch(tx, switchId, ctx.now))
}

function isSame(a: TableName, b: TableName): boolean {
  return a.name === b.name && a.version === b.version
}

function nameOf({ name, version }: TableName): TableName {
  return { name, version }
}
