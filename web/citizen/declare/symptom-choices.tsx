import { DECLARE, SYMPTOMS } from '../../kit/dictionary/declare.ts'
import { say } from '../../kit/language.ts'
import { Choices } from '../../kit/form/fields.tsx'
import { NONE, toggleSymptom } from './symptoms.ts'

interface SymptomChoicesProps {
  readonly chosen: readonly string[]
  readonly fault: string | undefined
  readonly onChange: (chosen: string[]) => void
}

/** The question for symptoms; "none of these" is an answer that is given, not the absence of one. */
export function SymptomChoices({ chosen, fault, onChange }: SymptomChoicesProps) {
  const options = Object.entries(SYMPTOMS).map(([value, text]) => ({ value, label: say(text) }))
  return (
    <Choices
      id="symptoms"
      kind="several"
      label={say(DECLARE.symptoms)}
      options={[...options, { value: NONE, label: say(DECLARE.noSymptoms) }]}
      chosen={chosen}
      fault={fault}
      onToggle={(value) => onChange(toggleSymptom(chosen, value))}
    />
  )
}
