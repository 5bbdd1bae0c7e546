import type { MyAppeal, NewAppeal } from '../../../contract/appeals.ts'
import type { AppealKind, TakenKind } from '../../../core/appeals.ts'
import { APPEAL, APPEAL_KINDS } from '../../kit/dictionary/appeal.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { useDraft } from '../../kit/form/use-draft.ts'
import { AreaField, Choices, type Faults } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { sendAppeal } from './send-appeal.ts'

const MOST_CHARACTERS = 2_000

/** A new appeal: what is wrong, in a choice and in words. */
export function NewAppealForm({ onSent }: { onSent: (appeal: MyAppeal) => void }) {
  const fresh = () => ({ appealId: newId(), kind: '' as AppealKind | '', text: '' })
  const { draft, change, end } = useDraft('appeal', fresh)
  const sending = useSending()

  function find(): Faults {
    const faults: Record<string, string> = {}
    if (draft.kind === '') faults['kind'] = say(FORM.missingChoice)
    if (draft.kind === 'photo-wrong') faults['kind'] = say(APPEAL.photoElsewhere)
    else if (draft.text.trim() === '') faults['text'] = say(FORM.missing)
    return faults
  }

  async function send(): Promise<void> {
    const { appealId, kind, text } = draft
    const sent = await sendAppeal({ appealId, kind: kind as TakenKind, text: text.trim() } satisfies NewAppeal)
    change(fresh())
    end()
    onSent(sent)
  }

  return (
    <Form sending={sending} button={say(APPEAL.submit)} onSubmit={() => void sending.submit(find, send)}>
      <Choices
        id="kind"
        kind="one"
        label={say(APPEAL.kind)}
        options={Object.entries(APPEAL_KINDS).map(([value, text]) => ({ value, label: say(text) }))}
        chosen={[draft.kind]}
        fault={sending.faults['kind']}
        onToggle={(kind) => change({ kind: kind as AppealKind })}
      />
      {draft.kind === 'photo-wrong' ? (
        <p class="notice">{say(APPEAL.photoElsewhere)}</p>
      ) : (
        <AreaField
          id="text"
          label={say(APPEAL.text)}
          hint={say(APPEAL.textHint)}
          value={draft.text}
          maxLength={MOST_CHARACTERS}
          fault={sending.faults['text']}
          onInput={(text) => change({ text })}
        />
      )}
    </Form>
  )
}
