import type { HealthDeclaration } from '../../../contract/registration.ts'
import { SYMPTOMS } from '../../kit/dictionary/declare.ts'

type Symptom = HealthDeclaration['symptoms'][number]

/** The answer "none of these", which excludes every other. */
export const NONE = 'none'

/** The answers after one of them was pressed: "none" takes the others away, and any other takes "none" away. */
export function toggleSymptom(chosen: readonly string[], pressed: string): string[] {
  if (chosen.includes(pressed)) return chosen.filter((one) => one !== pressed)
  return pressed === NONE ? [NONE] : [...chosen.filter((one) => one !== NONE), pressed]
}

/** The symptoms among the answers, in their fixed order; "none" is an empty list. */
export function symptomsOf(chosen: readonly string[]): Symptom[] {
  return (Object.keys(SYMPTOMS) as Symptom[]).filter((symptom) => chosen.includes(symptom))
}
