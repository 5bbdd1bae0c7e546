import type pg from 'pg'
import { CompiledQuery } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import type { ActName } from '../../core/log/act-names.ts'
import { writeSaid } from '../../core/log/said.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'

/** Something done that must stay on record. Ids only: nothing here may name or describe a person. */
export type Act = Deed | Reading

/** What changes something, or is noted. */
interface Deed extends Noted {
  readonly action: Exclude<ActName, ReadingAction>
  /** The person or thing it was done to. */
  readonly subject?: string
  readonly purpose?: never
}

/** That another person was read: whose person, and why. He reads it on his page. */
interface Reading extends Noted {
  readonly action: ReadingAction
  readonly subject: string
  readonly purpose: string
}

/** The acts by which another person is read. A new one is named so and cannot be recorded without its purpose, nor without its reader. */
export type ReadingAction = Extract<ActName, `${string}-read` | 'code-verified' | 'colour-explained'>

interface Noted {
  readonly caseNumber?: string
  readonly detail?: Readonly<Record<string, string | number | boolean>>
}

/** Records an act in the transaction that does it: a salted commitment, and apart from it the body. */
export async function append(tx: Tx, ctx: Ctx, act: Act): Promise<void> {
  await appendAll(tx, ctx, [act])
}

/** An act's record as the log will have it: what comes of the act may name it and be bound to it. */
export interface ActRecord {
  readonly id: string
  readonly commitment: Uint8Array
}

/** The same for acts that are done together; answers their records, in order. */
export async function appendAll(tx: Tx, ctx: Ctx, acts: readonly Act[]): Promise<ActRecord[]> {
  return appendEach(
    tx,
    acts.map((act) => ({ ctx, act })),
  )
}

/** An act, and on whose behalf and when it was done. */
export interface DoneAct {
  readonly ctx: Ctx
  readonly act: Act
}

// One statement for all three tables, so that nobody can write the one without the others.
const INSERT_ACTS = `
  with committed as (
    insert into audit (id, at, kind, commitment)
    select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bytea[])
  ), queued as (
    insert into log_queue (audit_id) select * from unnest($1::uuid[])
  )
  insert into audit_body (id, salt, actor_kind, actor_id, organisation_id, subject_id, purpose, case_number, detail)
  select * from unnest($1::uuid[], $5::bytea[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[],
    $12::text[])`

/** The same for acts of several people that are committed together. */
export async function appendEach(tx: Tx, done: readonly DoneAct[]): Promise<ActRecord[]> {
  const records = done.map(recordOf)
  if (done.length > 0) await tx.executeQuery(CompiledQuery.raw(INSERT_ACTS, columnsOf(records)))
  return records.map(({ body, commitment }) => ({ id: body.id, commitment }))
}

/** The same for acts that change nothing else: a transaction of their own, in one round trip. */
export async function commitEach(pool: pg.Pool, done: readonly DoneAct[]): Promise<void> {
  await pool.query({ name: 'insert-acts', text: INSERT_ACTS, values: columnsOf(done.map(recordOf)) })
}

/** What stands in `audit_body` but its salt, in the order in which the commitment has it. */
export interface ActBody {
  readonly id: string
  readonly actor_kind: string
  readonly actor_id: string | null
  readonly organisation_id: string | null
  readonly subject_id: string | null
  readonly purpose: string | null
  readonly case_number: string | null
  readonly detail: string
}

/** The commitment to an act: SHA-256 over its salt and all that its record says. */
export function commitmentTo(act: { at: Instant; kind: string; salt: Uint8Array; body: ActBody }): Uint8Array {
  return sha256(act.salt, saidBy(act))
}

/** All that the record of an act says. */
export function saidBy({ at, kind, body }: { at: Instant; kind: string; body: ActBody }): string {
  return writeSaid(
    { at, kind, id: body.id },
    {
      actorKind: body.actor_kind,
      actorId: body.actor_id,
      organisationId: body.organisation_id,
      subjectId: body.subject_id,
      purpose: body.purpose,
      caseNumber: body.case_number,
      detail: body.detail,
    },
  )
}

interface NewRecord {
  readonly at: Instant
  readonly kind: ActName
  readonly salt: Uint8Array
  readonly body: ActBody
  readonly commitment: Uint8Array
}

function columnsOf(records: readonly NewRecord[]): unknown[][] {
  const bodies = records.map(({ body }) => body)
  return [
    bodies.map((body) => body.id),
    records.map(({ at }) => toDate(at)),
    records.map(({ kind }) => kind),
    records.map(({ commitment }) => commitment),
    records.map(({ salt }) => salt),
    bodies.map((body) => body.actor_kind),
    bodies.map((body) => body.actor_id),
    bodies.map((body) => body.organisation_id),
    bodies.map((body) => body.subject_id),
    bodies.map((body) => body.purpose),
    bodies.map((body) => body.case_number),
    bodies.map((body) => body.detail),
  ]
}

function recordOf({ ctx, act }: DoneAct): NewRecord {
  const salt = ctx.random(16)
  const body = {
    id: newId(ctx),
    actor_kind: ctx.actor.kind,
    actor_id: actorId(ctx),
    organisation_id: 'organisationId' in ctx.actor ? ctx.actor.organisationId : null,
    subject_id: act.subject ?? null,
    purpose: act.purpose ?? null,
    case_number: act.caseNumber ?? null,
    detail: JSON.stringify(act.detail ?? {}),
  }
  const told = { at: ctx.now, kind: act.action, salt, body }
  return { ...told, commitment: commitmentTo(told) }
}

function actorId(ctx: Ctx): string | null {
  switch (ctx.actor.kind) {
    case 'citizen':
      return ctx.actor.accountId
    case 'staff':
      return ctx.actor.staffId
    case 'gate':
      return ctx.actor.deviceId
    case 'source':
      return ctx.actor.sourceId
    case 'nobody':
    case 'operator':
    case 'system':
      return null
  }
}
