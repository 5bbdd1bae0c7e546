import { firstAnswer } from '../../core/door.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import { Answer } from './answer.tsx'
import { now } from './clock.ts'
import { DocumentForm } from './document-form.tsx'
import type { Event } from './flow.ts'
import { Keypad } from './keypad.tsx'
import type { Answered, Duty } from './passage.ts'
import { maySkipDocument, type Phase } from './phase.ts'
import { newEntryId } from './world.ts'
import { Offers, RegisterQr } from './without-code.tsx'

type Send = (event: Event) => void

/** Everything between a scan and the next one. */
export function PhaseView({
  phase,
  duty,
  send,
}: {
  phase: Exclude<Phase, { at: 'scanning' }>
  duty: Duty
  send: Send
}) {
  if (phase.at === 'checking') return <Checking send={send} />
  return (
    <Answer phase={phase} duty={duty}>
      <Next phase={phase} duty={duty} send={send} />
    </Answer>
  )
}

function Checking({ send }: { send: Send }) {
  return (
    <section class="answer whole checking">
      <div class="sign ground-plain">
        <p class="checking-word" role="status">
          {say(GUARD.checking)}
        </p>
      </div>
      <Cancel send={send} />
    </section>
  )
}

function Next({
  phase,
  duty,
  send,
}: {
  phase: Exclude<Phase, { at: 'scanning' | 'checking' }>
  duty: Duty
  send: Send
}) {
  const { passage } = phase
  switch (phase.at) {
    case 'offering':
      return (
        <>
          <Offers duty={duty} send={send} />
          <Cancel send={send} />
        </>
      )
    case 'registering':
      return (
        <>
          <RegisterQr />
          <GoOn label={GUARD.registered} send={send} />
        </>
      )
    case 'identifying':
      return <Identifying passage={passage} duty={duty} send={send} />
    case 'looking':
      return (
        <>
          <p class="question">{say(passage.paper ? GUARD.lookPaper : GUARD.look)}</p>
          <Word send={send} />
          <Cancel send={send} />
        </>
      )
    case 'measuring':
      return (
        <>
          <Keypad phase={phase} send={send} />
          <Cancel send={send} />
        </>
      )
    case 'deciding':
      return (
        <>
          <p class="question">
            {passage.celsius === undefined
              ? say(GUARD.wasNotMeasured)
              : say(GUARD.measured, { celsius: passage.celsius.toFixed(1) })}
            <br />
            {say(GUARD.decide)}
          </p>
          <Word send={send} />
          <Cancel send={send} />
        </>
      )
    case 'ended':
      return phase.end.decision === 'admitted' ? null : <Refused passage={passage} duty={duty} send={send} />
  }
}

function Identifying({ passage, duty, send }: { passage: Answered; duty: Duty; send: Send }) {
  const isTrouble = passage.finding.kind === 'cannot-tell'
  return (
    <div class="choices">
      <DocumentForm
        goOn={passage.direction === 'out' ? GUARD.documentRecord : GUARD.documentGoOn}
        onDocument={(document) => send({ type: 'document-typed', document })}
      />
      <div class="row">
        {isTrouble && (
          <button type="button" class="button" onClick={() => send({ type: 'tried-again' })}>
            {say(COMMON.tryAgain)}
          </button>
        )}
        {maySkipDocument(passage, duty) && (
          <button type="button" class="button" onClick={() => send({ type: 'document-skipped' })}>
            {say(GUARD.documentSkip)}
          </button>
        )}
      </div>
      <Cancel send={send} />
    </div>
  )
}

function Refused({ passage, duty, send }: { passage: Answered; duty: Duty; send: Send }) {
  const isFake = passage.finding.kind === 'not-genuine'
  const offersMore = isFake && firstAnswer(duty.policy, { kind: 'no-code' }) === 'fallback'
  return (
    <>
      <GoOn label={isFake ? GUARD.scanAgain : GUARD.next} send={send} />
      {offersMore && (
        <button
          type="button"
          class="button"
          onClick={() => send({ type: 'has-no-code', at: now(), entryId: newEntryId() })}
        >
          {say(GUARD.hasNoCode)}
        </button>
      )}
    </>
  )
}

function Word({ send }: { send: Send }) {
  return (
    <div class="pair">
      <button type="button" class="button big" onClick={() => send({ type: 'declined' })}>
        {say(GUARD.decline)}
      </button>
      <button type="button" class="button main big" onClick={() => send({ type: 'let-pass' })}>
        {say(GUARD.letPass)}
      </button>
    </div>
  )
}

function GoOn({ label, send }: { label: Text; send: Send }) {
  return (
    <button type="button" class="button main big" onClick={() => send({ type: 'went-on', at: now() })}>
      {say(label)}
    </button>
  )
}

function Cancel({ send }: { send: Send }) {
  return (
    <button type="button" class="cancel" onClick={() => send({ type: 'went-on', at: now() })}>
      {say(GUARD.cancel)}
    </button>
  )
}
