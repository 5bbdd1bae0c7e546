import { useState } from 'preact/hooks'
import type { MyAppeal } from '../../../contract/appeals.ts'
import { instant } from '../../../core/instant.ts'
import { call } from '../../kit/api.ts'
import { APPEAL, APPEAL_KINDS, APPEAL_STATES } from '../../kit/dictionary/appeal.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { useDraft } from '../../kit/form/use-draft.ts'
import { AreaField } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../code/moment-text.ts'
import { Proofs } from './proofs.tsx'
import { sendText } from './send-appeal.ts'
import { isOpen, stepsOf } from './steps.ts'

const MOST_CHARACTERS = 2_000

interface AppealViewProps {
  readonly appeal: MyAppeal
  readonly onChanged: (appeal: MyAppeal) => void
}

/** One appeal: where it stands, who works on it until when, the answer, and every step. */
export function AppealView({ appeal, onChanged }: AppealViewProps) {
  const { number, kind, state, dueAt, late, officer, answer } = appeal
  const titleId = `appeal-${appeal.appealId}`
  return (
    <article class="panel stack" aria-labelledby={titleId}>
      <h3 id={titleId}>{say(APPEAL_KINDS[kind])}</h3>
      <p>
        {say(APPEAL.number, { number })} · <strong>{say(APPEAL_STATES[state])}</strong>
      </p>
      {late && <p class="notice">{say(APPEAL.late)}</p>}
      {isOpen(appeal) && (
        <p class="soft">
          {say(APPEAL.due, { moment: momentText(instant(dueAt)) })} ·{' '}
          {officer ? say(APPEAL.officer, { organisation: say(officer.organisation) }) : say(APPEAL.officerNone)}
        </p>
      )}
      {answer && (
        <div class="stack">
          <h4>{say(APPEAL.answer)}</h4>
          <p class="said">{answer.text}</p>
        </div>
      )}
      <details>
        <summary>{say(APPEAL.steps)}</summary>
        <ol class="steps">
          {stepsOf(appeal).map(({ at, told, words }) => (
            <li key={`${at} ${told} ${words}`}>
              <span class="soft">{momentText(instant(at))}</span> {told}
              {words !== undefined && <p class="said">{words}</p>}
            </li>
          ))}
        </ol>
      </details>
      <Proofs appeal={appeal} />
      {isOpen(appeal) && (
        <>
          <details>
            <summary>{say(APPEAL.add)}</summary>
            <AddForm appeal={appeal} onChanged={onChanged} />
          </details>
          <Withdraw appeal={appeal} onChanged={onChanged} />
        </>
      )}
    </article>
  )
}

function AddForm({ appeal: { appealId }, onChanged }: AppealViewProps) {
  const fresh = () => ({ textId: newId(), text: '' })
  const { draft, change, end } = useDraft(`appeal-text-${appealId}`, fresh)
  const sending = useSending()
  const id = `added-${appealId}`

  async function send(): Promise<void> {
    const next = await sendText(appealId, { textId: draft.textId, text: draft.text.trim() })
    change(fresh())
    end()
    onChanged(next)
  }

  return (
    <Form
      sending={sending}
      button={say(APPEAL.addSubmit)}
      onSubmit={() => void sending.submit(() => (draft.text.trim() === '' ? { [id]: say(FORM.missing) } : {}), send)}
    >
      <AreaField
        id={id}
        label={say(APPEAL.addText)}
        value={draft.text}
        maxLength={MOST_CHARACTERS}
        fault={sending.faults[id]}
        onInput={(text) => change({ text })}
      />
    </Form>
  )
}

function Withdraw({ appeal: { appealId }, onChanged }: AppealViewProps) {
  const [asks, setAsks] = useState(false)
  const sending = useSending()
  if (!asks) {
    return (
      <button type="button" class="button" onClick={() => setAsks(true)}>
        {say(APPEAL.withdraw)}
      </button>
    )
  }
  const send = async () => onChanged(await call<MyAppeal>('POST', `/api/me/appeals/${appealId}/withdrawal`, {}))
  return (
    <div class="notice stack" role="group" aria-label={say(APPEAL.withdraw)}>
      <p>{say(APPEAL.withdrawAsk)}</p>
      <Form sending={sending} button={say(APPEAL.withdrawSure)} onSubmit={() => void sending.submit(() => ({}), send)}>
        <button type="button" class="button" onClick={() => setAsks(false)}>
          {say(APPEAL.cancel)}
        </button>
      </Form>
    </div>
  )
}
