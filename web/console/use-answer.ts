import { useCallback, useEffect, useRef, useState } from 'react'
import { call, CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { say } from '../kit/language.ts'
import { useDesk } from './session.ts'

/** What the server says to a question: not yet, an answer, or why there is none. While it is asked again the old answer stays. */
export interface Asked<Answer> {
  readonly answer: Answer | undefined
  readonly fault: string | undefined
  readonly isWaiting: boolean
  readonly again: () => void
}

/** Asks the server, and again whenever the path changes or `again` is called. */
export function useAnswer<Answer>(path: string): Asked<Answer> {
  const { onSignedOut } = useDesk()
  const [answered, setAnswered] = useState<{ path: string; answer: Answer }>()
  const [fault, setFault] = useState<string>()
  const [isWaiting, setIsWaiting] = useState(true)
  const latest = useRef(0)
  const current = useRef(path)

  // Whoever asks again when something is done may have been handed this before the path changed: what is shown now is asked for.
  const again = useCallback(() => {
    const asked = current.current
    latest.current += 1
    const turn = latest.current
    const isLatest = () => turn === latest.current
    setIsWaiting(true)
    void call<Answer>('GET', asked)
      .then(
        (answer) => {
          if (!isLatest()) return
          setAnswered({ path: asked, answer })
          setFault(undefined)
        },
        (cause: unknown) => {
          if (!isLatest()) return
          if (hasEnded(cause)) onSignedOut()
          else setFault(wordsOf(cause))
        },
      )
      .finally(() => isLatest() && setIsWaiting(false))
  }, [])

  useEffect(() => {
    current.current = path
    again()
  }, [path, again])
  return { answer: answered?.path === path ? answered.answer : undefined, fault, isWaiting, again }
}

/** Whether the session has ended. */
export function hasEnded(cause: unknown): boolean {
  return cause instanceof CallProblem && cause.status === 401
}

/** Why something did not work, in the person's words. */
export function wordsOf(cause: unknown): string {
  return cause instanceof CallProblem ? cause.title : say(COMMON.unreachable)
}
