import type { HandFactState } from '../../contract/hand-facts.ts'
import type { Instant } from '../../core/instant.ts'

// Who may see and do what with a draft. Nothing here makes a fact count: that is the signatures' affair.

/** A draft as far as these rules look. */
export interface Draft {
  readonly state: HandFactState
  readonly authorId: string
  readonly authorOrganisationId: string
  readonly expiresAt: Instant
  readonly decidedByOrganisationId: string | undefined
}

/** Whoever asks. */
export interface Officer {
  readonly staffId: string
  readonly organisationId: string
}

/** Where a draft stands at a moment: what nobody decided in time is over, also before anybody has noted it. */
export function stateAt(draft: Draft, at: Instant): HandFactState {
  return isOpen(draft.state) && at >= draft.expiresAt ? 'expired' : draft.state
}

/** Whether something can still become of a draft. */
export function isOpen(state: HandFactState): boolean {
  return state === 'unsigned' || state === 'waiting'
}

/**
 * Whether an officer may read a draft: his own always; what waits, every organisation, for one of them has to approve it; and
 * what is decided, the organisations that wrote and decided it.
 */
export function mayRead(draft: Draft, officer: Officer, at: Instant): boolean {
  if (draft.authorId === officer.staffId) return true
  switch (stateAt(draft, at)) {
    case 'unsigned':
    case 'withdrawn':
    case 'expired':
      return false
    case 'waiting':
      return true
    case 'approved':
    case 'rejected':
      return [draft.authorOrganisationId, draft.decidedByOrganisationId].includes(officer.organisationId)
  }
}
