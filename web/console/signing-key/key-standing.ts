import type { OwnKey } from '../../../contract/signatures.ts'
import { after, DAY_LENGTH, dayOf, formatDay, instant } from '../../../core/instant.ts'

/** How it stands with an officer's key in this browser. */
export type KeyStanding =
  /** None was made here; `elsewhere`: one counts that another browser has. */
  | { readonly at: 'none'; readonly elsewhere: OwnKey | undefined }
  /** Made here, and the server has not heard of it. */
  | { readonly at: 'unasked' }
  | { readonly at: 'known'; readonly key: OwnKey; readonly endsSoon: boolean }

/** A new key takes the organisation some days to sign. */
const SOON = 30 * DAY_LENGTH

/** Holds the key of this browser, if there is one, against those that the server knows. */
export function standingOf(keyId: string | undefined, known: readonly OwnKey[], now: number): KeyStanding {
  if (keyId === undefined) return { at: 'none', elsewhere: known.find(({ state }) => state === 'enrolled') }
  const key = known.find((one) => one.keyId === keyId)
  return key ? { at: 'known', key, endsSoon: key.to - now < SOON } : { at: 'unasked' }
}

/** The first day on which a key holds. */
export function firstDay(key: OwnKey): string {
  return formatDay(dayOf(instant(key.from)))
}

/** The last day on which a key holds. */
export function lastDay(key: OwnKey): string {
  return formatDay(dayOf(after(instant(key.to), -1)))
}
