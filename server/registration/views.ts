import type { Instant } from '../../core/instant.ts'
import type { ReadingAction } from '../audit/audit.ts'
import { toInstant, type Db } from '../kit/db.ts'

/** A reading of a person as it is on record. */
export interface ReadingRow {
  readonly readingId: string
  readonly at: Instant
  readonly action: ReadingAction
  readonly organisationId: string | undefined
  readonly organisationName: string | undefined
  readonly purpose: string
}

/** What was read of a person, the newest first: ids are in the order of time, and only acts by which people are read have a purpose. */
export async function listReadingRows(
  db: Db,
  asked: { personId: string; before?: string | undefined; limit: number },
): Promise<ReadingRow[]> {
  let query = db
    .selectFrom('audit_body')
    .innerJoin('audit', 'audit.id', 'audit_body.id')
    .leftJoin('organisation', 'organisation.organisation_id', 'audit_body.organisation_id')
    .select(['audit_body.id', 'audit.at', 'audit.kind', 'audit_body.organisation_id', 'audit_body.purpose'])
    .select('organisation.name as organisation_name')
    .where('audit_body.subject_id', '=', asked.personId)
    .where('audit_body.purpose', 'is not', null)
    .$narrowType<{ purpose: string; kind: ReadingAction }>()
    .orderBy('audit_body.id', 'desc')
    .limit(asked.limit)
  if (asked.before !== undefined) query = query.where('audit_body.id', '<', asked.before)
  const rows = await query.execute()
  return rows.map((row) => ({
    readingId: row.id,
    at: toInstant(row.at),
    action: row.kind,
    organisationId: row.organisation_id ?? undefined,
    organisationName: row.organisation_name ?? undefined,
    purpose: row.purpose,
  }))
}
