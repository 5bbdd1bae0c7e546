import { Button } from 'antd'
import { useState } from 'react'
import type { HandFactRow, TakingBackDraft } from '../../../contract/hand-facts.ts'
import { call } from '../../kit/api.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { base64Of } from './fact-draft.ts'
import { FactForm } from './fact-form.tsx'

/** Drafts the taking back of a fact: with a document, like the fact itself. */
export function TakingBack({ of, onDrafted }: { of: HandFactRow; onDrafted: (row: HandFactRow) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  const [factId, setFactId] = useState(newId)

  async function send(file: File): Promise<void> {
    const sent: TakingBackDraft = { factId, attachment: await base64Of(file) }
    onDrafted(await call<HandFactRow>('POST', `/api/hand-facts/${of.factId}/taking-back`, sent))
  }

  return (
    <>
      <div>
        <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {say(HAND_FACTS.takeBack)}
        </Button>
      </div>
      {/* Another document is another draft: the server takes each id once. */}
      {isOpen && <FactForm hint={say(HAND_FACTS.takeBackHint)} onChange={() => setFactId(newId())} onSend={send} />}
    </>
  )
}
