import { Button, Result } from 'antd'
import { useEffect, useState } from 'react'
import type { SessionView } from '../../contract/identity.ts'
import { call } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { CONSOLE } from '../kit/dictionary/console.ts'
import { say } from '../kit/language.ts'
import { Frame } from './frame.tsx'
import { Look, useLanguage } from './look.tsx'
import { sectionsOf } from './sections.ts'
import { DeskProvider } from './session.ts'
import { Waiting } from './states.tsx'

type Stage =
  | { readonly at: 'opening' | 'unreachable' }
  /** `again`: the session ended while he was working. */
  | { readonly at: 'signed-out'; readonly again: boolean }
  | { readonly at: 'signed-in'; readonly session: SessionView }

/** The console: for whoever has work here; everybody else is sent to where one signs in. */
export function App() {
  const speaking = useLanguage()
  return (
    <Look speaking={speaking}>
      <Stages />
    </Look>
  )
}

function Stages() {
  const [stage, setStage] = useState<Stage>({ at: 'opening' })

  async function open(): Promise<void> {
    setStage({ at: 'opening' })
    try {
      const session = await call<SessionView>('GET', '/api/session')
      setStage(session.signedIn === 'nobody' ? { at: 'signed-out', again: false } : { at: 'signed-in', session })
    } catch {
      // Whatever the cause: nobody knows yet who is here.
      setStage({ at: 'unreachable' })
    }
  }

  async function signOut(): Promise<void> {
    try {
      await call('POST', '/api/sign-out', {})
      location.assign('/staff')
    } catch {
      await open()
    }
  }

  useEffect(() => void open(), [])

  switch (stage.at) {
    case 'opening':
      return (
        <main className="lone">
          <Waiting />
        </main>
      )
    case 'unreachable':
      return (
        <main className="lone">
          <Result
            status="warning"
            title={say(COMMON.unreachable)}
            extra={
              <Button type="primary" onClick={() => void open()}>
                {say(COMMON.tryAgain)}
              </Button>
            }
          />
        </main>
      )
    case 'signed-out':
      return <AtTheDoor words={say(stage.again ? CONSOLE.signedOut : CONSOLE.signInHint)} />
    case 'signed-in': {
      const [first, ...others] = sectionsOf(stage.session)
      if (!first) return <AtTheDoor words={say(CONSOLE.noWorkHere)} />
      return (
        <DeskProvider
          value={{ session: stage.session, onSignedOut: () => setStage({ at: 'signed-out', again: true }) }}
        >
          <Frame sections={[first, ...others]} onSignOut={() => void signOut()} />
        </DeskProvider>
      )
    }
  }
}

/** Signing in, with all that belongs to it, is the staff page's. */
function AtTheDoor({ words }: { words: string }) {
  return (
    <main className="lone">
      <Result
        status="info"
        title={say(CONSOLE.title)}
        subTitle={words}
        extra={
          <Button type="primary" href={`/staff${location.hash}`}>
            {say(CONSOLE.toSignIn)}
          </Button>
        }
      />
    </main>
  )
}
