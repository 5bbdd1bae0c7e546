import './appeal.css'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { MyAppeal, MyAppeals } from '../../../contract/appeals.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { APPEAL } from '../../kit/dictionary/appeal.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { say } from '../../kit/language.ts'
import { usePreferences } from '../../kit/switches.tsx'
import { PersonGate } from '../form/person-gate.tsx'
import { Page } from '../frame.tsx'
import { Opening } from '../opening.tsx'
import { AppealView } from './appeal-view.tsx'
import { NewAppealForm } from './new-appeal.tsx'

// Departments answer within hours; a minute is soon enough, and costs the server nothing.
const REFRESH_EVERY_MS = 60_000

/** 我要申诉 (M12): a new appeal, and how one's own stand. */
export function AppealPage() {
  usePreferences()
  return (
    <Page title={say(APPEAL.title)}>
      <PersonGate elsewhere={(state) => (state === 'unregistered' ? '/register' : undefined)}>
        {() => <Appeals />}
      </PersonGate>
    </Page>
  )
}

function Appeals() {
  const [appeals, setAppeals] = useState<readonly MyAppeal[]>()
  const [fault, setFault] = useState<string>()
  const [sent, setSent] = useState<MyAppeal>()
  const told = useRef<HTMLParagraphElement>(null)

  function load(): void {
    call<MyAppeals>('GET', '/api/me/appeals').then(
      (answer) => {
        setAppeals(answer.appeals)
        setFault(undefined)
      },
      (cause: unknown) => setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable)),
    )
  }

  useEffect(() => {
    load()
    const timer = setInterval(load, REFRESH_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => told.current?.focus(), [sent])

  function change(next: MyAppeal): void {
    setAppeals((before) => before?.map((one) => (one.appealId === next.appealId ? next : one)))
  }

  return (
    <div class="appeals">
      {sent && (
        <p class="panel" role="status" tabIndex={-1} ref={told}>
          <strong>{say(APPEAL.sent, { number: sent.number })}</strong>
        </p>
      )}
      <section class="stack" aria-labelledby="mine">
        <h2 id="mine">{say(APPEAL.mine)}</h2>
        {fault !== undefined && (
          <div role="alert">
            <p>{fault}</p>
            <button type="button" class="button" onClick={load}>
              {say(COMMON.tryAgain)}
            </button>
          </div>
        )}
        {appeals?.map((appeal) => (
          <AppealView key={appeal.appealId} appeal={appeal} onChanged={change} />
        ))}
        {appeals?.length === 0 && <p class="soft">{say(APPEAL.none)}</p>}
        {!appeals && fault === undefined && <Opening />}
      </section>
      <section class="stack" aria-labelledby="new">
        <h2 id="new">{say(APPEAL.newTitle)}</h2>
        <p>{say(APPEAL.intro)}</p>
        <NewAppealForm
          onSent={(appeal) => {
            setSent(appeal)
            load()
          }}
        />
      </section>
    </div>
  )
}
