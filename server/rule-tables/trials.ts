import { hex } from '../../core/bytes.ts'
import { canonicalJson, type Json } from '../../core/canonical.ts'
import { after, type Instant } from '../../core/instant.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { append } from '../audit/audit.ts'
import type { Db, Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { dryRun, type DryRunResult } from '../risk/dry-run.ts'
import { COMES_AFTER, findTable, readTables } from '../risk/table.ts'
import { approvedByTwo, readApprovals } from '../signatures/signatures.ts'
import { getOpenDraft } from './drafts.ts'
import * as store from './store.ts'

// Dry runs. What one found is a text with a hash: two organisations may stand for exactly that text, and the brake lets it happen.

/** The job that tries a table on the whole city: `{ trialId }`. */
export const TRY_TABLE = 'rule-tables.try'

/** A dry run; its result is there if the program vouches for it. */
export interface Trial {
  readonly stored: store.StoredTrial
  readonly result: { readonly hash: Uint8Array; readonly found: DryRunResult } | undefined
}

/** Asks for a dry run of a draft, and answers its id. Problems: not-found, rule-table-settled. */
export async function tryTable(ctx: Ctx, tableHash: Uint8Array): Promise<string> {
  return ctx.db.transaction().execute(async (tx) => {
    await getOpenDraft(tx, ctx, tableHash)
    const waiting = (await store.listTrials(tx, tableHash)).find((trial) => !trial.isDone && !trial.settles)
    return waiting?.trialId ?? askForTrial(tx, ctx, { tableHash, settles: false })
  })
}

/** Enqueues a dry run; `settles`: what it finds decides whether the table may come into force. */
export async function askForTrial(tx: Tx, ctx: Ctx, of: { tableHash: Uint8Array; settles: boolean }): Promise<string> {
  const trialId = newId(ctx)
  await store.insertTrial(tx, { trialId, askedAt: ctx.now, ...of })
  await ctx.jobs.enqueue(tx, TRY_TABLE, { trialId })
  return trialId
}

/**
 * Judges the whole city by a table and by the one that is in force where it would begin; as of that moment, for people's colours
 * change by then in any case.
 */
export async function judgeCity(ctx: Ctx, trialId: string, table: RuleTable): Promise<DryRunResult> {
  const asOf = beginOf(table, ctx.now)
  const against = findTable(await readTables(ctx.db, ctx), asOf)
  if (!against) throw new Error('no rule table is in force that a draft could be held against')
  let written = 0
  return dryRun(ctx.db, ctx, table, {
    asOf,
    against,
    onProgress(done, of) {
      const percent = Math.floor((99 * done) / of)
      if (percent < written + 5) return
      written = percent
      // Who looks on sees it move; a number that is lost costs nothing.
      void ctx.db
        .transaction()
        .execute((tx) => store.writePercent(tx, trialId, percent))
        .catch((error: unknown) => ctx.log.warn({ err: error }, 'the progress of a dry run was not written'))
    },
  })
}

/** Writes what a dry run found. */
export async function recordResult(tx: Tx, ctx: Ctx, trial: store.StoredTrial, found: DryRunResult): Promise<void> {
  const result = resultText(trial.tableHash, found)
  const resultHash = sha256(result)
  await store.writeResult(tx, {
    trialId: trial.trialId,
    doneAt: ctx.now,
    result,
    resultHash,
    mac: vouch(ctx.keys, 'dry-run', saidOf(trial, resultHash)),
  })
  await append(tx, ctx, {
    action: 'rule-table-tried',
    subject: trial.trialId,
    detail: { hash: hex(trial.tableHash), people: found.people, changed: found.changed },
  })
}

/** The latest dry runs of a table, the newest first. */
export async function openTrials(db: Db, ctx: Pick<Ctx, 'keys'>, tableHash: Uint8Array): Promise<Trial[]> {
  return (await store.listTrials(db, tableHash)).map((stored) => ({ stored, result: openResult(ctx, stored) }))
}

/** What those dry runs found that two organisations stand for. */
export async function approvedResults(db: Db, ctx: Ctx, trials: readonly Trial[]): Promise<DryRunResult[]> {
  const approved: DryRunResult[] = []
  for (const { result } of trials) {
    if (!result) continue
    const approvals = await readApprovals(db, ctx, { subject: 'dry-run', hash: result.hash })
    if (approvedByTwo(approvals)) approved.push(result.found)
  }
  return approved
}

/** The moment at which a table would come into force if it were adopted now. */
export function beginOf(table: RuleTable, now: Instant): Instant {
  const soonest = after(now, COMES_AFTER)
  return table.valid.from > soonest ? table.valid.from : soonest
}

function openResult(ctx: Pick<Ctx, 'keys'>, stored: store.StoredTrial): Trial['result'] {
  const { result, resultHash, mac } = stored
  if (result === undefined || !resultHash || !mac) return undefined
  if (!isVouched(ctx.keys, 'dry-run', { said: saidOf(stored, resultHash), mac })) return undefined
  if (!Buffer.from(sha256(result)).equals(resultHash)) return undefined
  return { hash: resultHash, found: (JSON.parse(result) as { found: DryRunResult }).found }
}

/** The text whose SHA-256 is signed as `dry-run`: what was found, of which table exactly. */
function resultText(tableHash: Uint8Array, found: DryRunResult): string {
  const plain = JSON.parse(JSON.stringify(found)) as Json
  return canonicalJson({ document: 'suishenma-dry-run-1', tableHash: hex(tableHash), found: plain })
}

function saidOf(trial: Pick<store.StoredTrial, 'trialId' | 'tableHash' | 'settles'>, resultHash: Uint8Array): Said {
  return [trial.trialId, hex(trial.tableHash), trial.settles, hex(resultHash)]
}
