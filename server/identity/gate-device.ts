import { hex } from '../../core/bytes.ts'
import { toInstant, toInstantOrNone } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'

/** A gate's device as it stands in its row, which the feature `gates` writes. */
export interface DeviceRow {
  readonly device_id: string
  readonly gate_id: string
  readonly device_key: Uint8Array
  readonly enrolled_at: Date
  readonly off_at: Date | null
  readonly mac: Uint8Array
}

/** The program's MAC over what a device's row says. */
export function vouchForDevice(keys: MasterKeys, row: Omit<DeviceRow, 'mac'>): Uint8Array {
  return vouch(keys, 'gate-device', saidOf(row))
}

/** Whether the program enrolled this device and has not switched it off. */
export function isEnrolled(keys: MasterKeys, row: DeviceRow): boolean {
  return row.off_at === null && isOurs(keys, row)
}

/** Whether the program wrote this device's row as it stands, on or off. */
export function isOurs(keys: MasterKeys, row: DeviceRow): boolean {
  return isVouched(keys, 'gate-device', { said: saidOf(row), mac: row.mac })
}

function saidOf(row: Omit<DeviceRow, 'mac'>): (string | number | null)[] {
  const offAt = toInstantOrNone(row.off_at) ?? null
  return [row.device_id, row.gate_id, hex(row.device_key), toInstant(row.enrolled_at), offAt]
}
