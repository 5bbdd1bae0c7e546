import type pg from 'pg'
import { CompiledQuery } from 'kysely'
import { toDate, type Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'

/** Something done that must stay on record. Ids only: nothing here may name or describe a person. */
export interface Act {
  readonly action: Action
  /** The person or thing it was done to. */
  readonly subject?: string
  /** Why another person was read; required for such reads. */
  readonly purpose?: string
  readonly caseNumber?: string
  readonly detail?: Readonly<Record<string, string | number | boolean>>
}

/** What is recorded, by name. */
export type Action =
  | 'registered'
  | 'registration-awaits-staff'
  | 'confirmation-read'
  | 'confirmation-decided'
  | 'declared'
  | 'colour-changed'
  | 'area-list-taken'
  | 'colour-explained'
  | 'code-verified'
  | 'holder-photo-read'
  | 'phone-withdrawn'
  | 'entries-written'
  | 'entries-held'
  | 'gate-code-made'
  | 'gate-device-enrolled'
  | 'gate-device-off'
  | 'guard-pin-set'
  | 'distant-entries-found'
  | 'distant-entries-read'
  | 'staff-signed-in'
  | 'key-enrolled'
  | 'organisations-changed'
  | 'approved'
  | 'issuing-key-withdrawn'
  | 'batch-received'
  | 'batch-decided'
  | 'batch-taken'
  | 'batch-refused'
  | 'batch-withdrawal-asked'
  | 'batch-withdrawn'
  | 'batch-fact-withdrawn'
  | 'mapping-saved'
  | 'hand-fact-drafted'
  | 'hand-fact-read'
  | 'hand-fact-document-read'
  | 'hand-fact-signed'
  | 'hand-fact-appended'
  | 'hand-fact-rejected'
  | 'hand-fact-withdrawn'
  | 'hand-fact-expired'
  | 'appealed'
  | 'appeal-text-added'
  | 'appeal-withdrawn'
  | 'appeal-read'
  | 'appeal-assigned'
  | 'appeal-question-answered'
  | 'appeal-answered'
  | 'appeal-overdue'
  | 'appeal-flag-raised'
  | 'rule-table-drafted'
  | 'rule-table-tried'
  | 'rule-table-held'
  | 'rule-table-adopted'
  | 'rule-table-switched'

/** Records an act in the transaction that does it: a salted commitment, and apart from it the body. */
export async function append(tx: Tx, ctx: Ctx, act: Act): Promise<void> {
  await appendAll(tx, ctx, [act])
}

/** The same for acts that are done together. */
export async function appendAll(tx: Tx, ctx: Ctx, acts: readonly Act[]): Promise<void> {
  await appendEach(
    tx,
    acts.map((act) => ({ ctx, act })),
  )
}

/** An act, and on whose behalf and when it was done. */
export interface DoneAct {
  readonly ctx: Ctx
  readonly act: Act
}

// One statement for both tables, so that nobody can write the one without the other.
const INSERT_ACTS = `
  with committed as (
    insert into audit (id, at, kind, commitment)
    select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bytea[])
  )
  insert into audit_body (id, salt, actor_kind, actor_id, organisation_id, subject_id, purpose, case_number, detail)
  select * from unnest($1::uuid[], $5::bytea[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[],
    $12::text[])`

/** The same for acts of several people that are committed together. */
export async function appendEach(tx: Tx, done: readonly DoneAct[]): Promise<void> {
  if (done.length > 0) await tx.executeQuery(CompiledQuery.raw(INSERT_ACTS, columnsOf(done)))
}

/** The same for acts that change nothing else: a transaction of their own, in one round trip. */
export async function commitEach(pool: pg.Pool, done: readonly DoneAct[]): Promise<void> {
  await pool.query({ name: 'insert-acts', text: INSERT_ACTS, values: columnsOf(done) })
}

function columnsOf(done: readonly DoneAct[]): unknown[][] {
  const records = done.map(({ ctx, act }) => recordOf(ctx, act))
  const bodies = records.map(({ body }) => body)
  return [
    bodies.map((body) => body.id),
    done.map(({ ctx }) => toDate(ctx.now)),
    done.map(({ act }) => act.action),
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

function recordOf(ctx: Ctx, act: Act) {
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
  const commitment = sha256(salt, JSON.stringify([ctx.now, act.action, ...Object.values(body)]))
  return { salt, body, commitment }
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
