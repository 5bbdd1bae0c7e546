import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SessionView } from '../../contract/identity.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { usePreferences } from '../kit/switches.tsx'
import { CameraView } from './camera-view.tsx'
import { now } from './clock.ts'
import { startDecoder } from './decoder.ts'
import { DemoInput } from './demo-input.tsx'
import { keep, kept } from './device.ts'
import { Head, Notices, type Post } from './head.tsx'
import { asPolicy, type Duty } from './passage.ts'
import { PhaseView } from './phase-view.tsx'
import { readsCamera, type Phase } from './phase.ts'
import { Settings } from './settings.tsx'
import { hush } from './sound.ts'
import { useFlow } from './use-flow.ts'
import { useKeyboard } from './use-keyboard.ts'
import { useSender } from './use-sender.ts'
import { newEntryId, type GuardWorld } from './world.ts'

/** The guard's post: scan, answer, measure, next. */
export function PostPage({
  post,
  session,
  world,
  isOnline,
  isSignedOut,
  onUnanswered,
  onChangeGate,
  onSignIn,
  onSignOut,
}: {
  post: Post
  session: SessionView
  world: GuardWorld
  isOnline: boolean
  isSignedOut: boolean
  /** The server was silent: the network is to be looked at now, not in a minute. */
  onUnanswered: () => void
  onChangeGate: () => void
  onSignIn: () => void
  onSignOut: () => void
}) {
  usePreferences()
  const [voice, setVoice] = useState(() => kept('voice') ?? 'on')
  const [cameraId, setCameraId] = useState(() => kept('cameraId'))
  const [hasSettings, setHasSettings] = useState(false)
  const decoder = useMemo(startDecoder, [])
  const checks = useMemo(() => world.checkWorld(session.demo), [world, session.demo])
  const duty: Duty = { gateId: post.gate.gateId, guardId: post.guardId, policy: asPolicy(post.venue.policy) }
  const sending = useSender(world.outbox)
  const start = { direction: kept('direction') ?? 'in', voice } as const
  const { state, send, said } = useFlow({ duty, checks, record: sending.record }, start)
  const { phase, direction } = state
  useKeyboard(phase, send)
  useEffect(() => () => decoder.close(), [decoder])
  useEffect(() => keep('direction', direction), [direction])
  useEffect(() => {
    if (isOnline) sending.sendNow()
  }, [isOnline])
  const isUnanswered = sending.stopped === 'later' || isNetworkTrouble(phase)
  useEffect(() => {
    if (isUnanswered) onUnanswered()
  }, [isUnanswered])

  const onCode = (by: 'camera' | 'pasted') => (code: string) =>
    send({ type: 'read', code, at: now(), entryId: newEntryId(), by })

  function switchVoice(): void {
    const turn = voice === 'on' ? 'off' : 'on'
    if (turn === 'off') hush()
    keep('voice', turn)
    setVoice(turn)
  }

  function chooseCamera(chosen: string): void {
    keep('cameraId', chosen)
    setCameraId(chosen)
  }

  return (
    <div class={`guard ${phase.at}`}>
      <Head
        post={post}
        direction={direction}
        isOnline={isOnline}
        demo={session.demo}
        sending={sending}
        onTurn={() => send({ type: 'turned' })}
        onSettings={() => setHasSettings(true)}
      />
      <main class="stage">
        <div class={`scan ${phase.at === 'scanning' ? '' : 'away'}`}>
          <Notices sending={sending} isSignedOut={isSignedOut} signIn={onSignIn} />
          <CameraView
            decoder={decoder}
            reads={readsCamera(phase)}
            cameraId={cameraId}
            aim={phase.at === 'scanning' && phase.awaits === 'paper' ? GUARD.aimPaper : GUARD.aim}
            onCode={onCode('camera')}
          />
          {session.demo && <DemoInput decoder={decoder} onCode={onCode('pasted')} />}
          <button
            type="button"
            class="button big no-code"
            onClick={() => send({ type: 'has-no-code', at: now(), entryId: newEntryId() })}
          >
            {say(GUARD.hasNoCode)}
          </button>
        </div>
        {phase.at !== 'scanning' && <PhaseView phase={phase} duty={duty} send={send} />}
      </main>
      <p class="spoken" aria-live="assertive">
        {said && say(said)}
      </p>
      {hasSettings && (
        <Settings
          post={post}
          session={session}
          voice={voice}
          cameraId={cameraId}
          onVoice={switchVoice}
          onCamera={chooseCamera}
          onChangeGate={onChangeGate}
          onSignOut={onSignOut}
          onClose={() => setHasSettings(false)}
        />
      )}
    </div>
  )
}

function isNetworkTrouble(phase: Phase): boolean {
  if (phase.at === 'scanning' || phase.at === 'checking') return false
  const { finding } = phase.passage
  return finding.kind === 'cannot-tell' && finding.because === 'network'
}
