import { useRef, useState } from 'preact/hooks'
import { readDocument, type DocumentType, type IdentityDocument } from '../../core/document.ts'
import { DOCUMENT_NAMES } from '../kit/dictionary/documents.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'

/** A document typed by the guard, its number checked as far as the number itself allows. */
export function DocumentForm({ goOn, onDocument }: { goOn: Text; onDocument: (document: IdentityDocument) => void }) {
  const [type, setType] = useState<DocumentType>('resident-id')
  const [number, setNumber] = useState('')
  const [fault, setFault] = useState<Text>()
  const field = useRef<HTMLInputElement>(null)

  function submit(event: Event): void {
    event.preventDefault()
    const reading = number.trim() === '' ? undefined : readDocument(type, number)
    if (reading?.ok) {
      onDocument(reading.document)
      return
    }
    setFault(reading ? reading.message : GUARD.documentNeeded)
    field.current?.focus()
  }

  return (
    <form class="document-form" noValidate onSubmit={submit}>
      <label class="field">
        <span>{say(GUARD.documentType)}</span>
        <select value={type} onChange={(event) => setType(event.currentTarget.value as DocumentType)}>
          {Object.entries(DOCUMENT_NAMES).map(([name, text]) => (
            <option key={name} value={name}>
              {say(text)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{say(GUARD.documentNumber)}</span>
        <input
          ref={field}
          value={number}
          onInput={(event) => setNumber(event.currentTarget.value)}
          maxLength={40}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={fault && 'document-fault'}
        />
      </label>
      {fault && (
        <p id="document-fault" class="field-fault" role="alert">
          {say(fault)}
        </p>
      )}
      <button type="submit" class="button main">
        {say(goOn)}
      </button>
    </form>
  )
}
