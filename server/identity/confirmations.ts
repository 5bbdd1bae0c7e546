import { sql } from 'kysely'
import type {
  ConfirmationDecision,
  ConfirmationDetail,
  ConfirmationList,
  ConfirmationRow,
} from '../../contract/identity.ts'
import type { Assignment, AssignmentChange } from '../../contract/assignments.ts'
import { isUuid } from '../../core/uuid.ts'
import {
  assign,
  closeCase,
  EVERYBODY,
  isAssigned,
  NOT_ASSIGNED,
  readAssignments,
  requireTaken,
  type Desk,
} from '../assignments/assignments.ts'
import { append } from '../audit/audit.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import { placeText, readPlace } from '../kit/list-place.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import { personKey, unsealJson } from '../kit/seal.ts'
import type { Ctx, RegisterRecord } from '../kit/world.ts'
import { claimsIn } from './claim-place.ts'
import { changeIdentity } from './identity-states.ts'
import { findPerson, writePerson, writePhoto, type PersonDetails } from './persons.ts'
import { findRecord } from './population-register.ts'

// Claims to be somebody that no register settles: a member of staff sees the person and his document, and decides.

const AT_ONCE = 100

// Whoever may see a claim may be the one who stands before the person.
const DESK: Desk = { kind: 'claim', deskId: EVERYBODY }

/** Which claims are asked for. */
export interface ConfirmationsAsked {
  readonly reason?: ConfirmationRow['reason'] | undefined
  readonly assigned?: Assignment['assigned'] | undefined
  readonly after?: string | undefined
}

/**
 * The claims that wait in the caller's jurisdiction, the most urgent first; at most 100. Who claims to be whom is not in it. What the
 * program did not write so is passed over, and the log says so.
 */
export async function listConfirmations(
  ctx: Ctx,
  { reason, assigned, after }: ConfirmationsAsked = {},
): Promise<ConfirmationList> {
  let query = claims(ctx.db, ctx)
    // Said and not asked: only so do the indices of what waits serve every plan.
    .where(sql<boolean>`registration.state = 'awaiting-staff'`)
    .orderBy('registration.due_at')
    .orderBy('registration.registration_id')
    .limit(AT_ONCE + 1)
  if (reason !== undefined) query = query.where('registration.reason', '=', reason)
  if (assigned !== undefined) query = query.where(isAssigned(ctx, DESK, assigned, 'registration.registration_id'))
  const place = readPlace(after)
  if (place) {
    query = query.where(
      sql<boolean>`(registration.due_at, registration.registration_id) > (${toDate(place.at)}::timestamptz, ${place.id}::uuid)`,
    )
  }
  const rows = await query.execute()
  const shown = rows.slice(0, AT_ONCE)
  const last = shown.at(-1)
  const ids = shown.map((row) => row.registration_id)
  const assignments = await readAssignments(ctx.db, ctx, DESK, ids)
  const confirmations = shown.flatMap((row) => {
    const typed = findTyped(ctx, row)
    return typed && isWithin(ctx, typed) ? [rowOf(row, typed, assignments.get(row.registration_id))] : []
  })
  if (rows.length <= AT_ONCE || !last) return { confirmations }
  return { confirmations, next: placeText({ at: toInstant(last.due_at), id: last.registration_id }) }
}

/** Name and document as they were typed, to compare with the document in one's hand. Recorded with its purpose. Problems: not-found. */
export async function readConfirmation(ctx: Ctx, confirmationId: string, purpose: string): Promise<ConfirmationDetail> {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await getClaim(tx, ctx, confirmationId)
    const typed = openClaim(ctx, row)
    await append(tx, ctx, {
      action: 'confirmation-read',
      subject: row.person_id,
      purpose,
      detail: { registration: confirmationId },
    })
    const assignments = await readAssignments(tx, ctx, DESK, [confirmationId])
    return {
      ...rowOf(row, typed, assignments.get(confirmationId)),
      name: typed.name,
      document: typed.document,
    }
  })
}

/** Takes a claim on, or gives it back. Problems: not-found, confirmation-closed, case-taken. */
export async function assignConfirmation(
  ctx: Ctx,
  confirmationId: string,
  change: AssignmentChange,
): Promise<ConfirmationRow> {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await getClaim(tx, ctx, confirmationId)
    if (row.state !== 'awaiting-staff') throw new Problem('confirmation-closed')
    const assignment = await assign(tx, ctx, { ...DESK, caseId: confirmationId }, change)
    return rowOf(row, openClaim(ctx, row), assignment)
  })
}

/**
 * Settles a claim that the caller has taken on: confirmed, the person is who the claim says, also where another account had claimed him before, with the
 * register's photo where that knows this name under this document; refused, the account may claim anew.
 * Problems: not-found, confirmation-closed, case-not-taken.
 */
export async function decideConfirmation(
  ctx: Ctx,
  confirmationId: string,
  outcome: ConfirmationDecision['outcome'],
): Promise<ConfirmationRow> {
  // The register is somebody else's and may be slow: it is asked before anything is locked. A claim itself never changes.
  const row = await getClaim(ctx.db, ctx, confirmationId)
  const typed = openClaim(ctx, row)
  const record = outcome === 'confirmed' ? await findRecord(ctx, typed) : undefined
  return ctx.db.transaction().execute(async (tx) => {
    // Whoever changes the row first decides; a second decision at the same moment waits here and changes nothing.
    const closed = await tx
      .updateTable('registration')
      .set({
        state: outcome,
        decided_at: toDate(ctx.now),
        decided_by: ctx.actor.kind === 'staff' ? ctx.actor.staffId : null,
      })
      .where('registration.registration_id', '=', confirmationId)
      .where('registration.state', '=', 'awaiting-staff')
      .executeTakeFirst()
    if (closed.numUpdatedRows === 0n) throw new Problem('confirmation-closed')
    await requireTaken(tx, ctx, DESK, confirmationId)
    await closeCase(tx, confirmationId)
    if (outcome === 'confirmed') await confirmPerson(tx, ctx, { personId: row.person_id, typed, record })
    else await dismissPerson(tx, ctx, row.person_id)
    await append(tx, ctx, {
      action: 'confirmation-decided',
      subject: row.person_id,
      detail: { registration: confirmationId, outcome },
    })
    await ctx.jobs.enqueue(tx, 'risk.reassess', { personIds: [row.person_id] })
    return rowOf(row, typed)
  })
}

interface ClaimRow {
  readonly registration_id: string
  readonly person_id: string
  readonly channel: string
  readonly requested_at: Date
  readonly due_at: Date
  readonly state: 'confirmed' | 'awaiting-staff' | 'refused'
  readonly reason: ConfirmationRow['reason'] | null
  readonly sealed: Uint8Array
  readonly wrapped_key: Uint8Array
}

function claims(db: Db, ctx: Ctx) {
  const within = ctx.actor.kind === 'staff' ? claimsIn(ctx.keys, ctx.actor.division) : undefined
  const all = db
    .selectFrom('registration')
    .innerJoin('person', 'person.person_id', 'registration.person_id')
    .select([
      'registration.registration_id',
      'registration.person_id',
      'registration.channel',
      'registration.requested_at',
      'registration.due_at',
      'registration.state',
      'registration.reason',
      'registration.sealed',
      'person.wrapped_key',
    ])
  return within ? all.where(within.column, '=', within.hash) : all
}

async function getClaim(db: Db, ctx: Ctx, confirmationId: string): Promise<ClaimRow> {
  // What needed no staff is nobody's to read here: only claims that wait or were decided by staff have a reason.
  const row = isUuid(confirmationId)
    ? await claims(db, ctx)
        .where('registration.registration_id', '=', confirmationId)
        .where('registration.reason', 'is not', null)
        .executeTakeFirst()
    : undefined
  if (!row || !isWithin(ctx, openClaim(ctx, row))) throw new Problem('not-found')
  return row
}

function openClaim(ctx: Ctx, row: ClaimRow): PersonDetails {
  const key = personKey(ctx.keys, row.person_id, row.wrapped_key)
  return unsealJson<PersonDetails>(key, `registration:${row.registration_id}`, row.sealed)
}

/** The same; undefined where somebody changed it: of one such row the others are not lost. */
function findTyped(ctx: Ctx, row: ClaimRow): PersonDetails | undefined {
  try {
    return openClaim(ctx, row)
  } catch {
    ctx.log.error({ person: row.person_id }, 'claim-not-ours')
    return undefined
  }
}

/** What the hashes say was found; what was sealed decides, for nobody writes that by hand. */
function isWithin(ctx: Ctx, typed: PersonDetails): boolean {
  return mayTouch(ctx.actor, 'confirm-identity', { divisionCode: typed.address?.divisionCode })
}

function rowOf(row: ClaimRow, typed: PersonDetails, assignment: Assignment = NOT_ASSIGNED): ConfirmationRow {
  return {
    confirmationId: row.registration_id,
    requestedAt: toInstant(row.requested_at),
    dueAt: toInstant(row.due_at),
    reason: row.reason ?? 'unproved',
    documentType: typed.document.type,
    channel: row.channel,
    ...assignment,
  }
}

async function confirmPerson(
  tx: Tx,
  ctx: Ctx,
  claim: { personId: string; typed: PersonDetails; record: RegisterRecord | undefined },
): Promise<void> {
  const person = await findPerson(tx, ctx, claim.personId)
  if (!person) throw new Error('a claim names a person that is not there')
  // Staff compared name and document; telephone and address are the person's own word, kept where none is new.
  const details: PersonDetails = { ...person.details, ...claim.typed }
  await writePerson(tx, ctx, { personId: person.personId, key: person.key, identity: 'confirmed', details })
  if (claim.record?.photo) await writePhoto(tx, ctx, person, claim.record.photo)
}

async function dismissPerson(tx: Tx, ctx: Ctx, personId: string): Promise<void> {
  await changeIdentity(tx, ctx, personId, async (now) => {
    // Somebody else's claim to be the same person may still wait; then the person does.
    const waiting = await tx
      .selectFrom('registration')
      .select('registration.registration_id')
      .where('registration.person_id', '=', personId)
      .where('registration.state', '=', 'awaiting-staff')
      .limit(1)
      .executeTakeFirst()
    return now === 'awaiting' && !waiting ? 'unregistered' : now
  })
}
