import { sql, type RawBuilder } from 'kysely'
import type { Assignment, AssignmentChange } from '../../contract/assignments.ts'
import { after, DAY_LENGTH, MINUTE, type Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'

// Who works on what. A case of a work list is taken on before anything is decided about it, so that no two do the same work, or read
// the same person, for nothing. Nobody blocks it for long: what is taken on is given back, or free again after a while.

// Long enough to compare, to ask back and to sign; short enough that of a case nobody waits for whoever went home with it.
const ALONE_FOR = 30 * MINUTE

/** Where cases are worked on: their kind, and who shares them, an organisation or, as `EVERYBODY`, all to whom they are open. */
export interface Desk {
  readonly kind: 'claim' | 'held-batch' | 'hand-fact' | 'question'
  readonly deskId: string
}

/** Whose work does not depend on his organisation. */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000'

/** How nobody works on a case. */
export const NOT_ASSIGNED: Assignment = { assigned: 'nobody' }

/**
 * Takes a case on, alone until `until` (half an hour from now, if that is later), or gives it back; recorded where it changes
 * anything. That the case is open, and open to the caller, is known. Problems: case-taken.
 */
export async function assign(
  tx: Tx,
  ctx: Ctx,
  { kind, deskId, caseId, until }: Desk & { readonly caseId: string; readonly until?: Instant },
  { to }: AssignmentChange,
): Promise<Assignment> {
  const staffId = staffOf(ctx)
  if (to === 'nobody') {
    const given = await ofCase(tx, { deskId, caseId }).where('assignment.staff_id', '=', staffId).executeTakeFirst()
    if (given.numDeletedRows > 0n)
      await append(tx, ctx, { action: 'case-given-back', subject: caseId, detail: { kind } })
    return NOT_ASSIGNED
  }
  const isMine = await isTakenOn(tx, ctx, { deskId, caseId })
  const alone = after(ctx.now, ALONE_FOR)
  const row = {
    case_id: caseId,
    desk_id: deskId,
    kind,
    staff_id: staffId,
    taken_at: toDate(ctx.now),
    until: toDate(until !== undefined && until > alone ? until : alone),
  }
  // Of two who take it on at once the second waits here, and finds the first one's time not over.
  const taken = await tx
    .insertInto('assignment')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['case_id', 'desk_id'])
        .doUpdateSet(row)
        .where(({ or, eb }) =>
          or([eb('assignment.staff_id', '=', staffId), eb('assignment.until', '<=', toDate(ctx.now))]),
        ),
    )
    .executeTakeFirst()
  if (taken.numInsertedOrUpdatedRows === 0n) throw new Problem('case-taken')
  if (!isMine) await append(tx, ctx, { action: 'case-taken-on', subject: caseId, detail: { kind } })
  await forget(tx, ctx, staffId)
  return { assigned: 'me' }
}

/** Throws unless the caller has taken a case on; nobody takes it over until the transaction ends. Problems: case-not-taken. */
export async function requireTaken(tx: Tx, ctx: Ctx, { deskId }: Desk, caseId: string): Promise<void> {
  if (!(await isTakenOn(tx, ctx, { deskId, caseId }))) throw new Problem('case-not-taken')
}

/** The desk is done with a case; others may not be. */
export async function leaveCase(tx: Tx, { deskId }: Desk, caseId: string): Promise<void> {
  await ofCase(tx, { deskId, caseId }).execute()
}

/** A case is closed, for every desk. */
export async function closeCase(tx: Tx, caseId: string): Promise<void> {
  await tx.deleteFrom('assignment').where('assignment.case_id', '=', caseId).execute()
}

/** Who works on which of some cases; of those that are not in it, nobody does. */
export async function readAssignments(
  db: Db,
  ctx: Ctx,
  { deskId }: Desk,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, Assignment>> {
  if (caseIds.length === 0) return new Map()
  const staffId = staffOf(ctx)
  const rows = await db
    .selectFrom('assignment')
    .select(['assignment.case_id', 'assignment.staff_id', 'assignment.until'])
    .where(sql<boolean>`assignment.case_id = any(${caseIds}::uuid[])`)
    .where('assignment.desk_id', '=', deskId)
    .where(({ or, eb }) => or([eb('assignment.staff_id', '=', staffId), eb('assignment.until', '>', toDate(ctx.now))]))
    .execute()
  return new Map(
    rows.map((row) => [
      row.case_id,
      row.staff_id === staffId ? { assigned: 'me' } : { assigned: 'another', assignedUntil: toInstant(row.until) },
    ]),
  )
}

/**
 * Narrows a list of cases by who works on them; `caseId` is the column of their ids. Those of one or of others are few, and the list is
 * read from them; of what is nobody's the list is nearly all.
 */
export function isAssigned(
  ctx: Ctx,
  { kind, deskId }: Desk,
  to: Assignment['assigned'],
  caseId: string,
): RawBuilder<boolean> {
  const staffId = staffOf(ctx)
  const ofDesk = sql`assignment.kind = ${kind} and assignment.desk_id = ${deskId}::uuid`
  const live = sql`assignment.until > ${toDate(ctx.now)}`
  switch (to) {
    case 'me':
      return sql`${sql.ref(caseId)} = any(array(
        select assignment.case_id from assignment where ${ofDesk} and assignment.staff_id = ${staffId}::uuid))`
    case 'another':
      return sql`${sql.ref(caseId)} = any(array(
        select assignment.case_id from assignment where ${ofDesk} and ${live} and assignment.staff_id <> ${staffId}::uuid))`
    case 'nobody':
      return sql`not exists (
        select from assignment where assignment.case_id = ${sql.ref(caseId)} and ${ofDesk}
          and (${live} or assignment.staff_id = ${staffId}::uuid))`
  }
}

interface DeskCase {
  readonly deskId: string
  readonly caseId: string
}

function ofCase(tx: Tx, { deskId, caseId }: DeskCase) {
  return tx.deleteFrom('assignment').where('assignment.case_id', '=', caseId).where('assignment.desk_id', '=', deskId)
}

async function isTakenOn(tx: Tx, ctx: Ctx, { deskId, caseId }: DeskCase): Promise<boolean> {
  const row = await tx
    .selectFrom('assignment')
    .select('assignment.case_id')
    .where('assignment.case_id', '=', caseId)
    .where('assignment.desk_id', '=', deskId)
    .where('assignment.staff_id', '=', staffOf(ctx))
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** What somebody has long left behind: a case may end without anybody at a desk, and its rows would stay. */
async function forget(tx: Tx, ctx: Ctx, staffId: string): Promise<void> {
  await tx
    .deleteFrom('assignment')
    .where('assignment.staff_id', '=', staffId)
    .where('assignment.until', '<', toDate(after(ctx.now, -DAY_LENGTH)))
    .execute()
}

function staffOf({ actor }: Ctx): string {
  if (actor.kind !== 'staff') throw new Problem('not-permitted')
  return actor.staffId
}
