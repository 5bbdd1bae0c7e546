import type { DocumentType } from '../../../core/document.ts'

/** The steps in order; the fourth, the colour, is the code page itself. */
export type Step = 1 | 2 | 3

/** Everything typed in the wizard so far. It ends with the tab. */
export interface RegisterDraft {
  /** Made once: sent again, the registration is still one. */
  readonly registrationId: string
  readonly name: string
  readonly type: DocumentType
  readonly number: string
  /** What the check of step 1 found; undefined before it, and again after name or document were changed. */
  readonly found: { readonly outcome: 'matched' | 'unmatched'; readonly proved: boolean } | undefined
  readonly phone: string
  readonly divisionCode: string
  readonly detail: string
  readonly arriving: 'yes' | 'no' | ''
}

/** An empty wizard. */
export function freshRegisterDraft(registrationId: string): RegisterDraft {
  return {
    registrationId,
    name: '',
    type: 'resident-id',
    number: '',
    found: undefined,
    phone: '',
    divisionCode: '',
    detail: '',
    arriving: '',
  }
}

/** The step that an address asks for (`#2`), but none that comes before its time: after the check there is no way around it. */
export function stepAt(hash: string, draft: Pick<RegisterDraft, 'found'>): Step {
  if (draft.found === undefined) return 1
  if (hash === '#2') return 2
  return hash === '#3' ? 3 : 1
}

/** A street of Shanghai is chosen, not only its district. */
export function isStreet(divisionCode: string): boolean {
  return /^\d{9}$/.test(divisionCode)
}

/** A telephone number as the server takes it. */
export function isPhone(phone: string): boolean {
  return /^\+?[0-9 -]{5,20}$/.test(phone)
}
