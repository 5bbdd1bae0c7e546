import { sql } from 'kysely'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import type { DraftRow } from './draft-row.ts'

/** A draft as it goes into its table. */
export interface StoredDraft {
  readonly row: DraftRow
  readonly sealed: Uint8Array
  readonly mac: Uint8Array
}

/** Writes a new draft; false where there is one of that id. */
export async function insertDraft(tx: Tx, { row, sealed, mac }: StoredDraft): Promise<boolean> {
  const inserted = await tx
    .insertInto('hand_fact')
    .values({
      person_id: row.personId,
      fact_id: row.factId,
      state: row.state,
      takes_back: row.takesBack ?? null,
      author_id: row.authorId,
      author_organisation_id: row.authorOrganisationId,
      drafted_at: toDate(row.draftedAt),
      expires_at: toDate(row.expiresAt),
      request_hash: row.requestHash,
      sealed,
      mac,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Writes how a draft went on; what it was drafted as stays. */
export async function updateDraft(tx: Tx, { row, sealed, mac }: StoredDraft): Promise<void> {
  await tx
    .updateTable('hand_fact')
    .set({
      state: row.state,
      closed_at: row.closedAt === undefined ? null : toDate(row.closedAt),
      decided_by: row.decidedBy ?? null,
      decided_by_organisation_id: row.decidedByOrganisationId ?? null,
      sealed,
      mac,
    })
    .where('hand_fact.person_id', '=', row.personId)
    .where('hand_fact.fact_id', '=', row.factId)
    .execute()
}

/** Keeps the document that a draft rests on. */
export async function insertAttachment(tx: Tx, { personId, factId }: DraftRow, sealed: Uint8Array): Promise<void> {
  await tx.insertInto('hand_fact_attachment').values({ person_id: personId, fact_id: factId, sealed }).execute()
}

/** Forgets the document of a draft that came to nothing. */
export async function deleteAttachment(tx: Tx, { personId, factId }: DraftRow): Promise<void> {
  await tx
    .deleteFrom('hand_fact_attachment')
    .where('hand_fact_attachment.person_id', '=', personId)
    .where('hand_fact_attachment.fact_id', '=', factId)
    .execute()
}

/** The sealed document of a draft, if one is kept. */
export async function findAttachment(db: Db, { personId, factId }: DraftRow): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('hand_fact_attachment')
    .select('hand_fact_attachment.sealed')
    .where('hand_fact_attachment.person_id', '=', personId)
    .where('hand_fact_attachment.fact_id', '=', factId)
    .executeTakeFirst()
  return row?.sealed
}

/** Of which of some facts about a person the document is kept. */
export async function readKeptAttachments(db: Db, personId: string, factIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('hand_fact_attachment')
    .select('hand_fact_attachment.fact_id')
    .where('hand_fact_attachment.person_id', '=', personId)
    .where(sql<boolean>`hand_fact_attachment.fact_id = any(${factIds}::uuid[])`)
    .orderBy('hand_fact_attachment.fact_id')
    .execute()
  return new Set(rows.map((row) => row.fact_id))
}
