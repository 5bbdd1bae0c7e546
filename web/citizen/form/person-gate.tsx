import type { ComponentChild } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { MyPage } from '../../../contract/registration.ts'
import { dayOf, instant, type Day } from '../../../core/instant.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { Opening } from '../opening.tsx'

/** What a form knows of the person before it begins; `me` is undefined where the server could not be asked. */
export interface Person {
  readonly me: MyPage | undefined
  readonly today: Day
}

interface PersonGateProps {
  /** Where somebody in this state has to go first; undefined: he is right here. */
  readonly elsewhere: (state: MyPage['state']) => string | undefined
  readonly children: (person: Person) => ComponentChild
}

/** Lets a form begin once it is known who the person is. Without a server it begins too: what is typed is kept. */
export function PersonGate({ elsewhere, children }: PersonGateProps) {
  const [person, setPerson] = useState<Person>()
  useEffect(() => {
    call<MyPage>('GET', '/api/me').then(
      (me) => {
        const other = elsewhere(me.state)
        if (other === undefined) setPerson({ me, today: dayOf(instant(me.serverTime)) })
        else location.replace(other)
      },
      (fault: unknown) => {
        const signedOut = fault instanceof CallProblem && fault.status === 401
        if (signedOut) location.replace(`/sign-in?return=${encodeURIComponent(location.pathname)}`)
        else setPerson({ me: undefined, today: dayOf(instant(Date.now())) })
      },
    )
  }, [])
  return person ? <>{children(person)}</> : <Opening />
}
