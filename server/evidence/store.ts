import { sql } from 'kysely'
import type { Instant, Period } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import type { Source } from './sources.ts'

/** Makes sure that a source stands in its table. */
export async function writeSource(tx: Tx, { sourceId, name }: Source): Promise<void> {
  await tx
    .insertInto('source')
    .values({ source_id: sourceId, name_zh: name.zh, name_en: name.en })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export interface Declaration {
  readonly declarationId: string
  readonly personId: string
  readonly kind: 'health' | 'stays' | 'arrival'
  readonly channel: string
  readonly requestHash: Uint8Array
}

/** Writes a declaration, or gives the one that stands under the same id. Another transaction with that id is waited for. */
export async function insertDeclaration(
  tx: Tx,
  at: Instant,
  declaration: Declaration,
): Promise<Declaration | undefined> {
  const inserted = await tx
    .insertInto('declaration')
    .values({
      declaration_id: declaration.declarationId,
      person_id: declaration.personId,
      kind: declaration.kind,
      channel: declaration.channel,
      at: toDate(at),
      request_hash: declaration.requestHash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined
  const row = await tx
    .selectFrom('declaration')
    .selectAll()
    .where('declaration.declaration_id', '=', declaration.declarationId)
    .executeTakeFirstOrThrow()
  return {
    declarationId: row.declaration_id,
    personId: row.person_id,
    kind: row.kind,
    channel: row.channel,
    requestHash: row.request_hash,
  }
}

/** A fact as it is appended. */
export interface NewEvidence {
  readonly evidenceId: string
  readonly kind: string
  readonly period: Period
  readonly sealed: Uint8Array
}

/** Appends facts about one person. */
export async function appendEvidence(
  tx: Tx,
  common: { personId: string; sourceId: string; recordedAt: Instant; channel: string; declarationId: string },
  facts: readonly NewEvidence[],
): Promise<void> {
  await tx
    .insertInto('evidence')
    .values(
      facts.map((fact) => ({
        person_id: common.personId,
        evidence_id: fact.evidenceId,
        source_id: common.sourceId,
        kind: fact.kind,
        valid_from: toDate(fact.period.from),
        valid_to: fact.period.to === undefined ? null : toDate(fact.period.to),
        recorded_at: toDate(common.recordedAt),
        channel: common.channel,
        declaration_id: common.declarationId,
        sealed: fact.sealed,
      })),
    )
    .execute()
}

/** Where a stay was, by keyed hash. */
export async function insertStayPlace(
  tx: Tx,
  stay: { personId: string; evidenceId: string; areaHash: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('stay_place')
    .values({ area_hash: stay.areaHash, person_id: stay.personId, evidence_id: stay.evidenceId })
    .execute()
}

// Two characters are in too many names to tell anything.
const SHORTEST_RESEMBLANCE = 3

/** Puts a stay before staff for each listed area of its county whose name contains the stay's or is contained in it. */
export async function insertStayReview(
  tx: Tx,
  stay: { personId: string; evidenceId: string; county: string; community: string },
): Promise<void> {
  const { personId, evidenceId, county, community } = stay
  if ([...community].length < SHORTEST_RESEMBLANCE) return
  await sql`
    insert into stay_review (person_id, evidence_id, list_id)
    select ${personId}::uuid, ${evidenceId}::uuid, alike.list_id
    from (
      select distinct on (area_level.community) area_level.list_id
      from area_level
      where area_level.division_code = ${county} and area_level.level in ('high', 'medium')
        and area_level.community <> ${community} and char_length(area_level.community) >= ${SHORTEST_RESEMBLANCE}
        and (position(area_level.community in ${community}) > 0 or position(${community} in area_level.community) > 0)
      order by area_level.community, area_level.list_id desc
      limit 100
    ) as alike
    on conflict do nothing`.execute(tx)
}

/** A row of evidence as facts are read from it. */
export interface EvidenceRow {
  readonly personId: string
  readonly evidenceId: string
  readonly kind: string
  readonly period: Period
  readonly recordedAt: Instant
  readonly takesBack: string | undefined
  readonly source: { readonly zh: string; readonly en: string }
  readonly sealed: Uint8Array
}

/** All evidence about some people, as it was known at a moment or is known now. Without a limit: a colour from half the facts would be wrong. */
export async function readEvidence(
  db: Db,
  personIds: readonly string[],
  knownAt: Instant | undefined,
): Promise<EvidenceRow[]> {
  const rows = await db
    .selectFrom('evidence')
    .innerJoin('source', 'source.source_id', 'evidence.source_id')
    .select(['evidence.person_id', 'evidence.evidence_id', 'evidence.kind', 'evidence.valid_from', 'evidence.valid_to'])
    .select(['evidence.recorded_at', 'evidence.takes_back', 'evidence.sealed', 'source.name_zh', 'source.name_en'])
    .where(sql<boolean>`evidence.person_id = any(${personIds}::uuid[])`)
    .$if(knownAt !== undefined, (query) => query.where('evidence.recorded_at', '<=', toDate(knownAt!)))
    .orderBy('evidence.person_id')
    .orderBy('evidence.evidence_id')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    evidenceId: row.evidence_id,
    kind: row.kind,
    period: { from: toInstant(row.valid_from), to: toInstantOrNone(row.valid_to) },
    recordedAt: toInstant(row.recorded_at),
    takesBack: row.takes_back ?? undefined,
    source: { zh: row.name_zh, en: row.name_en },
    sealed: row.sealed,
  }))
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
