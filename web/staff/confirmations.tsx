import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Static } from 'typebox'
import type { ConfirmationList as ConfirmationListSchema, ConfirmationRow } from '../../contract/identity.ts'
import { call, CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { say } from '../kit/language.ts'
import { CaseView, type CaseEnd } from './case-view.tsx'
import type { SectionProps } from './sections.tsx'
import { WorkList } from './work-list.tsx'

type ConfirmationList = Static<typeof ConfirmationListSchema>

// New cases come a few an hour; a minute is soon enough, and costs the server nothing.
const REFRESH_EVERY_MS = 60_000

/** People who wait to be confirmed: the list of cases, and the open one beside it. */
export function Confirmations({ channels, onSignedOut }: SectionProps) {
  const [rows, setRows] = useState<readonly ConfirmationRow[]>()
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
  )
}

const DONE = {
  confirmed: STAFF.confirmed,
  refused: STAFF.refused,
  'closed-by-another': STAFF.closedByAnother,
} as const
