import { hex } from '../../core/bytes.ts'
import type { Instant } from '../../core/instant.ts'
import { vouchForStaff, STAFF_ROW, type StaffRow } from '../identity/staff-row.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'

/** What is written of a member of staff; the name is sealed. */
export type NewStaff = Omit<StaffRow, 'mac'> & { readonly sealed: Uint8Array | null }

/** Writes members of staff down. */
export async function insertStaff(tx: Tx, keys: MasterKeys, staff: readonly NewStaff[]): Promise<void> {
  if (staff.length === 0) return
  const rows = staff.map((one) => ({ ...one, mac: vouchForStaff(keys, one) }))
  await tx.insertInto('staff').values(rows).execute()
}

/** A member of staff to be changed in this transaction, on duty or not. */
export async function lockStaff(tx: Tx, staffId: string): Promise<StaffRow | undefined> {
  return tx.selectFrom('staff').select(STAFF_ROW).where('staff.staff_id', '=', staffId).forUpdate().executeTakeFirst()
}

/** Writes a member of staff as he is from now on. */
export async function updateStaff(tx: Tx, keys: MasterKeys, row: Omit<StaffRow, 'mac'>): Promise<void> {
  const { staff_id, channel, subject_hash, role, organisation_id, division, venue_id, office, active } = row
  const said = { staff_id, channel, subject_hash, role, organisation_id, division, venue_id, office, active }
  await tx
    .updateTable('staff')
    .set({ ...said, mac: vouchForStaff(keys, said) })
    .where('staff.staff_id', '=', staff_id)
    .execute()
}

/** Keeps a one-time code by its keyed hash, in place of the one that the person had. */
export async function upsertCode(
  tx: Tx,
  keys: MasterKeys,
  code: { codeHash: Uint8Array; staffId: string; expiresAt: Instant },
): Promise<void> {
  const { codeHash, staffId, expiresAt } = code
  const row = {
    code_hash: codeHash,
    expires_at: toDate(expiresAt),
    mac: vouch(keys, 'staff-code', [hex(codeHash), staffId, expiresAt]),
  }
  await tx
    .insertInto('staff_code')
    .values({ staff_id: staffId, ...row })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(row))
    .execute()
}

/** Uses a code up and answers whose it is: taking is deleting, so it works once. Undefined when there is none that we made. */
export async function takeCode(
  tx: Tx,
  keys: MasterKeys,
  asked: { codeHash: Uint8Array; now: Instant },
): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('staff_code')
    .where('staff_code.code_hash', '=', asked.codeHash)
    .where('staff_code.expires_at', '>', toDate(asked.now))
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  const said = [hex(row.code_hash), row.staff_id, toInstant(row.expires_at)]
  return isVouched(keys, 'staff-code', { said, mac: row.mac }) ? row.staff_id : undefined
}

/** Deletes the code that somebody has not used. */
export async function deleteCode(tx: Tx, staffId: string): Promise<void> {
  await tx.deleteFrom('staff_code').where('staff_code.staff_id', '=', staffId).execute()
}

/** Deletes codes that nobody used in time. */
export async function deleteExpiredCodes(tx: Tx, now: Instant): Promise<void> {
  await tx.deleteFrom('staff_code').where('staff_code.expires_at', '<=', toDate(now)).execute()
}

/** The public half of somebody's passkey, for one site. */
export interface Passkey {
  readonly credentialId: string
  readonly staffId: string
  readonly site: string
  readonly publicKey: Uint8Array
  /** How often the device says that it has been used; one that counts nothing says 0. */
  readonly counter: number
  readonly madeAt: Instant
}

/** Keeps a passkey. */
export async function insertPasskey(tx: Tx, keys: MasterKeys, passkey: Passkey): Promise<void> {
  await tx
    .insertInto('passkey')
    .values({
      credential_id: passkey.credentialId,
      staff_id: passkey.staffId,
      site: passkey.site,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      made_at: toDate(passkey.madeAt),
      mac: vouchForPasskey(keys, passkey),
    })
    .execute()
}

/** Notes how often a passkey has been used. */
export async function updateCounter(tx: Tx, keys: MasterKeys, passkey: Passkey): Promise<void> {
  await tx
    .updateTable('passkey')
    .set({ counter: passkey.counter, mac: vouchForPasskey(keys, passkey) })
    .where('passkey.credential_id', '=', passkey.credentialId)
    .execute()
}

/** Somebody's passkeys for a site, as far as we made them; at most 20. */
export async function listPasskeys(
  db: Db,
  keys: MasterKeys,
  asked: { staffId: string; site: string },
): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('passkey')
    .selectAll()
    .where('passkey.staff_id', '=', asked.staffId)
    .where('passkey.site', '=', asked.site)
    .orderBy('passkey.made_at', 'desc')
    .limit(20)
    .execute()
  return rows.flatMap((row) => {
    const passkey: Passkey = {
      credentialId: row.credential_id,
      staffId: row.staff_id,
      site: row.site,
      publicKey: row.public_key,
      counter: row.counter,
      madeAt: toInstant(row.made_at),
    }
    return isVouched(keys, 'passkey', { said: saidOf(passkey), mac: row.mac }) ? [passkey] : []
  })
}

/** Deletes somebody's passkeys. */
export async function deletePasskeys(tx: Tx, staffId: string): Promise<void> {
  await tx.deleteFrom('passkey').where('passkey.staff_id', '=', staffId).execute()
}

function vouchForPasskey(keys: MasterKeys, passkey: Passkey): Uint8Array {
  return vouch(keys, 'passkey', saidOf(passkey))
}

function saidOf({ credentialId, staffId, site, publicKey, counter, madeAt }: Passkey): (string | number)[] {
  return [credentialId, staffId, site, hex(publicKey), counter, madeAt]
}
