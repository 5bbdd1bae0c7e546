import { useEffect, useState } from 'preact/hooks'
import type { HandFactRow, TakingBackDraft } from '../../../contract/hand-facts.ts'
import { call } from '../../kit/api.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import type { Faults } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { ATTACHMENT, AttachmentField } from './attachment-field.tsx'
import { CasePanel } from './case-panel.tsx'
import { base64Of, faultOfFile } from './fact-draft.ts'
import { nameOfFact } from './fact-lists.tsx'

/** Drafts the taking back of a fact: with a document, like the fact itself. */
export function TakingBackForm({
  row,
  onDrafted,
  onClose,
  onSignedOut,
}: {
  row: HandFactRow
  onDrafted: (row: HandFactRow) => void
  onClose: () => void
  onSignedOut: () => void
}) {
  const sending = useSending()
  const [chosen, setChosen] = useState<{ file: File | undefined; factId: string }>(() => fresh(undefined))
  useEffect(() => {
    if (sending.signedOut) onSignedOut()
  }, [sending.signedOut])

  async function submit(): Promise<void> {
    const { file, factId } = chosen
    const fault = await faultOfFile(file)
    await sending.submit(
      (): Faults => (fault ? { [ATTACHMENT]: say(fault) } : {}),
      async () => {
        if (!file) throw new Error('a draft without a document is not sent')
        const sent: TakingBackDraft = { factId, attachment: await base64Of(file) }
        onDrafted(await call<HandFactRow>('POST', `/api/hand-facts/${row.factId}/taking-back`, sent))
      },
    )
  }

  return (
    <CasePanel title={HAND_FACTS.takeBackTitle} onClose={onClose}>
      <p>{nameOfFact(row)}</p>
      <Form sending={sending} button={say(HAND_FACTS.preview)} onSubmit={() => void submit()}>
        <p class="soft">{say(HAND_FACTS.takeBackHint)}</p>
        <AttachmentField
          file={chosen.file}
          fault={sending.faults[ATTACHMENT]}
          onChoose={(file) => setChosen(fresh(file))}
        />
      </Form>
    </CasePanel>
  )
}

// Another document is another draft: the server takes each id once.
function fresh(file: File | undefined) {
  return { file, factId: newId() }
}
