import { useEffect } from 'react'
import { useAnswer, type Asked } from './use-answer.ts'

/** Asks the server, and again every so often while the page is looked at, and as soon as it is looked at again. */
export function useLive<Answer>(path: string, everyMs: number): Asked<Answer> {
  const asked = useAnswer<Answer>(path)
  const { again } = asked
  useEffect(() => {
    const askIfSeen = (): void => {
      if (document.visibilityState === 'visible') again()
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
