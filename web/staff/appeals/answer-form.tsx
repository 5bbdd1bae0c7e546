import { useState } from 'preact/hooks'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { useDraft } from '../../kit/form/draft.ts'
import { AreaField, Choices, type Faults } from '../../kit/form/fields.tsx'
import { say, type Text } from '../../kit/language.ts'

const MOST_CHARACTERS = 2_000

/** A choice and its words. What was typed stays until it was taken. */
export function AnswerForm<Choice extends string>(props: {
  /** Of the draft: the case's. */
  readonly name: string
  readonly label: Text
  readonly choices: Readonly<Record<Choice, Text>>
  readonly isBusy: boolean
  readonly onSend: (choice: Choice, text: string, sent: () => void) => void
}) {
  const { draft, change, end } = useDraft(`answer-${props.name}`, () => ({ choice: '' as Choice | '', text: '' }))
  const [faults, setFaults] = useState<Faults>({})

  function submit(form: HTMLFormElement): void {
    const found = {
      ...(draft.choice === '' && { choice: say(FORM.missingChoice) }),
      ...(draft.text.trim() === '' && { words: say(FORM.missing) }),
    }
    setFaults(found)
    const [first] = Object.keys(found)
    if (first !== undefined) form.querySelector<HTMLElement>(`#${first}`)?.focus()
    else if (draft.choice !== '') props.onSend(draft.choice, draft.text.trim(), end)
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit(event.currentTarget)
      }}
    >
      <Choices
        id="choice"
        kind="one"
        label={say(props.label)}
        options={Object.entries<Text>(props.choices).map(([value, text]) => ({ value, label: say(text) }))}
        chosen={[draft.choice]}
        fault={faults['choice']}
        onToggle={(choice) => change({ choice: choice as Choice })}
      />
      <AreaField
        id="words"
        label={say(OFFICE.text)}
        value={draft.text}
        maxLength={MOST_CHARACTERS}
        fault={faults['words']}
        onInput={(text) => change({ text })}
      />
      <button type="submit" class="button main" disabled={props.isBusy}>
        {say(OFFICE.send)}
      </button>
    </form>
  )
}
