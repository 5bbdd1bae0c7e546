import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import type { Event } from './flow.ts'
import type { Phase } from './phase.ts'
import { showDigits } from './temperature.ts'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Three digits for the temperature, by thumb; keys and thermometers that type come in another way. */
export function Keypad({ phase, send }: { phase: Phase & { at: 'measuring' }; send: (event: Event) => void }) {
  const { digits, implausible } = phase
  return (
    <div class="measure" role="group" aria-label={say(GUARD.temperature)}>
      <p class="measure-head">
        <span>{say(GUARD.measure)}</span>
        <output class="measure-digits" aria-label={say(GUARD.temperature)}>
          {showDigits(digits)}
        </output>
        <span aria-hidden="true">℃</span>
      </p>
      {implausible !== undefined && (
        <p class="measure-again" role="alert">
          {say(GUARD.implausible, { celsius: implausible.toFixed(1) })}
        </p>
      )}
      <div class="keypad">
        {DIGITS.map((digit) => (
          <button key={digit} type="button" class="key" onClick={() => send({ type: 'digit', digit })}>
            {digit}
          </button>
        ))}
        <button type="button" class="key word" onClick={() => send({ type: 'not-measured' })}>
          {say(GUARD.notMeasured)}
        </button>
        <button type="button" class="key" onClick={() => send({ type: 'digit', digit: '0' })}>
          0
        </button>
        <button type="button" class="key" aria-label={say(GUARD.erase)} onClick={() => send({ type: 'erased' })}>
          ⌫
        </button>
      </div>
    </div>
  )
}
