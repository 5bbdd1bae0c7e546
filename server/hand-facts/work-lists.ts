import { sql, type RawBuilder } from 'kysely'
import type { HAND_FACT_LISTS } from '../../contract/hand-facts.ts'
import { toDate, toInstant, type Db } from '../kit/db.ts'
import { placeText, readPlace } from '../kit/list-place.ts'
import type { Instant } from '../../core/instant.ts'
import type { Ctx } from '../kit/world.ts'
import type { OpenDraft } from './draft-row.ts'
import type { Officer } from './rules.ts'
import { openDraft, type StoredDraftRow } from './views.ts'

// What waits for an officer, and what is done. Each part of a list is read by an index of its own: taken together, an officer's own would
// be looked for among everybody's.

/** Most rows of one page. */
const AT_ONCE = 100

/** Which drafts an officer asks for. */
export interface DraftsAsked {
  readonly officer: Officer
  readonly list: (typeof HAND_FACT_LISTS)[number]
  /** From when on what is done is listed. */
  readonly since: Instant
  /** A condition on `hand_fact`. */
  readonly only?: RawBuilder<boolean> | undefined
  readonly after: string | undefined
}

/**
 * A page of drafts: what is open by the moment at which it ends, what is done the latest first. What the program did not write so is
 * passed over, so a page may be shorter than the next one is far.
 */
export async function listPage(db: Db, ctx: Ctx, asked: DraftsAsked): Promise<{ drafts: OpenDraft[]; next?: string }> {
  const isDone = asked.list === 'done'
  const { rows } = await sql<StoredDraftRow>`
    select listed.*, person.wrapped_key
    from (select * from (${partsOf(ctx, asked)}) as parts ${orderOf(isDone, 'parts')} limit ${AT_ONCE + 1}) as listed
    join person on person.person_id = listed.person_id
    ${orderOf(isDone, 'listed')}`.execute(db)
  const shown = rows.slice(0, AT_ONCE)
  const drafts = shown.flatMap((row) => openDraft(ctx, row) ?? [])
  const last = shown.at(-1)
  if (rows.length <= AT_ONCE || !last) return { drafts }
  const at = toInstant((isDone && last.closed_at) || last.expires_at)
  return { drafts, next: placeText({ at, id: last.fact_id }) }
}

function partsOf(ctx: Ctx, { officer, list, since, only, after }: DraftsAsked): RawBuilder<unknown> {
  const { staffId, organisationId } = officer
  const live = sql`hand_fact.expires_at > ${toDate(ctx.now)}`
  const lately = sql`hand_fact.closed_at >= ${toDate(since)}`
  const decided = sql`hand_fact.state in ('approved', 'rejected') and hand_fact.author_id <> ${staffId}::uuid`
  const own = sql`hand_fact.state in ('unsigned', 'waiting') and hand_fact.author_id = ${staffId}::uuid and ${live}`
  // What whoever drafted it as another organisation's officer would approve himself is his own alone.
  const forApproval = sql`hand_fact.state = 'waiting' and hand_fact.author_organisation_id <> ${organisationId}::uuid
    and hand_fact.author_id <> ${staffId}::uuid and ${live}`
  const parts = {
    open: [own, forApproval],
    own: [own],
    'for-approval': [forApproval],
    done: [
      sql`hand_fact.closed_at is not null and hand_fact.author_id = ${staffId}::uuid and ${lately}`,
      sql`${decided} and hand_fact.author_organisation_id = ${organisationId}::uuid and ${lately}`,
      sql`${decided} and hand_fact.decided_by_organisation_id = ${organisationId}::uuid
        and hand_fact.author_organisation_id <> ${organisationId}::uuid and ${lately}`,
    ],
  }
  const isDone = list === 'done'
  const place = readPlace(after)
  const column = sql.ref(isDone ? 'hand_fact.closed_at' : 'hand_fact.expires_at')
  const behind = place
    ? sql`and (${column}, hand_fact.fact_id) ${isDone ? sql`<` : sql`>`} (${toDate(place.at)}::timestamptz, ${place.id}::uuid)`
    : sql``
  const narrowed = only ? sql`and ${only}` : sql``
  return sql.join(
    parts[list].map(
      (part) => sql`(select * from hand_fact where ${part} ${narrowed} ${behind}
        ${orderOf(isDone, 'hand_fact')} limit ${AT_ONCE + 1})`,
    ),
    sql` union all `,
  )
}

function orderOf(isDone: boolean, table: string): RawBuilder<unknown> {
  const id = sql.ref(`${table}.fact_id`)
  return isDone
    ? sql`order by ${sql.ref(`${table}.closed_at`)} desc, ${id} desc`
    : sql`order by ${sql.ref(`${table}.expires_at`)}, ${id}`
}
