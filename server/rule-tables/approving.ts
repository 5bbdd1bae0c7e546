import type { SignedApproval } from '../../contract/signatures.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { writeApproval } from '../signatures/signatures.ts'
import { getOpenDraft } from './drafts.ts'
import { openTrials } from './trials.ts'

/**
 * Records that the officer who calls stands for a table, which somebody has tried on the whole city before.
 * Problems: not-found, rule-table-untried, rule-table-settled, key-unknown, signature-invalid.
 */
export async function approveTable(ctx: Ctx, tableHash: Uint8Array, signed: SignedApproval): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await getOpenDraft(tx, ctx, tableHash)
    const trials = await openTrials(tx, ctx, tableHash)
    if (!trials.some((trial) => trial.result)) throw new Problem('rule-table-untried')
    await writeApproval(tx, ctx, { subject: 'table', hash: tableHash, ...signatureOf(signed) })
  })
}

/**
 * Records that the officer who calls stands for what a dry run says would change, so that the brake lets it.
 * Problems: not-found, rule-table-settled, key-unknown, signature-invalid.
 */
export async function approveTrial(
  ctx: Ctx,
  of: { tableHash: Uint8Array; trialId: string },
  signed: SignedApproval,
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const resultHash = await resultHashOf(tx, ctx, of)
    await writeApproval(tx, ctx, { subject: 'dry-run', hash: resultHash, ...signatureOf(signed) })
  })
}

async function resultHashOf(tx: Tx, ctx: Ctx, of: { tableHash: Uint8Array; trialId: string }): Promise<Uint8Array> {
  await getOpenDraft(tx, ctx, of.tableHash)
  const trials = await openTrials(tx, ctx, of.tableHash)
  const trial = trials.find((one) => one.stored.trialId === of.trialId)
  if (!trial?.result) throw new Problem('not-found')
  return trial.result.hash
}

function signatureOf({ keyId, signature }: SignedApproval): { keyId: string; signature: Uint8Array } {
  return { keyId, signature: new Uint8Array(Buffer.from(signature, 'base64')) }
}
