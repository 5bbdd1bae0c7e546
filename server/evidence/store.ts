import { sql } from 'kysely'
import type { Bilingual } from '../../core/bilingual.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import { gathered } from '../kit/gather.ts'
import { base64Array, insertMany } from '../kit/insert-many.ts'
import type { EvidenceRow } from './bound.ts'
import { UNNAMED, type Source } from './sources.ts'

/** Makes sure that a source stands in its table under its name. */
export async function writeSource(tx: Tx, { sourceId, name }: Source): Promise<void> {
  await tx
    .insertInto('source')
    .values({ source_id: sourceId, name_zh: name.zh, name_en: name.en })
    .onConflict((conflict) =>
      conflict
        .column('source_id')
        .doUpdateSet({ name_zh: name.zh, name_en: name.en })
        // Written anew for every declaration, one row would be locked by everybody.
        .where(({ eb, or }) => or([eb('source.name_zh', '<>', name.zh), eb('source.name_en', '<>', name.en)])),
    )
    .execute()
}

/** The names of some sources. */
export async function readSourceNames(db: Db, sourceIds: readonly string[]): Promise<Map<string, Bilingual>> {
  const rows = await db
    .selectFrom('source')
    .selectAll()
    .where(sql<boolean>`source.source_id = any(${sourceIds}::uuid[])`)
    .orderBy('source.source_id')
    .execute()
  return new Map(rows.map((row) => [row.source_id, { zh: row.name_zh, en: row.name_en }]))
}

/** Appends rows of evidence in one statement. */
export async function insertEvidence(
  tx: Tx,
  rows: readonly { readonly row: EvidenceRow; readonly sealed: Uint8Array }[],
): Promise<void> {
  await insertMany(tx, 'evidence', {
    person_id: ['uuid', rows.map(({ row }) => row.personId)],
    evidence_id: ['uuid', rows.map(({ row }) => row.evidenceId)],
    source_id: ['uuid', rows.map(({ row }) => row.sourceId)],
    kind: ['text', rows.map(({ row }) => row.kind)],
    valid_from: ['timestamptz', rows.map(({ row }) => toDate(row.period.from))],
    valid_to: ['timestamptz', rows.map(({ row }) => (row.period.to === undefined ? null : toDate(row.period.to)))],
    recorded_at: ['timestamptz', rows.map(({ row }) => toDate(row.recordedAt))],
    channel: ['text', rows.map(({ row }) => row.channel ?? null)],
    declaration_id: ['uuid', rows.map(({ row }) => row.declarationId ?? null)],
    batch_id: ['uuid', rows.map(({ row }) => row.batchId ?? null)],
    row_number: ['integer', rows.map(({ row }) => row.rowNumber ?? null)],
    row_hash: ['bytea', rows.map(({ row }) => row.rowHash ?? null)],
    takes_back: ['uuid', rows.map(({ row }) => row.takesBack ?? null)],
    sealed: ['bytea', rows.map(({ sealed }) => sealed)],
  })
}

/** A row of evidence as it stands in the database, believed by nobody until what is sealed in it was opened. */
export interface StoredEvidence {
  readonly row: EvidenceRow
  readonly source: Bilingual
  readonly sealed: Uint8Array
}

/** All evidence about some people, as it was known at a moment or is known now. Without a limit: a colour from half the facts would be wrong. */
export async function readEvidence(
  db: Db,
  personIds: readonly string[],
  knownAt: Instant | undefined,
): Promise<readonly StoredEvidence[]> {
  return knownAt === undefined ? readKnownNow(db, personIds) : readRows(db, personIds, knownAt)
}

const readKnownNow = gathered(
  (db, personIds) => readRows(db, personIds, undefined),
  ({ row }) => row.personId,
)

async function readRows(db: Db, personIds: readonly string[], knownAt: Instant | undefined): Promise<StoredEvidence[]> {
  const rows = await db
    .selectFrom('evidence')
    // A source whose name is missing keeps its facts.
    .leftJoin('source', 'source.source_id', 'evidence.source_id')
    .selectAll('evidence')
    .select(['source.name_zh', 'source.name_en'])
    .where(sql<boolean>`evidence.person_id = any(${personIds}::uuid[])`)
    .$if(knownAt !== undefined, (query) => query.where('evidence.recorded_at', '<=', toDate(knownAt!)))
    .orderBy('evidence.person_id')
    .orderBy('evidence.evidence_id')
    .execute()
  return rows.map((row) => ({
    row: {
      personId: row.person_id,
      evidenceId: row.evidence_id,
      sourceId: row.source_id,
      kind: row.kind,
      period: { from: toInstant(row.valid_from), to: toInstantOrNone(row.valid_to) },
      recordedAt: toInstant(row.recorded_at),
      channel: row.channel ?? undefined,
      declarationId: row.declaration_id ?? undefined,
      batchId: row.batch_id ?? undefined,
      rowNumber: row.row_number ?? undefined,
      rowHash: row.row_hash ?? undefined,
      takesBack: row.takes_back ?? undefined,
    },
    source: row.name_zh === null || row.name_en === null ? UNNAMED : { zh: row.name_zh, en: row.name_en },
    sealed: row.sealed,
  }))
}

/** Rows that may say the same as rows of a batch, by the place of those; `isSameRow`: it is that very row of that batch. */
export async function readSimilarRows(
  db: Db,
  batchId: string,
  rows: readonly { readonly personId: string; readonly rowNumber: number; readonly rowHash: Uint8Array }[],
): Promise<{ place: number; isSameRow: boolean }[]> {
  const { rows: similar } = await sql<{ place: number; isSameRow: boolean }>`
    select (asked.place - 1)::integer as place, coalesce(similar_row.batch_id = ${batchId}::uuid, false) as "isSameRow"
    from unnest(
      ${rows.map((row) => row.personId)}::uuid[],
      ${rows.map((row) => row.rowNumber)}::integer[],
      ${base64Array(rows.map((row) => row.rowHash))}::text[]
    ) with ordinality as asked (person_id, row_number, row_hash, place)
    cross join lateral (
      select evidence.batch_id
      from evidence
      where evidence.person_id = asked.person_id and (
        evidence.row_hash = decode(asked.row_hash, 'base64')
        or (evidence.batch_id = ${batchId}::uuid and evidence.row_number = asked.row_number)
      )
      -- Person by person: a plan that was made while the table was small would read all of it each time.
      offset 0
    ) as similar_row
    order by asked.place`.execute(db)
  return similar
}

/** Whether a person has evidence of a kind that nobody took back. */
export async function hasEvidence(db: Db, personId: string, kind: string): Promise<boolean> {
  const row = await db
    .selectFrom('evidence')
    .select('evidence.evidence_id')
    .where('evidence.person_id', '=', personId)
    .where('evidence.kind', '=', kind)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('evidence as later')
            .select('later.evidence_id')
            .whereRef('later.person_id', '=', 'evidence.person_id')
            .whereRef('later.takes_back', '=', 'evidence.evidence_id'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
