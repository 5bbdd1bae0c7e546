import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../contract/identity.ts'
import { call } from '../kit/api.ts'
import { ChannelLinks } from '../kit/channel-links.tsx'
import { COMMON } from '../kit/dictionary/common.ts'
import { CONSOLE } from '../kit/dictionary/console.ts'
import { PASSKEY } from '../kit/dictionary/passkey.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { say, type Text } from '../kit/language.ts'
import { Switches, usePreferences } from '../kit/switches.tsx'
import { Prove } from './prove.tsx'

type Stage =
  | { readonly at: 'opening' | 'unreachable' | 'signed-out' }
  | { readonly at: 'signed-in'; readonly session: SessionView }

/** The staff page: signing in with all that belongs to it; the work of one's role is at the console. */
export function App() {
  usePreferences()
  const [stage, setStage] = useState<Stage>({ at: 'opening' })

  async function open(): Promise<void> {
    setStage({ at: 'opening' })
    try {
      const session = await call<SessionView>('GET', '/api/session')
      setStage(session.signedIn === 'nobody' ? { at: 'signed-out' } : { at: 'signed-in', session })
    } catch {
      // Whatever the cause: nobody knows yet who is here.
      setStage({ at: 'unreachable' })
    }
  }

  async function signOut(): Promise<void> {
    try {
      await call('POST', '/api/sign-out', {})
    } finally {
      await open()
    }
  }

  useEffect(() => void open(), [])

  switch (stage.at) {
    case 'opening':
      return (
        <Narrow title={STAFF.title}>
          <p role="status">{say(COMMON.loading)}</p>
        </Narrow>
      )
    case 'unreachable':
      return (
        <Narrow title={STAFF.title}>
          <p role="alert">{say(COMMON.unreachable)}</p>
          <button type="button" class="button main" onClick={() => void open()}>
            {say(COMMON.tryAgain)}
          </button>
        </Narrow>
      )
    case 'signed-out':
      return (
        <Narrow title={STAFF.signInTitle}>
          <p>{say(STAFF.signInHint)}</p>
          <ChannelLinks returnTo={`/staff${location.hash}`} />
        </Narrow>
      )
    case 'signed-in':
      return (
        <SignedIn
          session={stage.session}
          onSignOut={() => void signOut()}
          onProved={(session) => setStage({ at: 'signed-in', session })}
        />
      )
  }
}

function SignedIn({
  session,
  onSignOut,
  onProved,
}: {
  session: SessionView
  onSignOut: () => void
  onProved: (session: SessionView) => void
}) {
  // Guards are no staff who sign in: whoever has a role has his work at the console.
  const atConsole = session.role !== undefined
  useEffect(() => {
    if (atConsole) location.replace(`/console${location.hash}`)
  }, [atConsole])
  return (
    <Narrow title={session.step ? PASSKEY.title : STAFF.title}>
      {!session.step && !atConsole && <p role="alert">{say(STAFF.notOfficer)}</p>}
      {atConsole && <a href="/console">{say(CONSOLE.title)}</a>}
      {session.signedIn === 'citizen' && (
        <>
          {!session.step && <h2>{say(PASSKEY.codeTitle)}</h2>}
          <Prove session={session} onDone={onProved} />
        </>
      )}
      <button type="button" class="button" onClick={onSignOut}>
        {say(COMMON.signOut)}
      </button>
    </Narrow>
  )
}

function Narrow({ title, children }: { title: Text; children: ComponentChildren }) {
  return (
    <div class="column narrow">
      <header class="bar">
        <span class="brand">{say(COMMON.appName)}</span>
        <Switches />
      </header>
      <main class="stack">
        <h1>{say(title)}</h1>
        {children}
      </main>
    </div>
  )
}
