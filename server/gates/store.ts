import { hex } from '../../core/bytes.ts'
import type { Instant } from '../../core/instant.ts'
import { vouchForDevice, type DeviceRow } from '../identity/gate-device.ts'
import { toDate, toInstant, type Tx } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'

/** Keeps a one-time code by its keyed hash. */
export async function insertCode(
  tx: Tx,
  keys: MasterKeys,
  code: { codeHash: Uint8Array; gateId: string; expiresAt: Instant },
): Promise<void> {
  const { codeHash, gateId, expiresAt } = code
  await tx
    .insertInto('gate_code')
    .values({
      code_hash: codeHash,
      gate_id: gateId,
      expires_at: toDate(expiresAt),
      mac: vouch(keys, 'gate-code', [hex(codeHash), gateId, expiresAt]),
    })
    .execute()
}

/** Uses a code up and answers its gate: taking is deleting, so it works once. Undefined when there is none that we made. */
export async function takeCode(
  tx: Tx,
  keys: MasterKeys,
  asked: { codeHash: Uint8Array; now: Instant },
): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('gate_code')
    .where('gate_code.code_hash', '=', asked.codeHash)
    .where('gate_code.expires_at', '>', toDate(asked.now))
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  const said = [hex(row.code_hash), row.gate_id, toInstant(row.expires_at)]
  return isVouched(keys, 'gate-code', { said, mac: row.mac }) ? row.gate_id : undefined
}

/** Deletes codes that nobody used in time. */
export async function deleteExpiredCodes(tx: Tx, now: Instant): Promise<void> {
  await tx.deleteFrom('gate_code').where('gate_code.expires_at', '<=', toDate(now)).execute()
}

/** Uses up all codes of a gate. One that is being used at this moment is waited for: its device is there behind it. */
export async function deleteCodesOfGate(tx: Tx, gateId: string): Promise<void> {
  await tx.deleteFrom('gate_code').where('gate_code.gate_id', '=', gateId).execute()
}

/** Writes a device down; `signedAt` is the time that it has signed with its enrolment. */
export async function insertDevice(
  tx: Tx,
  keys: MasterKeys,
  device: { deviceId: string; gateId: string; deviceKey: Uint8Array; enrolledAt: Instant; signedAt: number },
): Promise<void> {
  const row = {
    device_id: device.deviceId,
    gate_id: device.gateId,
    device_key: device.deviceKey,
    enrolled_at: toDate(device.enrolledAt),
    off_at: null,
  }
  await tx
    .insertInto('gate_device')
    .values({ ...row, signed_at: device.signedAt, mac: vouchForDevice(keys, row) })
    .execute()
}

/** A device to be changed in this transaction, whether or not it is on. */
export async function lockDevice(tx: Tx, deviceId: string): Promise<(DeviceRow & { signed_at: number }) | undefined> {
  return tx
    .selectFrom('gate_device')
    .selectAll()
    .where('gate_device.device_id', '=', deviceId)
    .forUpdate()
    .executeTakeFirst()
}

/** The devices that work under a key; more than one only by SQL. */
export async function lockDevicesOfKey(tx: Tx, deviceKey: Uint8Array): Promise<DeviceRow[]> {
  return tx
    .selectFrom('gate_device')
    .selectAll()
    .where('gate_device.device_key', '=', deviceKey)
    .where('gate_device.off_at', 'is', null)
    .orderBy('gate_device.device_id')
    .limit(100)
    .forUpdate()
    .execute()
}

/** Devices that are on at a gate, as many as are switched off at once. */
export async function lockDevicesOfGate(tx: Tx, gateId: string): Promise<DeviceRow[]> {
  return tx
    .selectFrom('gate_device')
    .selectAll()
    .where('gate_device.gate_id', '=', gateId)
    .where('gate_device.off_at', 'is', null)
    .orderBy('gate_device.device_id')
    .limit(100)
    .forUpdate()
    .execute()
}

/** Notes the greatest time that a device has signed. */
export async function noteSigned(tx: Tx, deviceId: string, signedAt: number): Promise<void> {
  await tx
    .updateTable('gate_device')
    .set({ signed_at: signedAt })
    .where('gate_device.device_id', '=', deviceId)
    .execute()
}

/** Marks a device as switched off. */
export async function markOff(tx: Tx, keys: MasterKeys, of: { row: DeviceRow; offAt: Instant }): Promise<void> {
  const off_at = toDate(of.offAt)
  await tx
    .updateTable('gate_device')
    .set({ off_at, mac: vouchForDevice(keys, { ...of.row, off_at }) })
    .where('gate_device.device_id', '=', of.row.device_id)
    .execute()
}

/** Keeps a guard's sealed PIN in place of the one that he had. */
export async function upsertPin(tx: Tx, pin: { guardId: string; setAt: Instant; sealed: Uint8Array }): Promise<void> {
  const row = { set_at: toDate(pin.setAt), sealed: pin.sealed }
  await tx
    .insertInto('guard_pin')
    .values({ staff_id: pin.guardId, ...row })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(row))
    .execute()
}
