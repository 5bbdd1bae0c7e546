import type { TableSummary, TableView, TrialResult, TrialView } from '../../contract/rule-tables.ts'
import type { AdoptedTable } from '../../core/adopted-tables.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { fromHex, hex } from '../../core/bytes.ts'
import { compareVersions, tableDocument } from '../../core/rule-document.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import type { Db } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { hashOfTable, readAdopted, tableOfHash } from '../risk/adopted.ts'
import type { DryRunResult } from '../risk/dry-run.ts'
import { findTable, FIRST, SHIPPED } from '../risk/table.ts'
import { approvedByTwo, readApprovals, type Approval } from '../signatures/signatures.ts'
import { isHeld } from './adoption.ts'
import { brakeOf } from './brake.ts'
import { districtName } from './district-name.ts'
import { lifeOf } from './life.ts'
import * as store from './store.ts'
import { openTrials, type Trial } from './trials.ts'

// What there is of rule tables, as officers, operators and pages see it. Everything is worked out from what was signed and
// vouched for; no row says where a table stands.

/** A table that is known: shipped, drafted, or both. */
export interface KnownTable {
  readonly hash: string
  readonly table: RuleTable
  readonly stored: store.StoredTable | undefined
}

/** The adopted tables by their hashes, and the hash of the one in force. */
export interface Now {
  readonly adopted: ReadonlyMap<string, AdoptedTable>
  readonly inForce: string | undefined
}

/** One table with its document and its dry runs. Problems: not-found. */
export async function getTable(db: Db, ctx: Ctx, hash: string): Promise<TableView> {
  const one = await getKnown(db, hash)
  const { summary, trials } = await summaryOf(db, ctx, { one, now: await readNow(db, ctx) })
  const views: TrialView[] = []
  for (const trial of trials) views.push(await trialView(db, ctx, trial))
  return { ...summary, document: tableDocument(one.table), trials: views }
}

/** The table of a hash in hexadecimal. Problems: not-found. */
export async function getKnown(db: Db, hash: string): Promise<KnownTable> {
  const shipped = SHIPPED.find((table) => hex(hashOfTable(table)) === hash)
  const stored = await store.findTableOfHash(db, tableHashOf(hash))
  const table = stored ? tableOfHash(stored.document, stored.tableHash) : shipped
  if (!table) throw new Problem('not-found')
  return { hash, table, stored }
}

/** The table of a name, and of a version or the greatest there is. Problems: not-found. */
export async function getNamed(
  db: Db,
  { name, version }: { name: string; version?: string | undefined },
): Promise<RuleTable> {
  const drafted = (await store.listNamed(db, name)).flatMap((stored) => knownOf(stored) ?? [])
  const found = [...drafted, ...SHIPPED_TABLES]
    .map(({ table }) => table)
    .filter((table) => table.name === name && (version === undefined || table.version === version))
    .toSorted((a, b) => compareVersions(b.version, a.version))
  if (!found[0]) throw new Problem('not-found')
  return found[0]
}

/** What a dry run of a table found, and the hash that is signed for it. Problems: not-found. */
export async function getTrial(
  db: Db,
  ctx: Ctx,
  of: { hash: string; trialId: string },
): Promise<{ hash: string; found: DryRunResult }> {
  const trials = await openTrials(db, ctx, tableHashOf(of.hash))
  const result = trials.find(({ stored }) => stored.trialId === of.trialId)?.result
  if (!result) throw new Problem('not-found')
  return { hash: hex(result.hash), found: result.found }
}

/** The bytes of a hash in hexadecimal. Problems: not-found. */
export function tableHashOf(hash: string): Uint8Array {
  const bytes = /^[0-9a-f]{64}$/.test(hash) ? fromHex(hash) : undefined
  if (!bytes) throw new Problem('not-found')
  return bytes
}

/** The tables that come with the program. */
export const SHIPPED_TABLES: readonly KnownTable[] = SHIPPED.map((table) => ({
  hash: hex(hashOfTable(table)),
  table,
  stored: undefined,
}))

/** A drafted table as it is known; undefined where somebody changed it in the database. */
export function knownOf(stored: store.StoredTable): KnownTable | undefined {
  const table = tableOfHash(stored.document, stored.tableHash)
  return table && { hash: hex(stored.tableHash), table, stored }
}

/** Whether a table of its name with the same or a greater version was adopted instead of a table. */
export function isOvertaken({ hash, table }: KnownTable, { adopted }: Now): boolean {
  return [...adopted].some(
    ([other, { table: one }]) =>
      other !== hash && one.name === table.name && compareVersions(table.version, one.version) <= 0,
  )
}

/** What is true of the city's tables now. */
export async function readNow(db: Db, ctx: Ctx): Promise<Now> {
  const adopted: AdoptedTable[] = [FIRST, ...(await readAdopted(db, ctx))]
  const byHash = new Map(adopted.map((one) => [hex(hashOfTable(one.table)), one]))
  const inForce = findTable(adopted, ctx.now)
  return { adopted: byHash, inForce: inForce && hex(hashOfTable(inForce)) }
}

/** A table as lists show it, and its dry runs. */
export async function summaryOf(
  db: Db,
  ctx: Ctx,
  { one, now }: { one: KnownTable; now: Now },
): Promise<{ summary: TableSummary; trials: readonly Trial[] }> {
  const { hash, table, stored } = one
  const tableHash = tableHashOf(hash)
  const approvals = stored ? await readApprovals(db, ctx, { subject: 'table', hash: tableHash }) : []
  const trials = stored ? await openTrials(db, ctx, tableHash) : []
  const from = now.adopted.get(hash)?.from
  const life = lifeOf(
    {
      isShipped: SHIPPED.some((shipped) => shipped.name === table.name && shipped.version === table.version),
      isDrafted: stored !== undefined,
      isApproved: approvedByTwo(approvals),
      isHeld: await isHeld(db, ctx, { table }, trials),
      from,
      isInForce: now.inForce === hash,
      isOvertaken: isOvertaken(one, now),
    },
    ctx.now,
  )
  const summary: TableSummary = {
    hash,
    name: table.name,
    version: table.version,
    title: { ...table.title },
    validFrom: table.valid.from,
    ...(table.valid.to !== undefined && { validTo: table.valid.to }),
    brakePeople: brakeOf(table),
    rowCount: table.rows.length,
    life,
    ...(stored && { draftedAt: stored.draftedAt, draftedBy: nameOf(ctx, stored.organisationId) }),
    approvals: approvals.map((approval) => approvalView(ctx, approval)),
    ...(from !== undefined && { inForceFrom: from }),
  }
  return { summary, trials }
}

async function trialView(db: Db, ctx: Ctx, { stored, result }: Trial): Promise<TrialView> {
  const { trialId, settles, percent, askedAt, doneAt } = stored
  const view = { trialId, settles, percent, askedAt, ...(doneAt !== undefined && { doneAt }) }
  if (!result) return { ...view, state: 'waiting', approvals: [] }
  const approvals = await readApprovals(db, ctx, { subject: 'dry-run', hash: result.hash })
  return {
    ...view,
    state: 'done',
    resultHash: hex(result.hash),
    result: resultView(result.found),
    approvals: approvals.map((approval) => approvalView(ctx, approval)),
  }
}

function resultView(found: DryRunResult): TrialResult {
  return {
    ...found,
    byRule: [...found.byRule],
    byRuleBefore: [...found.byRuleBefore],
    byDistrict: found.byDistrict.map((one) => {
      const name = districtName(one.district)
      return name === undefined ? one : { ...one, name }
    }),
  }
}

function approvalView(ctx: Ctx, { organisationId, keyId, at }: Approval): TableSummary['approvals'][number] {
  return { organisation: nameOf(ctx, organisationId), organisationId, keyId, at }
}

/** An organisation that is on file no more has no name, and no signature of it counts. */
function nameOf(ctx: Ctx, organisationId: string): Bilingual {
  const root = ctx.roots.find(organisationId)
  return root ? { zh: root.nameZh, en: root.nameEn } : { zh: '未登记的单位', en: 'an organisation not on file' }
}
