import { sql } from 'kysely'
import type { Db } from '../kit/db.ts'

/** Under which documents some people are known: `PERSON_ID HASH` with the hash in hexadecimal. Read-only; `identity` owns the table. */
export async function readDocumentHashes(db: Db, personIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('person_document')
    .select(['person_document.person_id', 'person_document.document_hash'])
    .where(sql<boolean>`person_document.person_id = any(${personIds}::uuid[])`)
    .orderBy('person_document.document_hash')
    .execute()
  return new Set(rows.map((row) => `${row.person_id} ${Buffer.from(row.document_hash).toString('hex')}`))
}

/** What a batch brought after a row, up to `limit`, and the wrapped keys of the people whom it is about. Read-only; `identity` owns `person`. */
export async function readBrought(
  db: Db,
  asked: { batchId: string; after: number; limit: number },
): Promise<{ personId: string; evidenceId: string; rowNumber: number; wrappedKey: Uint8Array }[]> {
  return db
    .selectFrom('evidence')
    .innerJoin('person', 'person.person_id', 'evidence.person_id')
    .select([
      'evidence.person_id as personId',
      'evidence.evidence_id as evidenceId',
      sql<number>`evidence.row_number`.as('rowNumber'),
      'person.wrapped_key as wrappedKey',
    ])
    .where('evidence.batch_id', '=', asked.batchId)
    .where('evidence.row_number', '>', asked.after)
    .orderBy('evidence.row_number')
    .limit(asked.limit)
    .execute()
}
