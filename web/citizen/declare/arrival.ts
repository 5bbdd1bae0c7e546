import type { ArrivalDeclaration } from '../../../contract/registration.ts'
import { DECLARE, TRANSPORTS } from '../../kit/dictionary/declare.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { say } from '../../kit/language.ts'
import { symptomsOf } from './symptoms.ts'

type Transport = ArrivalDeclaration['transport']

/** An arrival as far as it was typed. */
export interface ArrivalDraft {
  readonly declarationId: string
  readonly divisionCode: string
  readonly community: string
  readonly leftOn: string
  readonly arrivedOn: string
  readonly transport: Transport | ''
  readonly transportNumber: string
  readonly lodgingCode: string
  readonly lodgingDetail: string
  readonly symptoms: string[]
}

/** An arrival of which nothing is known. */
export function freshArrival(declarationId: string): ArrivalDraft {
  return {
    declarationId,
    divisionCode: '',
    community: '',
    leftOn: '',
    arrivedOn: '',
    transport: '',
    transportNumber: '',
    lodgingCode: '',
    lodgingDetail: '',
    symptoms: [],
  }
}

/** The transport of that name; empty for any other text. */
export function transportNamed(name: string): Transport | '' {
  return (Object.keys(TRANSPORTS) as Transport[]).find((transport) => transport === name) ?? ''
}

/** What is missing or wrong, by field. */
export function faultsOfArrival(draft: ArrivalDraft): Record<string, string> {
  const faults: Record<string, string> = {}
  if (draft.divisionCode.length !== 6) faults['from.divisionCode'] = say(FORM.missingChoice)
  if (draft.community.trim() === '') faults['from.community'] = say(FORM.missing)
  if (draft.leftOn === '') faults['leftOn'] = say(FORM.missingChoice)
  if (draft.arrivedOn === '') faults['arrivedOn'] = say(FORM.missingChoice)
  // Days are written so that their texts sort as they do.
  else if (draft.arrivedOn < draft.leftOn) faults['arrivedOn'] = say(DECLARE.arrivedBeforeLeaving)
  if (draft.transport === '') faults['transport'] = say(FORM.missingChoice)
  if (draft.lodgingCode.length !== 9) faults['lodging.divisionCode'] = say(FORM.missingChoice)
  if (draft.lodgingDetail.trim() === '') faults['lodging.detail'] = say(FORM.missing)
  if (draft.symptoms.length === 0) faults['symptoms'] = say(DECLARE.symptomsMissing)
  return faults
}

/** An arrival as it is sent; the draft has no faults. */
export function arrivalOf(draft: ArrivalDraft): ArrivalDeclaration {
  const number = draft.transportNumber.trim()
  return {
    declarationId: draft.declarationId,
    from: { divisionCode: draft.divisionCode, community: draft.community.trim() },
    leftOn: draft.leftOn,
    arrivedOn: draft.arrivedOn,
    transport: draft.transport || 'other',
    ...(number === '' ? {} : { transportNumber: number }),
    lodging: { divisionCode: draft.lodgingCode, detail: draft.lodgingDetail.trim() },
    symptoms: symptomsOf(draft.symptoms),
  }
}
