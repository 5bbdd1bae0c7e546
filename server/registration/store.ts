import type pg from 'pg'
import type { ClaimPlace } from '../identity/claim-place.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { pointRead } from '../kit/point-read.ts'
import type { Tables } from '../kit/tables.ts'
import type { Instant } from '../../core/instant.ts'

export type Claim = Pick<
  Tables['registration'],
  'registration_id' | 'account_id' | 'person_id' | 'state' | 'request_hash'
>

const CLAIM = [
  'registration.registration_id',
  'registration.account_id',
  'registration.person_id',
  'registration.state',
  'registration.request_hash',
] as const

/** The claim that an account has made and that was not refused. */
export async function findClaimOfAccount(db: Db, accountId: string): Promise<Claim | undefined> {
  return db
    .selectFrom('registration')
    .select(CLAIM)
    .where('registration.account_id', '=', accountId)
    .where('registration.state', '<>', 'refused')
    .executeTakeFirst()
}

/** Whether another account has claimed the same person before. */
export async function isClaimedByAnother(db: Db, claim: { personId: string; accountId: string }): Promise<boolean> {
  const row = await db
    .selectFrom('registration')
    .select('registration.registration_id')
    .where('registration.person_id', '=', claim.personId)
    .where('registration.account_id', '<>', claim.accountId)
    .where('registration.state', '<>', 'refused')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

const readAsserted = pointRead<{ readonly hash: Uint8Array | null }>({
  name: 'asserted-of-account',
  text: `select asked.place, account.asserted_document_hash as hash
    from unnest($1::uuid[]) with ordinality as asked (account_id, place) join account on account.account_id = asked.account_id`,
})

/** The document that the account's channel vouches for, as a keyed hash. */
export async function findAssertedDocument(pool: pg.Pool, accountId: string): Promise<Uint8Array | undefined> {
  const row = await readAsserted(pool, [accountId])
  return row?.hash ?? undefined
}

/** Writes a claim; an account has one at a time, so a second at once breaks on the unique index. */
export async function insertClaim(
  tx: Tx,
  claim: {
    registrationId: string
    accountId: string
    personId: string
    channel: string
    at: Instant
    dueAt: Instant
    state: 'confirmed' | 'awaiting-staff'
    reason: Tables['registration']['reason']
    arriving: boolean
    requestHash: Uint8Array
    sealed: Uint8Array
    place: ClaimPlace
  },
): Promise<void> {
  await tx
    .insertInto('registration')
    .values({
      registration_id: claim.registrationId,
      account_id: claim.accountId,
      person_id: claim.personId,
      channel: claim.channel,
      requested_at: toDate(claim.at),
      due_at: toDate(claim.dueAt),
      state: claim.state,
      reason: claim.reason,
      arriving: claim.arriving,
      request_hash: claim.requestHash,
      sealed: claim.sealed,
      decided_at: claim.state === 'confirmed' ? toDate(claim.at) : null,
      decided_by: null,
      district_hash: claim.place.districtHash,
      street_hash: claim.place.streetHash,
    })
    .execute()
}

/** Locks the account, so that two registrations of one account at once come one after the other. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await tx
    .selectFrom('account')
    .select('account.account_id')
    .where('account.account_id', '=', accountId)
    .forUpdate()
    .execute()
}
