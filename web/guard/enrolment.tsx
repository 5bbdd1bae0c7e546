import { useState } from 'preact/hooks'
import { CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { say } from '../kit/language.ts'
import { DemoGates } from './demo-gates.tsx'
import { cleanCode } from './gate-link.ts'
import { Plain } from './plain.tsx'

// In groups, as it is printed and read out.
const GROUP = 5
const CODE_LENGTH = 10

/** A device that is no gate's yet, or becomes another's: it asks for the operator's one-time code. */
export function EnrolmentPage({ enrol, onBack }: { enrol: (code: string) => Promise<void>; onBack?: () => void }) {
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  async function tryCode(typed: string): Promise<void> {
    setIsBusy(true)
    setFault(undefined)
    try {
      await enrol(typed)
    } catch (cause) {
      setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
    } finally {
      setIsBusy(false)
    }
  }

  function submit(event: Event): void {
    event.preventDefault()
    if (cleanCode(code).length < CODE_LENGTH) setFault(say(GATE.codeTooShort))
    else void tryCode(code)
  }

  return (
    <Plain title={GATE.enrolTitle}>
      <p>{say(GATE.enrolHint)}</p>
      <form class="enrolment" noValidate onSubmit={submit}>
        <label class="field">
          <span>{say(GATE.code)}</span>
          <input
            class="code-field"
            value={code}
            onInput={(event) => setCode(inGroups(event.currentTarget.value))}
            maxLength={20}
            autoComplete="off"
            autoCapitalize="characters"
            spellcheck={false}
            placeholder="XXXXX-XXXXX"
            aria-invalid={fault !== undefined}
            aria-describedby={fault && 'code-fault'}
          />
        </label>
        {fault !== undefined && (
          <p id="code-fault" class="field-fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" class="button main big" disabled={isBusy}>
          {say(isBusy ? GATE.enrolling : GATE.enrol)}
        </button>
      </form>
      <DemoGates isBusy={isBusy} onCode={(made) => void tryCode(made)} onFault={setFault} />
      {onBack && (
        <button type="button" class="button" onClick={onBack}>
          {say(COMMON.back)}
        </button>
      )}
    </Plain>
  )
}

/** What was typed, in groups; only at the end a dash that was just erased stays away. */
function inGroups(typed: string): string {
  const letters = cleanCode(typed)
  return letters.length > GROUP ? `${letters.slice(0, GROUP)}-${letters.slice(GROUP)}` : letters
}
