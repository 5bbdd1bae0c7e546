import { after, HOUR, MINUTE, type Instant } from '../../core/instant.ts'
import { placeOfClaim } from '../identity/claim-place.ts'
import { insertFirstStates } from '../identity/identity-states.ts'
import { newNumbers } from '../identity/list-numbers.ts'
import { subjectHash } from '../identity/sign-in.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { documentHash, KEY_VERSION, newPersonKey, sealJson, sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { insertMany } from '../kit/insert-many.ts'
import { chance } from './chance.ts'
import { handleOf } from './handles.ts'
import type { DemoPerson } from './people.ts'
import { demoPhoto } from './photo.ts'
import { PROVIDER_PATH } from './provider-engine.ts'

// The people of the demo who have registered: written in bulk in the form in which the wizard leaves them.

/** A person of the demo as the city knows him. */
export interface Resident {
  readonly person: DemoPerson
  readonly personId: string
  readonly key: Uint8Array
  /** The channel of the registration, which the crowd's declarations came through as well. */
  readonly channel: string
}

/** The one channel of the demo's sign-in; the crowd is said to have registered through others too. */
const SIGN_IN_CHANNEL = 'demo'
const CROWD_CHANNELS = [SIGN_IN_CHANNEL, 'demo-app', 'demo-wechat', 'demo-alipay', 'demo-health-cloud']

// Who waits for staff came this morning and is due within a day; everybody else in the last weeks.
const COMPARED_WITHIN = 24 * HOUR
const WAITING_SINCE = 2 * HOUR
const CROWD_SINCE_HOURS = 24 * 30

/** The keyed hash of a made-up person's account at the demo's provider. */
export function demoSubject(ctx: Ctx, index: number): Uint8Array {
  return subjectHash(ctx, `${ctx.settings.publicUrl}${PROVIDER_PATH}`, handleOf(index))
}

/** Writes persons, accounts, registrations and photos. */
export async function insertResidents(
  tx: Tx,
  ctx: Ctx,
  city: { seed: string; people: readonly DemoPerson[] },
): Promise<Resident[]> {
  const rows = city.people.map((person) => registered(ctx, city.seed, person))
  await insertPersons(tx, ctx, rows)
  await insertAccounts(tx, ctx, rows)
  await insertRegistrations(tx, ctx, rows)
  await insertPhotos(tx, ctx, { seed: city.seed, rows })
  return rows
}

interface Registered extends Resident {
  readonly wrapped: Uint8Array
  readonly accountId: string
  readonly registrationId: string
  readonly requestedAt: Instant
  readonly confirmed: boolean
  readonly details: Pick<DemoPerson, 'name' | 'document' | 'phone' | 'address'>
}

function registered(ctx: Ctx, seed: string, person: DemoPerson): Registered {
  const { index, role, name, document, phone, address } = person
  const personId = newId(ctx)
  const confirmed = person.standing === 'confirmed'
  const ago = confirmed
    ? MINUTE * (60 * (1 + chance(CROWD_SINCE_HOURS, seed, index, 'registered')) + chance(60, seed, index, 'minute'))
    : WAITING_SINCE
  return {
    person,
    personId,
    ...newPersonKey(ctx, personId),
    channel:
      role === undefined ? CROWD_CHANNELS[chance(CROWD_CHANNELS.length, seed, index, 'channel')]! : SIGN_IN_CHANNEL,
    accountId: newId(ctx),
    registrationId: newId(ctx),
    requestedAt: after(ctx.now, -ago),
    confirmed,
    details: { name, document, phone, address },
  }
}

async function insertPersons(tx: Tx, ctx: Ctx, rows: readonly Registered[]): Promise<void> {
  const personIds = rows.map(({ personId }) => personId)
  const numbers = await newNumbers(tx, ctx, personIds)
  await insertMany(tx, 'person', {
    person_id: ['uuid', personIds],
    list_number: ['bigint', numbers.map((row) => row.list_number)],
    number_mac: ['bytea', numbers.map((row) => row.number_mac)],
    created_at: ['timestamptz', rows.map(({ requestedAt }) => toDate(requestedAt))],
    identity: ['text', rows.map(({ confirmed }) => (confirmed ? 'confirmed' : 'awaiting'))],
    key_version: ['smallint', rows.map(() => KEY_VERSION)],
    wrapped_key: ['bytea', rows.map(({ wrapped }) => wrapped)],
    sealed: [
      'bytea',
      rows.map(({ confirmed, key, personId, details }) =>
        confirmed ? sealJson(ctx, key, `person:${personId}`, details) : null,
      ),
    ],
  })
  await insertFirstStates(
    tx,
    ctx,
    rows.map(({ personId, requestedAt, confirmed }) => {
      return { personId, at: requestedAt, identity: confirmed ? 'confirmed' : 'awaiting' }
    }),
  )
  await insertMany(tx, 'person_document', {
    document_hash: ['bytea', rows.map(({ details }) => documentHash(ctx.keys, details.document))],
    person_id: ['uuid', rows.map(({ personId }) => personId)],
  })
}

async function insertAccounts(tx: Tx, ctx: Ctx, rows: readonly Registered[]): Promise<void> {
  await insertMany(tx, 'account', {
    account_id: ['uuid', rows.map(({ accountId }) => accountId)],
    channel: ['text', rows.map(() => SIGN_IN_CHANNEL)],
    subject_hash: ['bytea', rows.map(({ person }) => demoSubject(ctx, person.index))],
    created_at: ['timestamptz', rows.map(({ requestedAt }) => toDate(requestedAt))],
    asserted_document_hash: [
      'bytea',
      rows.map(({ person }) => (person.vouchedFor ? documentHash(ctx.keys, person.document) : null)),
    ],
  })
}

async function insertRegistrations(tx: Tx, ctx: Ctx, rows: readonly Registered[]): Promise<void> {
  const places = rows.map(({ person }) => placeOfClaim(ctx.keys, person.address.divisionCode))
  await insertMany(tx, 'registration', {
    registration_id: ['uuid', rows.map(({ registrationId }) => registrationId)],
    account_id: ['uuid', rows.map(({ accountId }) => accountId)],
    person_id: ['uuid', rows.map(({ personId }) => personId)],
    channel: ['text', rows.map(({ channel }) => channel)],
    requested_at: ['timestamptz', rows.map(({ requestedAt }) => toDate(requestedAt))],
    due_at: ['timestamptz', rows.map(({ requestedAt }) => toDate(after(requestedAt, COMPARED_WITHIN)))],
    state: ['text', rows.map(({ confirmed }) => (confirmed ? 'confirmed' : 'awaiting-staff'))],
    reason: ['text', rows.map(({ person }) => (person.inRegister ? null : 'not-in-register'))],
    arriving: ['boolean', rows.map(({ person }) => person.kind === 'arrival')],
    request_hash: ['bytea', rows.map(({ registrationId }) => sha256(registrationId))],
    sealed: [
      'bytea',
      rows.map(({ key, registrationId, details }) => sealJson(ctx, key, `registration:${registrationId}`, details)),
    ],
    decided_at: ['timestamptz', rows.map(({ confirmed, requestedAt }) => (confirmed ? toDate(requestedAt) : null))],
    district_hash: ['bytea', places.map(({ districtHash }) => districtHash)],
    street_hash: ['bytea', places.map(({ streetHash }) => streetHash)],
  })
}

async function insertPhotos(
  tx: Tx,
  ctx: Ctx,
  { seed, rows }: { seed: string; rows: readonly Registered[] },
): Promise<void> {
  const pictured = rows.filter(({ person }) => person.inRegister)
  await insertMany(tx, 'person_photo', {
    person_id: ['uuid', pictured.map(({ personId }) => personId)],
    sealed: [
      'bytea',
      pictured.map(({ key, personId, person }) => {
        const { mediaType, bytes } = demoPhoto(seed, person.index)
        const base64 = Buffer.from(bytes).toString('base64')
        return sealJson(ctx, key, `photo:${personId}`, { mediaType, base64 })
      }),
    ],
  })
}
