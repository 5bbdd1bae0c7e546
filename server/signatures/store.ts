import type { ApprovalSubject } from '../../core/approval.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import type { Enrolment } from './enrolment.ts'

/** An enrolment as it lies in the database: nothing of it is believed before its signature was checked. */
export interface StoredKey {
  readonly keyId: string
  readonly enrolment: string
  readonly signature: Uint8Array
  readonly recordedAt: Instant
}

/** Writes an enrolment, also over a row that somebody put there without a signature. */
export async function writeKey(tx: Tx, stored: StoredKey, { organisationId, holder }: Enrolment): Promise<void> {
  const row = {
    organisation_id: organisationId,
    holder_kind: holder.kind,
    holder_id: holder.id,
    enrolment: stored.enrolment,
    signature: stored.signature,
    recorded_at: toDate(stored.recordedAt),
  }
  await tx
    .insertInto('signing_key')
    .values({ key_id: stored.keyId, ...row })
    .onConflict((conflict) => conflict.column('key_id').doUpdateSet(row))
    .execute()
}

/** The enrolment of a key, unchecked. */
export async function findStoredKey(db: Db, keyId: string): Promise<StoredKey | undefined> {
  const row = await db
    .selectFrom('signing_key')
    .select(['signing_key.key_id', 'signing_key.enrolment', 'signing_key.signature', 'signing_key.recorded_at'])
    .where('signing_key.key_id', '=', keyId)
    .executeTakeFirst()
  return row && storedKey(row)
}

/** The enrolments that name a holder, unchecked, the latest first. */
export async function listStoredKeys(db: Db, holder: Enrolment['holder'], limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('signing_key')
    .select(['signing_key.key_id', 'signing_key.enrolment', 'signing_key.signature', 'signing_key.recorded_at'])
    .where('signing_key.holder_kind', '=', holder.kind)
    .where('signing_key.holder_id', '=', holder.id)
    .orderBy('signing_key.recorded_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(storedKey)
}

/** All enrolments of sources, unchecked, in the order of their recording. */
export async function listSourceKeys(db: Db, limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('signing_key')
    .select(['signing_key.key_id', 'signing_key.enrolment', 'signing_key.signature', 'signing_key.recorded_at'])
    .where('signing_key.holder_kind', '=', 'source')
    .orderBy('signing_key.recorded_at')
    .limit(limit)
    .execute()
  return rows.map(storedKey)
}

/** All enrolments, unchecked, the latest first. */
export async function listAllKeys(db: Db, limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('signing_key')
    .select(['signing_key.key_id', 'signing_key.enrolment', 'signing_key.signature', 'signing_key.recorded_at'])
    .orderBy('signing_key.recorded_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(storedKey)
}

/** An approval as it lies in the database, unchecked. */
export interface StoredApproval {
  readonly keyId: string
  readonly signature: Uint8Array
  readonly at: Instant
}

/** Writes an approval, also over a row of the same key that somebody put there without a signature. */
export async function writeApproval(
  tx: Tx,
  approval: StoredApproval & { approvalId: string; subject: ApprovalSubject; hash: Uint8Array },
): Promise<void> {
  const row = { approval_id: approval.approvalId, signature: approval.signature, at: toDate(approval.at) }
  await tx
    .insertInto('approval')
    .values({ ...row, subject: approval.subject, subject_hash: approval.hash, key_id: approval.keyId })
    .onConflict((conflict) => conflict.columns(['subject', 'subject_hash', 'key_id']).doUpdateSet(row))
    .execute()
}

/** The approvals of a subject, unchecked, in the order in which they came. */
export async function listStoredApprovals(
  db: Db,
  subject: ApprovalSubject,
  hash: Uint8Array,
): Promise<StoredApproval[]> {
  const rows = await db
    .selectFrom('approval')
    .select(['approval.key_id', 'approval.signature', 'approval.at'])
    .where('approval.subject', '=', subject)
    .where('approval.subject_hash', '=', hash)
    .orderBy('approval.at')
    .orderBy('approval.approval_id')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ keyId: row.key_id, signature: row.signature, at: toInstant(row.at) }))
}

/** A key that was asked to be enrolled. */
export interface KeyRequest {
  readonly keyId: string
  readonly staffId: string
  readonly organisationId: string
  readonly enrolment: string
  readonly requestedAt: Instant
}

/** Writes a request; the same key again changes nothing. */
export async function insertKeyRequest(tx: Tx, request: KeyRequest): Promise<void> {
  await tx
    .insertInto('key_request')
    .values({
      key_id: request.keyId,
      staff_id: request.staffId,
      organisation_id: request.organisationId,
      enrolment: request.enrolment,
      requested_at: toDate(request.requestedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The requests of a member of staff, or of everybody; the latest first. */
export async function listKeyRequests(db: Db, of: { staffId?: string; limit: number }): Promise<KeyRequest[]> {
  let query = db.selectFrom('key_request').selectAll().orderBy('key_request.requested_at', 'desc').limit(of.limit)
  if (of.staffId !== undefined) query = query.where('key_request.staff_id', '=', of.staffId)
  return (await query.execute()).map(keyRequest)
}

/** Notes by which organisations people are judged from now on; false when they were the same before. */
export async function writeSeen(tx: Tx, digest: Uint8Array): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('organisations_seen')
    .values({ digest })
    .onConflict((conflict) =>
      conflict.column('only_row').doUpdateSet({ digest }).where('organisations_seen.digest', '<>', digest),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

function keyRequest(row: {
  key_id: string
  staff_id: string
  organisation_id: string
  enrolment: string
  requested_at: Date
}): KeyRequest {
  return {
    keyId: row.key_id,
    staffId: row.staff_id,
    organisationId: row.organisation_id,
    enrolment: row.enrolment,
    requestedAt: toInstant(row.requested_at),
  }
}

function storedKey(row: { key_id: string; enrolment: string; signature: Uint8Array; recorded_at: Date }): StoredKey {
  return {
    keyId: row.key_id,
    enrolment: row.enrolment,
    signature: row.signature,
    recordedAt: toInstant(row.recorded_at),
  }
}
