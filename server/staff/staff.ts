import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import type {
  StaffAdmission,
  StaffAdmitted,
  StaffChange,
  StaffCode,
  StaffList,
  StaffView,
} from '../../contract/staff.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { endStaffSessions } from '../identity/session.ts'
import { isLetIn, isOnDuty, type StaffRow } from '../identity/staff-row.ts'
import type { Tx } from '../kit/db.ts'
import { drawCode, readCode } from '../kit/one-time-code.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, sealJson, unsealJson } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { deleteCode, deletePasskeys, insertStaff, lockStaff, updateStaff, upsertCode } from './store.ts'
import { findStaff, hasOrganisation, listStaffRows, venueOf, type ListedRow } from './views.ts'

// Who works here. An administrator lets people of his organisation in, within his own jurisdiction; the first one comes from the
// operator. A row counts with the program's MAC alone, and whoever is changed signs in anew.

/** In which of its two ways staff are managed: by an administrator, or by the operator, to whom all organisations are open. */
export type By = 'manage-staff' | 'manage-all-staff'

const CODE_LIFE = 3 * DAY_LENGTH
const AT_ONCE = 100

/**
 * Lets somebody in. The code, told once, is for him to join with a sign-in of his own; a guard gets none.
 * Problems: division-unknown, beyond-jurisdiction, not-found where there is no such organisation.
 */
export async function letIn(
  ctx: Ctx,
  by: By,
  told: StaffAdmission & { organisationId: string },
): Promise<StaffAdmitted> {
  const staffId = newId(ctx)
  const code = told.role === 'guard' ? undefined : newCode(ctx)
  await ctx.db.transaction().execute(async (tx) => {
    if (!(await hasOrganisation(tx, ctx, told.organisationId))) throw new Problem('not-found')
    await checkPost(tx, ctx, by, told)
    const sealed = sealJson(ctx, ctx.keys.cookie, nameContext(staffId), { name: told.name })
    const nobodyYet = { staff_id: staffId, channel: null, subject_hash: null, active: true }
    await insertStaff(tx, ctx.keys, [{ ...nobodyYet, organisation_id: told.organisationId, ...postOf(told), sealed }])
    if (code) await keepCode(tx, ctx, staffId, code)
    await append(tx, ctx, { action: 'staff-let-in', subject: staffId, detail: detailOf(told) })
  })
  return { staffId, ...(code && { code }) }
}

/**
 * Gives somebody another role or jurisdiction, or switches him off or on: his sessions end with it.
 * Problems: not-found, own-role, division-unknown, beyond-jurisdiction.
 */
export async function changeStaff(ctx: Ctx, by: By, staffId: string, told: StaffChange): Promise<StaffView> {
  await ctx.db.transaction().execute(async (tx) => {
    const row = await lockManaged(tx, ctx, by, staffId)
    await checkPost(tx, ctx, by, { ...told, organisationId: row.organisation_id })
    await updateStaff(tx, ctx.keys, { ...row, ...postOf(told), active: told.active })
    if (!told.active) await deleteCode(tx, staffId)
    await endStaffSessions(tx, ctx, staffId)
    const detail = { ...detailOf(told), active: told.active }
    await append(tx, ctx, { action: 'staff-changed', subject: staffId, detail })
  })
  const { staff } = await listStaff(ctx, by, { only: staffId })
  return staff[0]!
}

/**
 * A new code for somebody who has not joined yet, or whose passkey is lost: his passkeys and sessions end with it.
 * Problems: not-found, own-role.
 */
export async function resetStaff(ctx: Ctx, by: By, staffId: string): Promise<StaffCode> {
  const code = newCode(ctx)
  await ctx.db.transaction().execute(async (tx) => {
    const row = await lockManaged(tx, ctx, by, staffId)
    if (row.role === 'guard' || !isOnDuty(ctx.keys, row)) throw new Problem('not-found')
    await deletePasskeys(tx, staffId)
    await endStaffSessions(tx, ctx, staffId)
    await keepCode(tx, ctx, staffId, code)
    await append(tx, ctx, { action: 'staff-reset', subject: staffId })
  })
  return code
}

/** What narrows the list of staff. */
export interface StaffAsked {
  readonly after?: string | undefined
  readonly role?: StaffRow['role'] | undefined
  readonly active?: boolean | undefined
}

/** Whom somebody manages, in the order of their ids; at most 100 from `after` on. */
export async function listStaff(ctx: Ctx, by: By, asked: StaffAsked & { readonly only?: string }): Promise<StaffList> {
  const rows = await listStaffRows(ctx.db, { ...asked, within: boundsOf(ctx, by), limit: AT_ONCE + 1 })
  const ours = rows.filter((row) => isLetIn(ctx.keys, row))
  if (ours.length < rows.length) ctx.log.error({ count: rows.length - ours.length }, 'staff-not-vouched')
  const staff = ours.slice(0, AT_ONCE).map((row) => viewOf(ctx, row))
  return rows.length > AT_ONCE ? { staff, next: rows[AT_ONCE - 1]!.staff_id } : { staff }
}

/** The keyed hash of a code as it was typed. One that nobody can have been given has a hash, too: it is looked for like any other. */
export function codeHash(ctx: Pick<Ctx, 'keys'>, typed: string): Uint8Array {
  return blindIndex(ctx.keys, 'staff-code', readCode(typed) ?? '')
}

/** A new code in the place of the one that somebody had. */
export async function keepCode(tx: Tx, ctx: Ctx, staffId: string, { code, expiresAt }: NewCode): Promise<void> {
  await upsertCode(tx, ctx.keys, { codeHash: codeHash(ctx, code), staffId, expiresAt })
}

type NewCode = ReturnType<typeof newCode>

/** A code that nobody has yet. */
export function newCode(ctx: Ctx) {
  return { code: drawCode(ctx.random), expiresAt: after(ctx.now, CODE_LIFE) }
}

/** What the sealed name of a member of staff is bound to. */
export function nameContext(staffId: string): string {
  return `staff:${staffId}`
}

async function lockManaged(tx: Tx, ctx: Ctx, by: By, staffId: string): Promise<StaffRow> {
  // Looked at before it is locked: of whom he does not manage he hears the same, after the same work, as of whom there is not.
  const seen = await findStaff(tx, staffId)
  const row = seen && mayTouch(ctx.actor, by, thingOf(seen)) ? await lockStaff(tx, staffId) : undefined
  if (!row || !isLetIn(ctx.keys, row) || !mayTouch(ctx.actor, by, thingOf(row))) throw new Problem('not-found')
  if (ctx.actor.kind === 'staff' && ctx.actor.staffId === staffId) throw new Problem('own-role')
  return row
}

/** Whether somebody may give such a post: it must exist, and lie within his own jurisdiction. */
async function checkPost(
  tx: Tx,
  ctx: Ctx,
  by: By,
  told: Pick<StaffChange, 'division' | 'venueId'> & { organisationId: string },
): Promise<void> {
  const { division, venueId, organisationId } = told
  if (!isDivision(division)) throw new Problem('division-unknown')
  if (!mayTouch(ctx.actor, by, { organisationId, divisionCode: division, venueId })) {
    throw new Problem('beyond-jurisdiction')
  }
  if (venueId === undefined) return
  const venue = await venueOf(tx, venueId)
  if (venue?.organisationId !== organisationId || !venue.divisionCode.startsWith(division)) {
    throw new Problem('beyond-jurisdiction')
  }
}

function isDivision(code: string): boolean {
  return code === '' || code in streetTable.districts || code in streetTable.streets
}

function boundsOf(ctx: Ctx, by: By): { organisationId: string; division: string } | undefined {
  if (by === 'manage-all-staff') return undefined
  if (ctx.actor.kind !== 'staff') throw new Problem('not-permitted')
  return ctx.actor
}

function thingOf(row: StaffRow) {
  return {
    organisationId: row.organisation_id,
    divisionCode: row.division,
    ...(row.venue_id !== null && { venueId: row.venue_id }),
  }
}

function postOf(told: Pick<StaffChange, 'role' | 'division' | 'venueId' | 'office'>) {
  return { role: told.role, division: told.division, venue_id: told.venueId ?? null, office: told.office }
}

function detailOf({ role, division, venueId }: Pick<StaffChange, 'role' | 'division' | 'venueId'>) {
  return { role, division, ...(venueId !== undefined && { venue: venueId }) }
}

function viewOf(ctx: Ctx, row: ListedRow): StaffView {
  const { name } =
    row.sealed === null
      ? { name: undefined }
      : unsealJson<{ name: string }>(ctx.keys.cookie, nameContext(row.staff_id), row.sealed)
  return {
    staffId: row.staff_id,
    organisationId: row.organisation_id,
    ...(name !== undefined && { name }),
    role: row.role,
    division: row.division,
    ...(row.venue_id !== null && { venueId: row.venue_id }),
    office: row.office,
    active: row.active,
    joined: row.channel !== null,
    hasPasskey: row.has_passkey,
  }
}
