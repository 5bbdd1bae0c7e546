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
