import { hex } from '../../core/bytes.ts'
import { compareVersions, tableText } from '../../core/rule-document.ts'
import { readDocument } from '../../core/rule-sheets.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { append } from '../audit/audit.ts'
import type { Db } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { hashOfTable, readAdopted, tableOfHash } from '../risk/adopted.ts'
import { SHIPPED } from '../risk/table.ts'
import { approvedByTwo, readApprovals } from '../signatures/signatures.ts'
import * as store from './store.ts'

/** A table that was drafted, its document what its hash says. */
export interface Draft {
  readonly tableHash: Uint8Array
  readonly table: RuleTable
  readonly stored: store.StoredTable
}

/**
 * Saves a table as a draft, which colours nobody; the same again changes nothing. Answers its hash in hexadecimal.
 * Problems: rule-table-invalid, rule-table-version-taken.
 */
export async function saveDraft(ctx: Ctx, document: unknown): Promise<string> {
  const { actor } = ctx
  if (actor.kind !== 'staff') throw new Problem('not-permitted')
  const reading = readDocument(document)
  if (!reading.ok) {
    const fields = reading.faults.map(({ place, message }) => ({
      field: place.en,
      zh: `${place.zh}：${message.zh}`,
      en: message.en,
    }))
    throw new Problem('rule-table-invalid', fields)
  }
  const { table } = reading
  const text = tableText(table)
  const tableHash = sha256(text)
  await ctx.db.transaction().execute(async (tx) => {
    if (await isOvertaken(tx, ctx, table)) throw new Problem('rule-table-version-taken')
    const isNew = await store.insertTable(tx, {
      tableHash,
      name: table.name,
      version: table.version,
      document: text,
      draftedAt: ctx.now,
      draftedBy: actor.staffId,
      organisationId: actor.organisationId,
    })
    if (!isNew) return
    const detail = { hash: hex(tableHash), name: table.name, version: table.version }
    await append(tx, ctx, { action: 'rule-table-drafted', detail })
  })
  return hex(tableHash)
}

/**
 * Whether a table of this name and the same or a greater version stands already: comes with the program, or was approved. What was
 * approved once never changes; a change has a greater version.
 */
export async function isOvertaken(db: Db, ctx: Ctx, table: RuleTable): Promise<boolean> {
  const own = hex(hashOfTable(table))
  const adopted = await readAdopted(db, ctx)
  const standing = [...SHIPPED, ...adopted.map((one) => one.table)]
  for (const { tableHash, document } of await store.listSigned(db)) {
    const signed = tableOfHash(document, tableHash)
    if (signed?.name === table.name && (await isApproved(db, ctx, tableHash))) standing.push(signed)
  }
  return standing.some(
    (other) =>
      other.name === table.name &&
      compareVersions(table.version, other.version) <= 0 &&
      hex(hashOfTable(other)) !== own,
  )
}

/** Whether two organisations stand for a table. */
export async function isApproved(db: Db, ctx: Ctx, tableHash: Uint8Array): Promise<boolean> {
  return approvedByTwo(await readApprovals(db, ctx, { subject: 'table', hash: tableHash }))
}

/** The draft of a hash. Problems: not-found. */
export async function getDraft(db: Db, tableHash: Uint8Array): Promise<Draft> {
  const stored = await store.findTableOfHash(db, tableHash)
  const table = stored && tableOfHash(stored.document, stored.tableHash)
  if (!stored || !table) throw new Problem('not-found')
  return { tableHash: stored.tableHash, table, stored }
}

/** The draft of a hash that is not adopted. Problems: not-found, rule-table-settled. */
export async function getOpenDraft(db: Db, ctx: Ctx, tableHash: Uint8Array): Promise<Draft> {
  const draft = await getDraft(db, tableHash)
  const adopted = await readAdopted(db, ctx)
  if (adopted.some((one) => Buffer.from(one.tableHash).equals(tableHash))) throw new Problem('rule-table-settled')
  return draft
}
