import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { DutyVenues } from '../../contract/doors.ts'
import { call } from '../kit/api.ts'
import { ChannelLinks } from '../kit/channel-links.tsx'
import { COMMON } from '../kit/dictionary/common.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import { Switches, usePreferences } from '../kit/switches.tsx'
import { forget, keep, kept } from './device.ts'
import { Gates } from './gates.tsx'
import type { Post } from './head.tsx'
import { PostPage } from './post.tsx'
import { isGuard, useDuty } from './use-duty.ts'
import { openWorld, type GuardWorld } from './world.ts'

/** The guard's page: sign in, choose the gate once, and from then on only scan. */
export function App() {
  usePreferences()
  const { session, duty, isOnline, isSignedOut, refresh } = useDuty()
  const world = useWorld(isOnline === true)
  const [gateId, setGateId] = useState(() => kept('gateId'))
  const [signsIn, setSignsIn] = useState(false)

  function chooseGate(chosen: string): void {
    keep('gateId', chosen)
    setGateId(chosen)
  }

  function leaveGate(): void {
    forget('gateId')
    setGateId(undefined)
  }

  async function signOut(): Promise<void> {
    try {
      await call('POST', '/api/sign-out', {})
    } finally {
      // The page begins anew, with whoever is signed in then.
      location.reload()
    }
  }

  if (!isSecureContext) return <Plain title={GUARD.title}>{say(GUARD.needsHttps)}</Plain>
  if (world === 'failed') return <Plain title={GUARD.title}>{say(GUARD.storeFault)}</Plain>
  if (!session && isOnline === false) {
    return (
      <Plain title={GUARD.title}>
        <p role="alert">{say(COMMON.unreachable)}</p>
        <button type="button" class="button main" onClick={refresh}>
          {say(COMMON.tryAgain)}
        </button>
      </Plain>
    )
  }
  if (!session || !world) return <Plain title={GUARD.title}>{say(COMMON.loading)}</Plain>
  if (signsIn || session.signedIn === 'nobody') return <SignIn />
  if (!isGuard(session)) return <NotGuard onSignOut={() => void signOut()} />
  if (!duty) return <Plain title={GUARD.title}>{say(isOnline === false ? COMMON.unreachable : COMMON.loading)}</Plain>
  const post = gateId === undefined ? undefined : findPost(duty, gateId)
  if (!post) {
    return (
      <Plain title={GUARD.chooseGate}>
        {gateId !== undefined && <p role="alert">{say(GUARD.gateGone)}</p>}
        <Gates duty={duty} onChosen={chooseGate} />
      </Plain>
    )
  }
  return (
    <PostPage
      key={post.gate.gateId}
      post={post}
      session={session}
      world={world}
      isOnline={isOnline !== false}
      isSignedOut={isSignedOut}
      onUnanswered={refresh}
      onChangeGate={leaveGate}
      onSignIn={() => setSignsIn(true)}
      onSignOut={() => void signOut()}
    />
  )
}

function SignIn() {
  return (
    <Plain title={GUARD.signInTitle}>
      <p>{say(GUARD.signInHint)}</p>
      <ChannelLinks returnTo="/guard" />
    </Plain>
  )
}

function NotGuard({ onSignOut }: { onSignOut: () => void }) {
  return (
    <Plain title={GUARD.title}>
      <p role="alert">{say(GUARD.notGuard)}</p>
      <button type="button" class="button main" onClick={onSignOut}>
        {say(COMMON.signOut)}
      </button>
    </Plain>
  )
}

/** A page before the post: title, switches, content. */
function Plain({ title, children }: { title: Text; children: ComponentChildren }) {
  return (
    <div class="column plain">
      <header class="plain-head">
        <span>{say(COMMON.appName)}</span>
        <Switches />
      </header>
      <main class="plain-main">
        <h1>{say(title)}</h1>
        {children}
      </main>
    </div>
  )
}

/** The device's storage, opened once; the issuing keys come anew whenever the network is back. */
function useWorld(isOnline: boolean): GuardWorld | 'failed' | undefined {
  const [world, setWorld] = useState<GuardWorld | 'failed'>()
  useEffect(() => {
    if (!isSecureContext) return
    openWorld().then(setWorld, () => setWorld('failed'))
  }, [])
  useEffect(() => {
    // Without them the server still checks; the next return of the network brings them.
    if (isOnline && world && world !== 'failed') world.refreshKeys().catch(() => undefined)
  }, [isOnline, world])
  return world
}

function findPost(duty: DutyVenues, gateId: string): Post | undefined {
  for (const venue of duty.venues) {
    const gate = venue.gates.find((one) => one.gateId === gateId)
    if (gate) return { guardId: duty.guardId, venue, gate }
  }
  return undefined
}
