import type { IdentityCheck, IdentityCheckResult } from '../../../contract/registration.ts'
import { readDocument, type DocumentType } from '../../../core/document.ts'
import { call } from '../../kit/api.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { REGISTER } from '../../kit/dictionary/register.ts'
import { say } from '../../kit/language.ts'
import { SelectField, TextField, type Faults } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import type { RegisterDraft } from './register-draft.ts'

interface IdentityStepProps {
  readonly draft: RegisterDraft
  readonly change: (to: Partial<RegisterDraft>) => void
  readonly onDone: () => void
}

/** Step 1, 确认提交: name and document, looked at here before they are sent. */
export function IdentityStep({ draft, change, onDone }: IdentityStepProps) {
  const sending = useSending()

  function find(): Faults {
    const faults: Record<string, string> = {}
    if (draft.name.trim() === '') faults['name'] = say(FORM.missing)
    const reading = readDocument(draft.type, draft.number)
    if (draft.number.trim() === '') faults['document.number'] = say(FORM.missing)
    else if (!reading.ok) faults['document.number'] = say(reading.message)
    return faults
  }

  async function send(): Promise<void> {
    const check: IdentityCheck = {
      name: draft.name.trim(),
      document: { type: draft.type, number: draft.number.trim() },
    }
    const found = await call<IdentityCheckResult>('POST', '/api/registration/check', check)
    change({ found })
    onDone()
  }

  return (
    <Form sending={sending} button={say(REGISTER.confirm)} onSubmit={() => void sending.submit(find, send)}>
      <TextField
        id="name"
        label={say(REGISTER.name)}
        hint={say(REGISTER.nameHint)}
        value={draft.name}
        fault={sending.faults['name']}
        onInput={(name) => change({ name, found: undefined })}
        input={{ autoComplete: 'name', maxLength: 60 }}
      />
      <SelectField
        id="document.type"
        label={say(REGISTER.documentType)}
        value={draft.type}
        options={documentTypes().map((value) => ({ value, label: say(DOCUMENT_NAMES[value]) }))}
        fault={sending.faults['document.type']}
        onChoose={(type) =>
          change({ type: documentTypes().find((one) => one === type) ?? draft.type, found: undefined })
        }
      />
      <TextField
        id="document.number"
        label={say(REGISTER.documentNumber)}
        value={draft.number}
        fault={sending.faults['document.number']}
        onInput={(number) => change({ number, found: undefined })}
        input={{ autoComplete: 'off', autoCapitalize: 'characters', spellcheck: false, maxLength: 40 }}
      />
      <p class="hint">{say(REGISTER.privacy)}</p>
    </Form>
  )
}

function documentTypes(): DocumentType[] {
  return Object.keys(DOCUMENT_NAMES) as DocumentType[]
}
