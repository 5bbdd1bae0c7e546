import { HOUR } from '../../core/instant.ts'

/** How long a comparison by staff may take: the originals promised 24 hours for foreigners' documents. */
export const COMPARISON_MS = 24 * HOUR

export type ClaimOutcome =
  | { readonly state: 'confirmed' }
  | { readonly state: 'awaiting-staff'; readonly reason: 'not-in-register' | 'unproved' | 'second-claim' }

/** How a claim to be somebody is settled: by itself only where register and channel both vouch for it and nobody else claims it. */
export function settle(claim: { matched: boolean; proved: boolean; claimedByAnother: boolean }): ClaimOutcome {
  if (claim.claimedByAnother) return { state: 'awaiting-staff', reason: 'second-claim' }
  if (!claim.matched) return { state: 'awaiting-staff', reason: 'not-in-register' }
  return claim.proved ? { state: 'confirmed' } : { state: 'awaiting-staff', reason: 'unproved' }
}
