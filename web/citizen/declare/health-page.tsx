import type { HealthDeclaration } from '../../../contract/registration.ts'
import { DECLARE } from '../../kit/dictionary/declare.ts'
import { say } from '../../kit/language.ts'
import { useDraft } from '../../kit/form/use-draft.ts'
import { optional, TextField, type Faults } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { readCelsius } from './celsius.ts'
import { DeclarePage } from './declare-page.tsx'
import { sendDeclaration } from './send-declaration.ts'
import { SymptomChoices } from './symptom-choices.tsx'
import { symptomsOf } from './symptoms.ts'

/** Declares symptoms, or none (M6). */
export function HealthPage() {
  return <DeclarePage title={DECLARE.healthTitle}>{(_, onDone) => <HealthForm onDone={onDone} />}</DeclarePage>
}

function HealthForm({ onDone }: { onDone: () => void }) {
  const { draft, change, end } = useDraft('declaration-health', () => ({
    declarationId: newId(),
    symptoms: [] as string[],
    celsius: '',
  }))
  const sending = useSending()

  function find(): Faults {
    const faults: Record<string, string> = {}
    if (draft.symptoms.length === 0) faults['symptoms'] = say(DECLARE.symptomsMissing)
    if (readCelsius(draft.celsius) === 'unreadable') faults['celsius'] = say(DECLARE.celsiusFault)
    return faults
  }

  async function send(): Promise<void> {
    const celsius = readCelsius(draft.celsius)
    const declaration: HealthDeclaration = {
      declarationId: draft.declarationId,
      symptoms: symptomsOf(draft.symptoms),
      ...(typeof celsius === 'number' ? { celsius } : {}),
    }
    await sendDeclaration('/api/declarations/health', declaration)
    end()
    onDone()
  }

  return (
    <Form sending={sending} button={say(DECLARE.submit)} onSubmit={() => void sending.submit(find, send)}>
      <SymptomChoices
        chosen={draft.symptoms}
        fault={sending.faults['symptoms']}
        onChange={(symptoms) => change({ symptoms })}
      />
      <TextField
        id="celsius"
        label={optional(say(DECLARE.celsius))}
        value={draft.celsius}
        fault={sending.faults['celsius']}
        onInput={(celsius) => change({ celsius })}
        input={{ inputMode: 'decimal', autoComplete: 'off', maxLength: 5 }}
      />
    </Form>
  )
}
