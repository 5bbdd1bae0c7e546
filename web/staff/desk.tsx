import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Static } from 'typebox'
import type {
  Channel,
  Channels,
  ConfirmationList as ConfirmationListSchema,
  ConfirmationRow,
  SessionView,
} from '../../contract/identity.ts'
import { call, CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { say } from '../kit/language.ts'
import { Switches } from '../kit/switches.tsx'
import { CaseView, type CaseEnd } from './case-view.tsx'
import { channelName, WorkList } from './work-list.tsx'

type ConfirmationList = Static<typeof ConfirmationListSchema>

// New cases come a few an hour; a minute is soon enough, and costs the server nothing.
const REFRESH_EVERY_MS = 60_000

/** The list of cases, and the open one beside it. */
export function Desk({
  session,
  onSignOut,
  onSignedOut,
}: {
  session: SessionView
  onSignOut: () => void
  onSignedOut: () => void
}) {
  const [rows, setRows] = useState<readonly ConfirmationRow[]>()
  const [channels, setChannels] = useState<readonly Channel[]>([])
  const [fault, setFault] = useState<string>()
  const [open, setOpen] = useState<ConfirmationRow>()
  const [done, setDone] = useState<string>()

  const load = useCallback(async () => {
    try {
      const { confirmations } = await call<ConfirmationList>('GET', '/api/confirmations')
      setRows(confirmations)
      setFault(undefined)
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
    }
  }, [])

  useEffect(() => {
    void load()
    // Without names for the channels their ids are shown.
    call<Channels>('GET', '/api/channels').then(
      (answer) => setChannels(answer.channels),
      () => undefined,
    )
    const timer = setInterval(() => void load(), REFRESH_EVERY_MS)
    return () => clearInterval(timer)
  }, [])

  function end(how: CaseEnd): void {
    setDone(say(DONE[how]))
    setOpen(undefined)
    void load()
  }

  function start(row: ConfirmationRow): void {
    setDone(undefined)
    setOpen(row)
  }

  const now = Date.now()
  return (
    <div class="desk">
      <header class="bar">
        <h1>{say(STAFF.title)}</h1>
        {session.demo && <span class="chip demo">{say(STAFF.demo)}</span>}
        <span class="account">{channelName(session.channel ?? '', channels)}</span>
        <Switches />
        <button type="button" class="switch" onClick={onSignOut}>
          {say(COMMON.signOut)}
        </button>
      </header>
      <main class={`desk-main ${open ? 'with-case' : ''}`}>
        <div class="list">
          <p class="done" role="status">
            {done}
          </p>
          {fault !== undefined && (
            <div class="fault" role="alert">
              <p>{fault}</p>
              <button type="button" class="button" onClick={() => void load()}>
                {say(COMMON.tryAgain)}
              </button>
            </div>
          )}
          {rows ? (
            <WorkList rows={rows} now={now} channels={channels} openId={open?.confirmationId} onOpen={start} />
          ) : (
            fault === undefined && <p role="status">{say(COMMON.loading)}</p>
          )}
        </div>
        {open && (
          <CaseView
            key={open.confirmationId}
            row={open}
            now={now}
            channels={channels}
            onEnd={end}
            onClose={() => setOpen(undefined)}
            onSignedOut={onSignedOut}
          />
        )}
      </main>
    </div>
  )
}

const DONE = {
  confirmed: STAFF.confirmed,
  refused: STAFF.refused,
  'closed-by-another': STAFF.closedByAnother,
} as const
