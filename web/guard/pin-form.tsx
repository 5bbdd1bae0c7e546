import { useRef, useState } from 'preact/hooks'
import type { GateDuty } from '../../contract/gates.ts'
import { SECOND } from '../../core/instant.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import { oneMore, waitOf, type Attempts } from './attempts.ts'
import { now } from './clock.ts'
import { keep, kept } from './device.ts'
import { isPin } from './pin.ts'
import { useNow } from './use-now.ts'

const DIGITS = 6

/** Six digits of one guard, checked on this device; after some wrong ones it waits. */
export function PinForm({
  guard,
  submit,
  onRight,
}: {
  guard: GateDuty['guards'][number]
  submit: Text
  onRight: () => void
}) {
  const [digits, setDigits] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [attempts, setAttempts] = useState(() => kept('attempts')?.[guard.guardId])
  const [isWrong, setIsWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const waitMs = waitOf(attempts, useNow(SECOND))

  function remember(changed: Attempts | undefined): void {
    const { [guard.guardId]: _, ...others } = kept('attempts') ?? {}
    keep('attempts', changed ? { ...others, [guard.guardId]: changed } : others)
    setAttempts(changed)
  }

  async function tryPin(): Promise<void> {
    // Another tab may have had its own.
    const before = kept('attempts')?.[guard.guardId]
    if (isBusy || digits.length < DIGITS || waitOf(before, now()) > 0) return
    setIsBusy(true)
    const isRight = await isPin(guard.pin, digits)
    setIsBusy(false)
    setDigits('')
    remember(isRight ? undefined : oneMore(before, now()))
    setIsWrong(!isRight)
    if (isRight) onRight()
    else field.current?.focus()
  }

  const wait = waitMs > 0 && say(GATE.pinWait, { seconds: Math.ceil(waitMs / SECOND) })
  const says = !isBusy && (wait || (isWrong && say(GATE.pinWrong)))
  return (
    <form
      class="enrolment"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void tryPin()
      }}
    >
      <label class="field">
        <span>{say(GATE.pin)}</span>
        <input
          ref={field}
          class="code-field"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={DIGITS}
          value={digits}
          disabled={waitMs > 0}
          readOnly={isBusy}
          onInput={(event) => setDigits(event.currentTarget.value.replaceAll(/\D/g, ''))}
          aria-describedby={says === false ? undefined : 'pin-fault'}
        />
      </label>
      {guard.demoPin !== undefined && (
        <p class="soft">
          <strong class="chip">{say(GUARD.demo)}</strong> {say(GATE.demoPin)}{' '}
          <output aria-label={say(GATE.demoPin)}>{guard.demoPin}</output>
        </p>
      )}
      {says !== false && (
        <p id="pin-fault" class="field-fault" role="alert">
          {says}
        </p>
      )}
      <button type="submit" class="button main big" disabled={isBusy || waitMs > 0 || digits.length < DIGITS}>
        {say(isBusy ? GATE.pinChecking : submit)}
      </button>
    </form>
  )
}
