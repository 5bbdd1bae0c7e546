import { useEffect, useRef } from 'react'
import { useAnswer, type Asked } from './use-answer.ts'

/** How often something is asked for again: always alike, or as its answer has it; undefined: never. */
export type Pace<Answer> = number | undefined | ((answer: Answer | undefined) => number | undefined)

/** Asks the server, and again every so often while the page is looked at, and as soon as it is looked at again; without a pace once. */
export function useLive<Answer>(path: string, pace: Pace<Answer>): Asked<Answer> {
  const asked = useAnswer<Answer>(path)
  const { again, isWaiting } = asked
  const everyMs = typeof pace === 'function' ? pace(asked.answer) : pace
  // The latest question alone is heard: where answers are slow, asking on would leave every one of them unheard.
  const isAwaited = useRef(isWaiting)
  isAwaited.current = isWaiting
  useEffect(() => {
    if (everyMs === undefined) return undefined
    const askIfSeen = (): void => {
      if (document.visibilityState === 'visible' && !isAwaited.current) again()
    }
    const timer = setInterval(askIfSeen, everyMs)
    document.addEventListener('visibilitychange', askIfSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', askIfSeen)
    }
  }, [again, everyMs])
  return asked
}
