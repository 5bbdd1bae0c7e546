import { useEffect, useRef, useState } from 'preact/hooks'
import { REGISTER } from '../../kit/dictionary/register.ts'
import { say } from '../../kit/language.ts'
import { usePreferences } from '../../kit/switches.tsx'
import { useDraft } from '../../kit/form/use-draft.ts'
import { newId } from '../../kit/form/new-id.ts'
import { PersonGate } from '../form/person-gate.tsx'
import { Page } from '../frame.tsx'
import { IdentityStep } from './identity-step.tsx'
import { PersonalStep } from './personal-step.tsx'
import { freshRegisterDraft, stepAt, type Step } from './register-draft.ts'
import { ResultStep } from './result-step.tsx'

/** The wizard of the real-name registration (M3): identity, result, personal data, and then the colour. */
export function RegisterPage() {
  usePreferences()
  return (
    <Page title={say(REGISTER.title)}>
      <PersonGate elsewhere={(state) => (state === 'unregistered' ? undefined : '/')}>{() => <Wizard />}</PersonGate>
    </Page>
  )
}

function Wizard() {
  const { draft, change, end } = useDraft('registration', () => freshRegisterDraft(newId()))
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const moved = () => setHash(location.hash)
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  const step = stepAt(hash, draft)
  return (
    <>
      <Dots step={step} />
      {step === 1 && <IdentityStep draft={draft} change={change} onDone={() => goTo(2)} />}
      {step === 2 && <ResultStep draft={draft} onCorrect={() => goTo(1)} onNext={() => goTo(3)} />}
      {step === 3 && (
        <PersonalStep
          draft={draft}
          change={change}
          onDone={() => {
            end()
            location.replace('/')
          }}
        />
      )}
    </>
  )
}

/** Each step is a place in the history, so that the back button goes back one step. */
function goTo(step: Step): void {
  location.hash = `#${step}`
  scrollTo(0, 0)
}

const HEADINGS = { 1: REGISTER.identity, 2: REGISTER.result, 3: REGISTER.personal } as const

function Dots({ step }: { step: Step }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [before, setBefore] = useState(step)
  useEffect(() => {
    // Whoever moves by keyboard or by ear is told where he is now.
    if (before !== step) heading.current?.focus()
    setBefore(step)
  }, [step])
  return (
    <>
      <p class="soft">{say(REGISTER.step, { n: step })}</p>
      <ol class="dots" aria-hidden="true">
        {[1, 2, 3, 4].map((dot) => (
          <li key={dot} class={dot <= step ? 'past' : undefined} />
        ))}
      </ol>
      <h2 ref={heading} tabIndex={-1} class="step-title">
        {say(HEADINGS[step])}
      </h2>
    </>
  )
}
