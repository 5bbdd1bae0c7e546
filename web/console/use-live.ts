import { useEffect, useRef } from 'react'
import { useAnswer, type Asked } from './use-answer.ts'

/** Asks the server, and again every so often while the page is looked at, and as soon as it is looked at again. */
export function useLive<Answer>(path: string, everyMs: number): Asked<Answer> {
  const asked = useAnswer<Answer>(path)
  const { again, isWaiting } = asked
  // The latest question alone is heard: where answers are slow, asking on would leave every one of them unheard.
  const isAwaited = useRef(isWaiting)
  isAwaited.current = isWaiting
  useEffect(() => {
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
