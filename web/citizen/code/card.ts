import type { Colour } from '../../../core/colour.ts'
import type { Instant } from '../../../core/instant.ts'
import type { IssuedCode } from '../../../contract/codes.ts'
import type { ProblemName } from '../../../contract/problems.ts'

// What the inline script offers to the app. The two are separate bundles: the script shows the code before the app has
// arrived, and keeps owning the boxes that it painted.

/** What the credential on this phone says. */
export interface ShownCode {
  /** As it was signed: a COSE_Sign1. */
  readonly credential: Uint8Array
  readonly colour: Colour
  readonly maskedName: string
  readonly document: IssuedCode['document']
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** When server or colour list last said that this is so, by the server's clock. */
  readonly confirmedAt: Instant
  /** The server's clock minus this phone's, in milliseconds. */
  readonly clockOffset: number
}

/** How we last stood with the server: answered, not reached, or the sign-in is over. */
export type Standing = 'reached' | 'unreached' | 'signed-out'

/** What the card can show now. */
export type CardState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'shown'; readonly code: ShownCode; readonly standing: Standing }
  | { readonly kind: 'refused'; readonly problem: ProblemName }
  /** `busy`: the server is there, and asked to come again. */
  | { readonly kind: 'unreachable'; readonly expired: boolean; readonly busy: boolean }
  /** A page without https has no cryptography. */
  | { readonly kind: 'insecure' }

/** The code on this phone. It tells every change by the event `CARD_CHANGED` on the document. */
export interface CodeCard {
  state(): CardState
  /** The server's time as this phone knows it. */
  now(): Instant
  /** Makes a new key and fetches a new credential. Never rejects: the state says what came of it. */
  renew(): Promise<void>
  /** The server has just confirmed the code that is shown. */
  confirm(serverTime: Instant): void
  /** The colour list said the same of a moment, which is up to ten minutes past. */
  confirmAsOf(moment: Instant): void
  /** The server did not confirm it: not reached, or the sign-in is over. */
  miss(standing: Exclude<Standing, 'reached'>): void
  /** Takes the code off the phone, for the server says that there is none. */
  withdraw(problem: ProblemName): Promise<void>
}

export const CARD_CHANGED = 'code-card-changed'

declare global {
  var codeCard: CodeCard | undefined
}
