import { sql } from 'kysely'
import type { ActBody } from '../audit/audit.ts'
import { LOGGED_COLUMNS, loggedActOf, type LoggedRow } from '../audit/queue.ts'
import type { LoggedAct } from '../../core/log/leaf.ts'
import type { Instant } from '../../core/instant.ts'
import { toInstant, type Db } from '../kit/db.ts'

// Read-only, over the tables of acts and of people: what the log should agree with.

/** Before every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000'
/** What waits is a handful; more than this is many, however many they are. */
const MOST_COUNTED = 100_000

/** A stretch of rows by their ids. */
export interface Stretch {
  readonly after: string
  readonly limit: number
}

/** The body of an act that is still there, with its salt. */
export interface SaltedBody extends ActBody {
  readonly salt: Uint8Array
}

/** Bodies of acts; those that retention emptied are not there. */
export async function readBodies(db: Db, ids: readonly string[]): Promise<SaltedBody[]> {
  const { rows } = await sql<SaltedBody>`
    select audit_body.* from audit_body where audit_body.id = any(${`{${ids.join(',')}}`}::uuid[])`.execute(db)
  return rows
}

/** The next acts, and whether each has a place in the log and whether it waits for one. */
export async function listActs(
  db: Db,
  { after, limit }: Stretch,
): Promise<{ act: LoggedAct; placed: boolean; queued: boolean }[]> {
  const { rows } = await sql<LoggedRow & { readonly placed: boolean; readonly queued: boolean }>`
    select ${sql.raw(LOGGED_COLUMNS)}, log_leaf.audit_id is not null as placed, log_queue.audit_id is not null as queued
    from audit left join log_leaf on log_leaf.audit_id = audit.id left join log_queue on log_queue.audit_id = audit.id
    where audit.id > ${after}::uuid order by audit.id limit ${limit}`.execute(db)
  return rows.flatMap((row) => {
    const act = loggedActOf(row)
    return act ? [{ act, placed: row.placed, queued: row.queued }] : []
  })
}

/** The next bodies, and whether each has its act. */
export async function listBodies(db: Db, { after, limit }: Stretch): Promise<{ id: string; acted: boolean }[]> {
  const { rows } = await sql<{ id: string; acted: boolean }>`
    select audit_body.id, audit.id is not null as acted
    from audit_body left join audit on audit.id = audit_body.id
    where audit_body.id > ${after}::uuid order by audit_body.id limit ${limit}`.execute(db)
  return rows
}

/** The next acts that wait for a place, and whether each is there. */
export async function listQueued(db: Db, { after, limit }: Stretch): Promise<{ id: string; acted: boolean }[]> {
  const { rows } = await sql<{ id: string; acted: boolean }>`
    select log_queue.audit_id as id, audit.id is not null as acted
    from log_queue left join audit on audit.id = log_queue.audit_id
    where log_queue.audit_id > ${after}::uuid order by log_queue.audit_id limit ${limit}`.execute(db)
  return rows
}

/** How many acts wait for a place, as far as they are counted, and when the oldest of them was done. */
export async function countWaiting(db: Db): Promise<{ waiting: number; oldestAt: Instant | undefined }> {
  const { rows } = await sql<{ waiting: number; oldest: Date | null }>`
    select (select count(*) from (select from log_queue limit ${MOST_COUNTED}) as queued) as waiting,
      (select audit.at from log_queue join audit on audit.id = log_queue.audit_id
       order by log_queue.audit_id limit 1) as oldest`.execute(db)
  const [row] = rows
  return { waiting: row?.waiting ?? 0, oldestAt: row?.oldest ? toInstant(row.oldest) : undefined }
}

/** The next people, whether anything is shown of them or not. */
export async function listPeople(db: Db, { after, limit }: Stretch): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select person.person_id from person where person.person_id > ${after}::uuid
    order by person.person_id limit ${limit}`.execute(db)
  return rows.map((row) => row.person_id)
}

/** A colour and what became of the act that it names. */
export interface ColourAct {
  readonly personId: string
  /** Whether the act is there with the commitment that the colour is bound to. */
  readonly acted: boolean
  /** Whether it has a place in the log or waits for one. */
  readonly logged: boolean
}

/** The next colours with their acts. Whether the row itself is the evaluator's is not asked here. */
export async function listColourActs(db: Db, { after, limit }: Stretch): Promise<ColourAct[]> {
  const { rows } = await sql<{ person_id: string; acted: boolean; logged: boolean }>`
    select colour_state.person_id, coalesce(audit.commitment = colour_state.act_commitment, false) as acted,
      log_leaf.audit_id is not null or log_queue.audit_id is not null as logged
    from colour_state left join audit on audit.id = colour_state.act_id
      left join log_leaf on log_leaf.audit_id = colour_state.act_id
      left join log_queue on log_queue.audit_id = colour_state.act_id
    where colour_state.person_id > ${after}::uuid and colour_state.act_id is not null
    order by colour_state.person_id limit ${limit}`.execute(db)
  return rows.map((row) => ({ personId: row.person_id, acted: row.acted, logged: row.logged }))
}

/** Of some colours that acts say were found, those of which the history has no row. */
export async function listWithoutHistory(
  db: Db,
  found: readonly { id: string; personId: string; version: number }[],
): Promise<{ id: string; personId: string }[]> {
  if (found.length === 0) return []
  const { rows } = await sql<{ id: string; person_id: string }>`
    select given.id, given.person_id
    from unnest(${found.map(({ id }) => id)}::uuid[], ${found.map(({ personId }) => personId)}::uuid[],
      ${found.map(({ version }) => version)}::integer[]) as given (id, person_id, version)
    left join colour_history on colour_history.person_id = given.person_id and colour_history.version = given.version
    where colour_history.person_id is null`.execute(db)
  return rows.map((row) => ({ id: row.id, personId: row.person_id }))
}

/** An act, its place where it has one, and whether its body is held. */
export interface RecordRow {
  readonly act: LoggedAct
  readonly leaf: number | undefined
  readonly isHeld: boolean
}

/** Of so many acts before an id those of a kind, or all; the newest first. */
export async function listRecordRows(
  db: Db,
  asked: { before: string; kind: string | undefined; among: number; limit: number },
): Promise<RecordRow[]> {
  const kind = asked.kind ?? null
  const { rows } = await sql<LoggedRow & { readonly leaf_index: number | null; readonly held: boolean }>`
    select ${sql.raw(LOGGED_COLUMNS)}, log_leaf.leaf_index, audit_body.id is not null as held
    from (
      select * from (
        select * from audit where audit.id < ${asked.before}::uuid order by audit.id desc limit ${asked.among}
      ) as newest
      where ${kind}::text is null or newest.kind = ${kind}
      order by newest.id desc limit ${asked.limit}
    ) as audit
    left join log_leaf on log_leaf.audit_id = audit.id left join audit_body on audit_body.id = audit.id
    order by audit.id desc`.execute(db)
  return rows.flatMap((row) => {
    const act = loggedActOf(row)
    return act ? [{ act, leaf: row.leaf_index ?? undefined, isHeld: row.held }] : []
  })
}

/** The id of the last of so many acts before an id, if there are so many. */
export async function findLastOf(db: Db, asked: { before: string; among: number }): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; count: number }>`
    with newest as (
      select audit.id from audit where audit.id < ${asked.before}::uuid order by audit.id desc limit ${asked.among}
    )
    select newest.id, (select count(*)::integer from newest) as count from newest order by newest.id limit 1`.execute(
    db,
  )
  const [last] = rows
  return last?.count === asked.among ? last.id : undefined
}

/** An act by its id, as it stands in its row. */
export async function findAct(db: Db, id: string): Promise<LoggedAct | undefined> {
  const { rows } = await sql<LoggedRow>`
    select ${sql.raw(LOGGED_COLUMNS)} from audit where audit.id = ${id}::uuid`.execute(db)
  return rows[0] && loggedActOf(rows[0])
}
