import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatShanghai } from '../../core/instant.ts'
import { ColourShape } from '../kit/colour-shape.tsx'
import { COLOUR_WORDS } from '../kit/dictionary/colours.ts'
import { DOCUMENT_NAMES } from '../kit/dictionary/documents.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { SHAPES } from '../kit/shapes.ts'
import { HolderPhoto } from './holder-photo.tsx'
import type { Answered, Duty, Source } from './passage.ts'
import type { Phase } from './phase.ts'
import { signOf, type Line, type Shape, type Sign } from './sign.ts'

// Tick and cross are the guard's alone; the others are the shapes of the colours.
const PATHS: Readonly<Record<Shape, string>> = {
  circle: SHAPES.green,
  triangle: SHAPES.yellow,
  square: SHAPES.red,
  ring: SHAPES.grey,
  tick: 'M9.5 20.5 1.5 12.5l3-3 5 5L19.5 4l3 3z',
  cross: 'M4.9 2 12 9.1 19.1 2 22 4.9 14.9 12 22 19.1 19.1 22 12 14.9 4.9 22 2 19.1 9.1 12 2 4.9z',
}

/** The answer on the screen: sign, who it is about, and below it what the guard does next. */
export function Answer({
  phase,
  duty,
  children,
}: {
  phase: Phase & { passage: Answered }
  duty: Duty
  children?: ComponentChildren
}) {
  const sign = signOf(phase, duty)
  const isWhole = phase.at === 'ended'
  return (
    <section class={`answer ${isWhole ? 'whole' : ''}`} aria-labelledby="answer-word">
      <SignBoard key={`${phase.passage.entryId} ${phase.at}`} sign={sign} />
      <Who passage={phase.passage} duty={duty} />
      <WhoseWord source={phase.passage.source} />
      {children}
    </section>
  )
}

function SignBoard({ sign }: { sign: Sign }) {
  const word = useRef<HTMLHeadingElement>(null)
  // Whoever hears the screen or works by keyboard starts at the answer.
  useEffect(() => word.current?.focus({ preventScroll: true }), [])
  return (
    <div class={`sign ground-${sign.ground}`}>
      <h2 id="answer-word" class="sign-word" tabIndex={-1} ref={word}>
        {sign.shape && (
          <svg class="sign-shape" viewBox="0 0 24 24" aria-hidden="true">
            <path d={PATHS[sign.shape]} fill="currentColor" fill-rule="evenodd" />
          </svg>
        )}
        <span>{say(sign.word)}</span>
      </h2>
      {sign.colour && (
        <p class="sign-colour">
          <ColourShape colour={sign.colour} /> {say(COLOUR_WORDS[sign.colour])}
        </p>
      )}
      {sign.because && <p class="sign-because">{sayLine(sign.because)}</p>}
      {sign.next && <p class="sign-next">{say(sign.next)}</p>}
    </div>
  )
}

function Who({ passage, duty }: { passage: Answered; duty: Duty }) {
  const { holder, finding, code } = passage
  if (!holder) return null
  const { maskedName, document } = holder
  return (
    <div class="who">
      {duty.policy.photo && finding.kind === 'colour' && finding.photo && code !== undefined && (
        <HolderPhoto key={passage.entryId} scan={{ gateId: duty.gateId, code, at: passage.at }} />
      )}
      <p>
        <strong class="who-name">{maskedName}</strong>
        <span class="who-document">
          {say(GUARD.documentEnding, { type: say(DOCUMENT_NAMES[document.type]), lastFour: document.lastFour })}
        </span>
      </p>
    </div>
  )
}

/** Whose word the answer is, and how old what it rests on. */
function WhoseWord({ source }: { source: Source }) {
  if (source.by === 'device') {
    if (source.asOf === undefined) return null
    return <p class="whose-word">{say(GATE.byDevice, { time: formatShanghai(source.asOf).slice(5, 16) })}</p>
  }
  return (
    <p class={`whose-word ${source.corrected ? 'corrected' : ''}`} role="status">
      {say(source.corrected ? GATE.corrected : GATE.byServer)}
    </p>
  )
}

function sayLine({ text, values = {} }: Line): string {
  const said = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : say(value)])
  return say(text, Object.fromEntries(said) as Record<string, string>)
}
