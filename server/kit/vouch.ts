import { mac, sameSecret, type MasterKeys } from './seal.ts'

// A row that could change what a colour is made of carries a MAC over all that it says, under a key outside the database.
// Whoever writes to the database without the program writes rows that nobody believes.

/** What a row says, in the order in which its feature lists it. */
export type Said = readonly (string | number | boolean | null)[]

/** The kinds of rows that are vouched for; each has a key of its own, so that a MAC of one kind is none of another. */
export type VouchedKind =
  | 'area-list'
  | 'area-level'
  | 'identity'
  | 'colour-history'
  | 'colour-grounds'
  | 'batch-release'
  | 'batch-withdrawal'
  | 'hand-fact'
  | 'dry-run'
  | 'table-adoption'
  | 'table-switch'
  | 'list-number'
  | 'epoch-segment'
  | 'withdrawn-phone'
  | 'gate-code'
  | 'gate-device'
  | 'staff'
  | 'staff-code'
  | 'staff-session'
  | 'passkey'

/** The program's MAC over what a row says. */
export function vouch(keys: MasterKeys, kind: VouchedKind, said: Said): Uint8Array {
  return mac(keyOf(keys, kind), JSON.stringify(said))
}

/** Whether the program wrote a row with these words. */
export function isVouched(keys: MasterKeys, kind: VouchedKind, row: { said: Said; mac: Uint8Array }): boolean {
  return sameSecret(row.mac, vouch(keys, kind, row.said))
}

// Derived once: a list has 30,000 rows.
const derived = new WeakMap<MasterKeys, Map<VouchedKind, Uint8Array>>()

function keyOf(keys: MasterKeys, kind: VouchedKind): Uint8Array {
  const known = derived.get(keys) ?? new Map<VouchedKind, Uint8Array>()
  derived.set(keys, known)
  const key = known.get(kind) ?? mac(keys.evaluatorMac, `vouch\n${kind}`)
  known.set(kind, key)
  return key
}
