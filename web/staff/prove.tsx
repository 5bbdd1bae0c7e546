import { useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../contract/identity.ts'
import { CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { PASSKEY } from '../kit/dictionary/passkey.ts'
import { say } from '../kit/language.ts'
import {
  drawDemoCode,
  findHindrance,
  hasPasskey,
  makePasskey,
  PasskeyBrokenOff,
  showPasskey,
  takeStaffCode,
  type PasskeyHindrance,
} from '../kit/passkey.ts'

const HINDRANCES = {
  'not-secure': PASSKEY.notSecure,
  'no-name': PASSKEY.noName,
  'too-old': PASSKEY.tooOld,
} as const satisfies Record<PasskeyHindrance, unknown>

/** The step between sign-in and work: a passkey, and before the first one the administrator's code. */
export function Prove({ session, onDone }: { session: SessionView; onDone: (session: SessionView) => void }) {
  const [step, setStep] = useState<'opening' | 'code' | 'make' | 'show'>(session.step ? 'opening' : 'code')
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const hindrance = session.step && findHindrance()

  useEffect(() => {
    if (session.step === 'make-passkey') setStep('make')
    else if (session.step === 'prove-passkey') void attempt(find)
  }, [])

  async function find(): Promise<void> {
    if (await hasPasskey()) return setStep('show')
    if (session.demo) setCode(await drawDemoCode())
    setStep('code')
  }

  async function attempt(act: () => Promise<void>): Promise<void> {
    setIsBusy(true)
    setFault(undefined)
    try {
      await act()
    } catch (cause) {
      setFault(wordsOf(cause))
    } finally {
      setIsBusy(false)
    }
  }

  async function join(): Promise<void> {
    if (code.trim() === '') return setFault(say(PASSKEY.codeEmpty))
    const after = await takeStaffCode(code)
    if (after.step !== 'make-passkey') return onDone(after)
    setStep('make')
    onDone(await makePasskey())
  }

  if (hindrance) return <p role="alert">{say(HINDRANCES[hindrance])}</p>
  switch (step) {
    case 'opening':
      return fault === undefined ? (
        <p role="status">{say(COMMON.loading)}</p>
      ) : (
        <Act label={COMMON.tryAgain} fault={fault} isBusy={isBusy} onAct={() => void attempt(find)} />
      )
    case 'code':
      return (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void attempt(join)
          }}
        >
          <label class="field" for="staff-code">
            {say(PASSKEY.code)}
          </label>
          <p id="staff-code-hint" class="hint">
            {say(session.demo && session.step ? PASSKEY.demoCode : PASSKEY.codeHint)}
          </p>
          <input
            id="staff-code"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="characters"
            spellcheck={false}
            maxLength={20}
            aria-invalid={fault !== undefined}
            aria-describedby="staff-code-hint staff-code-fault"
          />
          <p id="staff-code-fault" role="alert">
            {fault}
          </p>
          <button type="submit" class="button main" disabled={isBusy}>
            {say(isBusy ? PASSKEY.working : session.step ? PASSKEY.make : PASSKEY.codeNext)}
          </button>
        </form>
      )
    case 'make': {
      const make = () => void attempt(async () => onDone(await makePasskey()))
      return <Act hint={PASSKEY.makeHint} label={PASSKEY.make} fault={fault} isBusy={isBusy} onAct={make} />
    }
    case 'show': {
      const show = () => void attempt(async () => onDone(await showPasskey()))
      return <Act hint={PASSKEY.showHint} label={PASSKEY.show} fault={fault} isBusy={isBusy} onAct={show} />
    }
  }
}

function Act(props: {
  hint?: Parameters<typeof say>[0]
  label: Parameters<typeof say>[0]
  fault: string | undefined
  isBusy: boolean
  onAct: () => void
}) {
  return (
    <>
      {props.hint && <p>{say(props.hint)}</p>}
      {props.fault !== undefined && <p role="alert">{props.fault}</p>}
      <button type="button" class="button main" disabled={props.isBusy} onClick={props.onAct}>
        {say(props.isBusy ? PASSKEY.working : props.label)}
      </button>
    </>
  )
}

function wordsOf(cause: unknown): string {
  if (cause instanceof CallProblem) return cause.title
  return say(cause instanceof PasskeyBrokenOff ? PASSKEY.brokenOff : COMMON.unreachable)
}
