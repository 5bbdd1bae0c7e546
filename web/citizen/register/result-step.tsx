import { REGISTER } from '../../kit/dictionary/register.ts'
import { say } from '../../kit/language.ts'
import type { RegisterDraft } from './register-draft.ts'

interface ResultStepProps {
  readonly draft: Pick<RegisterDraft, 'found'>
  readonly onCorrect: () => void
  readonly onNext: () => void
}

/** Step 2: what the register said. One and the same for a wrong name and an unknown number. */
export function ResultStep({ draft, onCorrect, onNext }: ResultStepProps) {
  const matched = draft.found?.outcome === 'matched'
  return (
    <div class="form">
      <div class="panel stack" role="status">
        <p>
          <strong>{say(matched ? REGISTER.matchedTitle : REGISTER.unmatchedTitle)}</strong>
        </p>
        <p>{say(textOf(draft))}</p>
      </div>
      <button type="button" class="button main" onClick={onNext}>
        {say(REGISTER.next)}
      </button>
      <button type="button" class="button" onClick={onCorrect}>
        {say(REGISTER.correct)}
      </button>
    </div>
  )
}

function textOf({ found }: Pick<RegisterDraft, 'found'>) {
  if (found?.outcome !== 'matched') return REGISTER.unmatched
  return found.proved ? REGISTER.matchedProved : REGISTER.matchedUnproved
}
