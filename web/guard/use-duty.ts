import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { DutyVenues } from '../../contract/doors.ts'
import type { SessionView } from '../../contract/identity.ts'
import { call, CallProblem } from '../kit/api.ts'
import { learnTime } from './clock.ts'
import { keep, kept } from './device.ts'

/** Who is signed in and where he may be on duty, as the server said last. */
export interface DutyState {
  readonly session: SessionView | undefined
  readonly duty: DutyVenues | undefined
  /** Whether the server answered the last time it was asked. Undefined: it has not been asked yet. */
  readonly isOnline: boolean | undefined
  /** The session ended while he was at work: he may finish with whoever stands there, and signs in again. */
  readonly isSignedOut: boolean
  refresh(): void
}

// Often enough that a new policy reaches the door within a minute, and the network's return within ten seconds.
const REFRESH_EVERY_MS = { online: 60_000, offline: 10_000 }

/** Asks the server now and then; without an answer the last one, kept on the device, goes on being true. */
export function useDuty(): DutyState {
  const [session, setSession] = useState(() => kept('session'))
  const [duty, setDuty] = useState(() => kept('duty'))
  const [isOnline, setIsOnline] = useState<boolean>()
  const [isSignedOut, setIsSignedOut] = useState(false)
  const wasGuard = useRef(false)
  const [asked, setAsked] = useState(0)
  const refresh = useCallback(() => setAsked((times) => times + 1), [])

  useEffect(() => {
    let isGone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    void ask().then((answered) => {
      if (isGone) return
      setIsOnline(answered)
      timer = setTimeout(refresh, answered ? REFRESH_EVERY_MS.online : REFRESH_EVERY_MS.offline)
    })
    return () => {
      isGone = true
      clearTimeout(timer)
    }

    async function ask(): Promise<boolean> {
      try {
        const askedAt = Date.now()
        const now = await call<SessionView>('GET', '/api/session')
        learnTime(now.serverTime, askedAt)
        const venues = isGuard(now) ? await call<DutyVenues>('GET', '/api/duty-venues') : undefined
        if (isGone) return true
        if (venues) {
          keep('duty', venues)
          setDuty(venues)
        }
        keep('session', now)
        setIsSignedOut(wasGuard.current && now.signedIn === 'nobody')
        wasGuard.current ||= isGuard(now)
        if (!wasGuard.current || now.signedIn !== 'nobody') setSession(now)
        return true
      } catch (fault) {
        // A refusal is an answer too; what it refused is said where it was asked for.
        return fault instanceof CallProblem && fault.status < 500
      }
    }
  }, [asked])

  useEffect(() => {
    addEventListener('online', refresh)
    addEventListener('offline', refresh)
    return () => {
      removeEventListener('online', refresh)
      removeEventListener('offline', refresh)
    }
  }, [refresh])

  return { session, duty, isOnline, isSignedOut, refresh }
}

/** Whether the account that is signed in is a guard's. */
export function isGuard(session: SessionView): boolean {
  return session.signedIn === 'staff' && session.role === 'guard'
}
