import type { Stay } from '../../../contract/registration.ts'
import { DECLARE } from '../../kit/dictionary/declare.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { say } from '../../kit/language.ts'

/** One stay as far as it was typed. `to` is a day, `STILL_THERE`, or empty. */
export interface StayDraft {
  readonly key: string
  readonly divisionCode: string
  readonly community: string
  readonly from: string
  readonly to: string
}

export const STILL_THERE = 'still-there'

/** A stay of which nothing is known; the key tells it from its neighbours when one is removed. */
export function freshStay(key: string): StayDraft {
  return { key, divisionCode: '', community: '', from: '', to: '' }
}

/** What is missing or wrong in the stays, by field. */
export function faultsOfStays(stays: readonly StayDraft[]): Record<string, string> {
  const faults: Record<string, string> = {}
  stays.forEach((stay, place) => {
    const at = `stays.${place}`
    if (stay.divisionCode.length !== 6) faults[`${at}.divisionCode`] = say(FORM.missingChoice)
    if (stay.community.trim() === '') faults[`${at}.community`] = say(FORM.missing)
    if (stay.from === '') faults[`${at}.from`] = say(FORM.missingChoice)
    if (stay.to === '') faults[`${at}.to`] = say(FORM.missingChoice)
    // Days are written so that their texts sort as they do.
    else if (stay.to !== STILL_THERE && stay.to < stay.from) faults[`${at}.to`] = say(DECLARE.leftBeforeArrival)
  })
  return faults
}

/** A stay as it is sent. */
export function stayOf(draft: StayDraft): Stay {
  const { divisionCode, community, from, to } = draft
  return { divisionCode, community: community.trim(), from, ...(to === STILL_THERE ? {} : { to }) }
}
