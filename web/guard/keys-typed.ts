// What comes from the keyboard: a guard's fingers, a scanner that types, a thermometer that types. Told apart by speed.

import { PREFIX } from '../../core/code/format.ts'

// Keys closer together than this come from a device: scanners type a key in 1 to 40 ms, fast fingers take 80.
const RUN_GAP_MS = 60

// What begins as a code comes from a scanner for certain; a page that is busy for a moment must not cut it in two.
const CODE_GAP_MS = 500

/** How long the next key may take and still belong to the same run, in milliseconds. */
export function gapAfter(keys: string): number {
  return keys !== '' && (keys.startsWith(PREFIX) || PREFIX.startsWith(keys)) ? CODE_GAP_MS : RUN_GAP_MS
}

/** What a run of keys means. */
export type Typed =
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'celsius'; readonly celsius: number }
  | { readonly kind: 'code'; readonly code: string }

// Shorter is no code of ours and most likely a stray barcode or elbow.
const SHORTEST_CODE = 12

/** What a run of keys without a pause means; undefined for what is neither digits, nor a temperature, nor a code. */
export function readKeys(keys: string): Typed | undefined {
  const text = keys.trim()
  // One to three keys may be fast fingers; the point stands where it belongs by itself.
  if (text.length <= 3 && /^[\d.]*\d[\d.]*$/.test(text)) return { kind: 'digits', digits: text.replaceAll('.', '') }
  const celsius = /^(\d{2}[.,]\d{1,2}) ?(?:°?C|℃)?$/i.exec(text)?.[1]
  if (celsius !== undefined) return { kind: 'celsius', celsius: Number(celsius.replace(',', '.')) }
  return text.length >= SHORTEST_CODE ? { kind: 'code', code: text } : undefined
}
