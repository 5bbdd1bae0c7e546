// What the guard's page knows about one person at the door, from the scan to the entry.

import type { EntryUpload, VerifyAnswer } from '../../contract/doors.ts'
import type { GateDuty } from '../../contract/gates.ts'
import type { MaskedDocument } from '../../core/code/credential.ts'
import type { Forgery } from '../../core/code/verify.ts'
import type { IdentityDocument } from '../../core/document.ts'
import type { CannotTell, DoorEnd, DoorPolicy, Visit } from '../../core/door.ts'
import type { Instant } from '../../core/instant.ts'

export type Direction = EntryUpload['direction']

/** What the server, or the gate by itself, found out about a code. */
export type Finding =
  | Extract<VerifyAnswer['shown'], { kind: 'colour' }>
  | { readonly kind: 'no-code' }
  | { readonly kind: 'not-genuine'; readonly because: Forgery | 'withdrawn' }
  | { readonly kind: 'cannot-tell'; readonly because: CannotTell }

/** Who a genuine code says its holder is, masked. */
export interface Holder {
  readonly maskedName: string
  readonly document: MaskedDocument
}

/** One person at the door. `entryId` is made at the scan and never changes. */
export interface Passage {
  readonly entryId: string
  /** The moment of the scan. */
  readonly at: Instant
  readonly direction: Direction
  /** Who was on duty at the scan, also if another one is when the entry is sent. */
  readonly guardId: string
  /** What was scanned; undefined: the guard registers somebody without a code. */
  readonly code: string | undefined
  /** The code is a printed sheet: its holder is whoever the document says. */
  readonly paper: boolean
  readonly holder: Holder | undefined
  readonly document: IdentityDocument | undefined
  readonly celsius: number | undefined
  readonly guard: Visit['guard']
}

/**
 * Whose word a finding is: this device's, by lists that are right as of a moment (undefined: it needed none); or the server's, which
 * confirmed the device's or corrected it.
 */
export type Source =
  { readonly by: 'device'; readonly asOf: Instant | undefined } | { readonly by: 'server'; readonly corrected: boolean }

/** A person about whom the first answer is there. */
export interface Answered extends Passage {
  readonly finding: Finding
  readonly source: Source
}

/** Whether two findings tell the guard the same. */
export function isSameFinding(a: Finding, b: Finding): boolean {
  if (a.kind === 'colour') return b.kind === 'colour' && a.colour === b.colour
  return a.kind === b.kind && because(a) === because(b)
}

function because(finding: Finding): string | undefined {
  return 'because' in finding ? finding.because : undefined
}

/** Where the guard works now, and who he is. */
export interface Duty {
  readonly gateId: string
  readonly guardId: string
  readonly policy: DoorPolicy
}

/** The policy in force at a moment: the last that began by then, or the first there is. What has no fever limit has none here either. */
export function policyAt(policies: GateDuty['policies'], at: Instant): DoorPolicy {
  const begun = policies.filter(({ from }) => from <= at)
  const last = begun.reduce((late, one) => (one.from >= late.from ? one : late), begun[0] ?? policies[0]!)
  return { ...last.policy, feverCelsius: last.policy.feverCelsius }
}

/** A passage that begins: nothing is known yet. */
export function beginPassage(scan: {
  entryId: string
  at: Instant
  direction: Direction
  guardId: string
  code: string | undefined
}): Passage {
  return { ...scan, paper: false, holder: undefined, document: undefined, celsius: undefined, guard: undefined }
}

/** What core decides about. */
export function visitOf(passage: Answered): Visit {
  return {
    shown: passage.finding,
    celsius: passage.celsius,
    seen: passage.document ? 'document' : passage.paper ? 'paper' : undefined,
    guard: passage.guard,
  }
}

// The wire takes no longer code. Anything longer is some other QR picture, and is recorded as what it is: not genuine.
const MAX_CODE_LENGTH = 2_000

/** The entry that a passage leaves behind. What is undefined is left out, as the wire wants it. */
export function entryOf(passage: Answered, end: DoorEnd, gateId: string): EntryUpload {
  const { entryId, at, direction, guardId, code, document, celsius, finding } = passage
  return {
    entryId,
    gateId,
    guardId,
    at,
    direction,
    ...(code === undefined || code.length > MAX_CODE_LENGTH ? {} : { code }),
    ...(document === undefined ? {} : { document }),
    ...(celsius === undefined ? {} : { celsius }),
    shown: finding.kind === 'colour' ? finding.colour : finding.kind,
    decision: end.decision,
    reason: end.reason,
  }
}
