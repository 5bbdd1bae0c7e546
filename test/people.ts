import { readDocument, type IdentityDocument } from '../core/document.ts'
import { placeOfClaim } from '../server/identity/claim-place.ts'
import { findOrCreatePerson, writePerson } from '../server/identity/persons.ts'
import { startSession } from '../server/identity/session.ts'
import type { StaffRole } from '../core/staff-role.ts'
import { toDate, type Db } from '../server/kit/db.ts'
import { blindIndex, documentHash, sealJson } from '../server/kit/seal.ts'
import { newId, systemCtx, type World } from '../server/kit/world.ts'
import { reassess } from '../server/risk/risk.ts'
import { insertStaff, lockStaff, updateStaff, type NewStaff } from '../server/staff/store.ts'

/** Somebody made up who is registered and signed in. */
export interface SignedIn {
  readonly personId: string
  readonly accountId: string
  /** The value of the `cookie` header of his browser. */
  readonly cookie: string
}

/** A made-up resident ID number with a right check character; `serial` makes it somebody else's. */
export function aDocument(serial: number): IdentityDocument {
  // 310999 is no district of Shanghai, so the number is nobody's.
  const day = String(1 + (Math.floor(serial / 1_000) % 28)).padStart(2, '0')
  const month = String(1 + (Math.floor(serial / 28_000) % 12)).padStart(2, '0')
  const body = `3109991990${month}${day}${String(serial % 1_000).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  const read = readDocument('resident-id', body + '10X98765432'[sum % 11])
  if (!read.ok) throw new Error(read.message.en)
  return read.document
}

/** A person with a confirmed identity (unless told otherwise), an account and a session. */
export async function aPerson(
  world: World,
  told: {
    serial?: number
    name?: string
    arriving?: boolean
    state?: 'confirmed' | 'awaiting-staff'
    channel?: string
    /** Where he says that he lives. */
    divisionCode?: string
  } = {},
): Promise<SignedIn> {
  const ctx = systemCtx(world)
  const document = aDocument(told.serial ?? 1)
  const name = told.name ?? '试一人'
  const channel = told.channel ?? 'demo'
  const state = told.state ?? 'confirmed'
  return world.db.transaction().execute(async (tx) => {
    const person = await findOrCreatePerson(tx, ctx, document)
    const { personId } = person
    const { divisionCode } = told
    const address = divisionCode === undefined ? undefined : { divisionCode, detail: '测试路 1 号' }
    const details = { name, document, phone: '17000000000', ...(address && { address }) }
    const lives = address && placeOfClaim(ctx.keys, address.divisionCode)
    if (state === 'confirmed') await writePerson(tx, ctx, { personId, key: person.key, identity: 'confirmed', details })
    const accountId = await anAccount(world, tx, channel, documentHash(ctx.keys, document))
    const registrationId = newId(ctx)
    await tx
      .insertInto('registration')
      .values({
        registration_id: registrationId,
        account_id: accountId,
        person_id: personId,
        channel,
        requested_at: toDate(ctx.now),
        due_at: toDate(ctx.now),
        state,
        reason: state === 'confirmed' ? null : 'not-in-register',
        arriving: told.arriving ?? false,
        request_hash: ctx.random(32),
        sealed: sealJson(ctx, person.key, `registration:${registrationId}`, details),
        decided_at: null,
        decided_by: null,
        district_hash: lives?.districtHash ?? null,
        street_hash: lives?.streetHash ?? null,
      })
      .execute()
    await reassess(tx, ctx, [personId])
    const session = await startSession(tx, ctx, { accountId, staff: undefined })
    return { personId, accountId, cookie: `session=${session.token}` }
  })
}

/** An account that is signed in and has not registered; its channel vouches for `asserts`. */
export async function aStranger(
  world: World,
  told: { asserts?: IdentityDocument; channel?: string } = {},
): Promise<{ accountId: string; cookie: string }> {
  const ctx = systemCtx(world)
  return world.db.transaction().execute(async (tx) => {
    const asserted = told.asserts === undefined ? null : documentHash(ctx.keys, told.asserts)
    const accountId = await anAccount(world, tx, told.channel ?? 'demo', asserted)
    const session = await startSession(tx, ctx, { accountId, staff: undefined })
    return { accountId, cookie: `session=${session.token}` }
  })
}

/** A member of staff who is signed in. */
export async function aStaff(
  world: World,
  told: {
    role: StaffRole
    organisationId?: string
    division?: string
    venueId?: string
    standing?: 'known' | 'invited' | 'proved'
  },
): Promise<{ staffId: string; organisationId: string; accountId: string; cookie: string }> {
  const ctx = systemCtx(world)
  return world.db.transaction().execute(async (tx) => {
    const organisationId = told.organisationId ?? (await insertOrganisation(tx, newId(ctx)))
    const accountId = await anAccount(world, tx, 'demo', null)
    const staffId = newId(ctx)
    const subject = blindIndex(ctx.keys, 'subject', accountId)
    await insertStaff(tx, ctx.keys, [{ ...aStaffRow({ ...told, staffId, organisationId }), subject_hash: subject }])
    const session = await startSession(tx, ctx, { accountId, staff: { staffId, standing: told.standing ?? 'proved' } })
    return { staffId, organisationId, accountId, cookie: `session=${session.token}` }
  })
}

/** A new session of a member of staff, as he has it after signing in once more; the value of the `cookie` header. */
export async function aStaffSession(
  world: World,
  told: { staffId: string; accountId: string; standing?: 'known' | 'invited' | 'proved' },
): Promise<string> {
  const { accountId, staffId, standing = 'proved' } = told
  const session = await world.db
    .transaction()
    .execute((tx) => startSession(tx, systemCtx(world), { accountId, staff: { staffId, standing } }))
  return `session=${session.token}`
}

/** Takes a member of staff out of service, as the program does. */
export async function switchStaffOff(world: World, staffId: string): Promise<void> {
  await world.db.transaction().execute(async (tx) => {
    const row = await lockStaff(tx, staffId)
    if (row) await updateStaff(tx, world.keys, { ...row, active: false })
  })
}

/** The row of a member of staff who has joined nothing yet. */
export function aStaffRow(told: {
  staffId: string
  role: 'guard' | StaffRole
  organisationId: string
  division?: string
  venueId?: string
}): NewStaff {
  return {
    staff_id: told.staffId,
    channel: 'demo',
    subject_hash: null,
    role: told.role,
    organisation_id: told.organisationId,
    division: told.division ?? '',
    venue_id: told.venueId ?? null,
    office: '',
    active: true,
    sealed: null,
  }
}

/** An organisation of no kind in particular. */
export async function anOrganisation(world: World): Promise<string> {
  return insertOrganisation(world.db, newId(systemCtx(world)))
}

async function insertOrganisation(db: Db, organisationId: string): Promise<string> {
  await db
    .insertInto('organisation')
    .values({ organisation_id: organisationId, name: '测试单位', kind: 'venue' })
    .execute()
  return organisationId
}

async function anAccount(
  world: World,
  tx: Parameters<typeof startSession>[0],
  channel: string,
  asserted: Uint8Array | null,
): Promise<string> {
  const ctx = systemCtx(world)
  const accountId = newId(ctx)
  await tx
    .insertInto('account')
    .values({
      account_id: accountId,
      channel,
      subject_hash: blindIndex(ctx.keys, 'subject', accountId),
      created_at: toDate(ctx.now),
      asserted_document_hash: asserted,
    })
    .execute()
  return accountId
}
