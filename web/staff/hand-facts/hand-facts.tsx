import './hand-facts.css'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { HandFactList, HandFactRow } from '../../../contract/hand-facts.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import type { SectionProps } from '../sections.tsx'
import { DraftForm } from './draft-form.tsx'
import { FactLists } from './fact-lists.tsx'
import { FactView } from './fact-view.tsx'
import { TakingBackForm } from './taking-back-form.tsx'

// Whoever waits for an approval sits beside the telephone; a minute is soon enough, and costs the server little.
const REFRESH_EVERY_MS = 60_000

/** What stands beside the lists. */
type Beside =
  | { readonly at: 'nothing' | 'drafting' }
  | { readonly at: 'fact'; readonly row: HandFactRow }
  | { readonly at: 'taking-back'; readonly row: HandFactRow }

/** Facts that are written by hand: what waits for the officer, and the draft or form beside it. */
export function HandFacts({ session, onSignedOut }: SectionProps) {
  const [list, setList] = useState<HandFactList>()
  const [fault, setFault] = useState<string>()
  const [beside, setBeside] = useState<Beside>({ at: 'nothing' })
  const [done, setDone] = useState<string>()
  // It outlives the form, as what was typed does: whoever looks something up in a list finds both again.
  const [file, setFile] = useState<File>()

  const load = useCallback(async () => {
    try {
      setList(await call<HandFactList>('GET', '/api/hand-facts'))
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

  function open(next: Beside): void {
    setDone(undefined)
    setBeside(next)
  }

  function drafted(row: HandFactRow): void {
    setFile(undefined)
    open({ at: 'fact', row })
    void load()
  }

  function end(told: Text): void {
    setBeside({ at: 'nothing' })
    setDone(say(told))
    void load()
  }

  const close = (): void => open({ at: 'nothing' })
  return (
    <main class={`desk-main ${beside.at === 'nothing' ? '' : 'with-case'}`}>
      <div class="list">
        <p class="soft">{say(HAND_FACTS.what)}</p>
        <p class="done" role="status">
          {done}
        </p>
        <button type="button" class="button main write" onClick={() => open({ at: 'drafting' })}>
          {say(HAND_FACTS.write)}
        </button>
        {fault !== undefined && (
          <div class="fault" role="alert">
            <p>{fault}</p>
            <button type="button" class="button" onClick={() => void load()}>
              {say(COMMON.tryAgain)}
            </button>
          </div>
        )}
        {list ? (
          <FactLists
            list={list}
            now={Date.now()}
            openId={beside.at === 'fact' || beside.at === 'taking-back' ? beside.row.factId : undefined}
            onOpen={(row) => open({ at: 'fact', row })}
          />
        ) : (
          fault === undefined && <p role="status">{say(COMMON.loading)}</p>
        )}
      </div>
      {beside.at === 'drafting' && (
        <DraftForm
          now={session.serverTime}
          file={file}
          onFile={setFile}
          onDrafted={drafted}
          onClose={close}
          onSignedOut={onSignedOut}
        />
      )}
      {beside.at === 'taking-back' && (
        <TakingBackForm row={beside.row} onDrafted={drafted} onClose={close} onSignedOut={onSignedOut} />
      )}
      {beside.at === 'fact' && (
        <FactView
          key={beside.row.factId}
          row={beside.row}
          staffId={session.staffId ?? ''}
          onEnd={end}
          onTakeBack={() => open({ at: 'taking-back', row: beside.row })}
          onClose={close}
          onSignedOut={onSignedOut}
        />
      )}
    </main>
  )
}
