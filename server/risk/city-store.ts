import { sql } from 'kysely'
import { CHUNK_PEOPLE } from '../../core/fact-columns.ts'
import { after, HOUR, MINUTE, type Instant } from '../../core/instant.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import { newId, type Ctx } from '../kit/world.ts'

/** With so many people marked a chunk is built anew: one by one they would take a dry run longer than all others together. */
export const MANY_MARKED = 100
/** Where a whole city is tested every day, all chunks always have many: then they are built anew this seldom. */
const BETWEEN_BUILDS_MS = 10 * MINUTE
/** A chunk that was asked for and not built in this time is asked for again. */
const PATIENCE_MS = HOUR

/** A chunk as it is kept, believed by nobody until it was opened. */
export interface StoredChunk {
  readonly chunk: number
  readonly generation: string
  readonly builtAt: Instant
  readonly sealed: Uint8Array
}

/** A place whose person changed, and by which change. */
export interface Mark {
  readonly markId: string
  readonly place: number
}

/**
 * Marks people whose facts or identity changed, in the transaction that reassesses them: until their chunks are built anew they
 * are judged from their facts.
 */
export async function markChanged(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  // Rows are added and never found: who marks waits for nobody, and a chunk built meanwhile takes away only what it has seen.
  await sql`
    insert into city_mark (chunk, mark_id, place)
    select person.list_number / ${CHUNK_PEOPLE}::integer, ${newId(ctx)}::uuid, person.list_number % ${CHUNK_PEOPLE}::integer
    from person where person.person_id = any(${personIds}::uuid[])`.execute(tx)
}

/** A chunk as it is kept, if it is, and who was marked since: as of one moment. */
export async function readChunk(
  db: Db,
  chunk: number,
): Promise<{ stored: StoredChunk | undefined; generation: string | undefined; marks: readonly Mark[] }> {
  const { rows } = await sql<{
    generation: string | null
    built_at: Date | null
    sealed: Uint8Array | null
    mark_ids: string[] | null
    places: number[] | null
  }>`
    select city_chunk.generation, city_chunk.built_at, city_chunk.sealed, marked.mark_ids, marked.places
    from (
      select array_agg(city_mark.mark_id::text order by city_mark.mark_id, city_mark.place) as mark_ids,
        array_agg(city_mark.place order by city_mark.mark_id, city_mark.place) as places
      from city_mark where city_mark.chunk = ${chunk}
    ) as marked
    left join city_chunk on city_chunk.chunk = ${chunk}`.execute(db)
  const { generation, built_at: builtAt, sealed, mark_ids: markIds, places } = rows[0]!
  const isBuilt = generation !== null && builtAt !== null && sealed !== null
  return {
    generation: generation ?? undefined,
    stored: isBuilt ? { chunk, generation, builtAt: toInstant(builtAt), sealed } : undefined,
    marks: (markIds ?? []).map((markId, at) => ({ markId, place: places![at]! })),
  }
}

/**
 * Keeps a chunk in the place of the one from which it was made (undefined: there was none), and takes away the marks that
 * were seen in making it. Changes nothing where somebody else has built it meanwhile.
 */
export async function replaceChunk(
  tx: Tx,
  built: StoredChunk & { readonly replaces: string | undefined; readonly seen: readonly Mark[] },
): Promise<void> {
  const { chunk, replaces } = built
  const row = {
    generation: built.generation,
    built_at: toDate(built.builtAt),
    sealed: built.sealed,
    asked_at: null,
  }
  const { numInsertedOrUpdatedRows: written } = await tx
    .insertInto('city_chunk')
    .values({ chunk, ...row })
    .onConflict((conflict) =>
      conflict
        .column('chunk')
        .doUpdateSet(row)
        .where(sql<boolean>`city_chunk.generation is not distinct from ${replaces ?? null}::uuid`),
    )
    .executeTakeFirstOrThrow()
  if (written === 0n) return
  await tx
    .deleteFrom('city_mark')
    .where('city_mark.chunk', '=', chunk)
    .where(sql<boolean>`city_mark.mark_id = any(${[...new Set(built.seen.map((mark) => mark.markId))]}::uuid[])`)
    .execute()
}

/** Notes which of the first so many chunks are to be built, because they are not or have many marks, and answers those that nobody was asked for. */
export async function askForChunks(tx: Tx, now: Instant, count: number): Promise<number[]> {
  const { rows } = await sql<{ chunk: number }>`
    insert into city_chunk (chunk, asked_at)
    select wanted.chunk, ${toDate(now)} from (
      select every.chunk from generate_series(0, ${count - 1}::integer) as every (chunk)
      where not exists (select from city_chunk where city_chunk.chunk = every.chunk and city_chunk.sealed is not null)
      union
      select city_mark.chunk from city_mark
      join city_chunk on city_chunk.chunk = city_mark.chunk
        and city_chunk.built_at < ${toDate(after(now, -BETWEEN_BUILDS_MS))}
      group by city_mark.chunk having count(*) >= ${MANY_MARKED}
    ) as wanted
    on conflict (chunk) do update set asked_at = excluded.asked_at
      where city_chunk.asked_at is null or city_chunk.asked_at < ${toDate(after(now, -PATIENCE_MS))}
    returning chunk`.execute(tx)
  return rows.map((row) => row.chunk)
}
