import { useEffect, useMemo, useState } from 'preact/hooks'
import type { EntryUpload } from '../../contract/doors.ts'
import type { GateDuty } from '../../contract/gates.ts'
import type { Instant } from '../../core/instant.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { usePreferences } from '../kit/switches.tsx'
import { CameraView } from './camera-view.tsx'
import { now } from './clock.ts'
import { startDecoder } from './decoder.ts'
import { DemoInput } from './demo-input.tsx'
import { keep, kept } from './device.ts'
import type { Event } from './flow.ts'
import { Head, Notices } from './head.tsx'
import { policyAt, type Duty } from './passage.ts'
import { PhaseView } from './phase-view.tsx'
import { readsCamera } from './phase.ts'
import { Settings } from './settings.tsx'
import type { Shift } from './shift.ts'
import { hush } from './sound.ts'
import { Stopped } from './stopped.tsx'
import { useFlow } from './use-flow.ts'
import type { GateState } from './use-gate.ts'
import { useKeyboard } from './use-keyboard.ts'
import { useNow } from './use-now.ts'
import type { Sending } from './use-sender.ts'
import { newEntryId, type GuardWorld } from './world.ts'

/** The guard's post: scan, answer, measure, next. */
export function PostPage({
  duty,
  guard,
  shift,
  world,
  gate,
  sending,
  listsAsOf,
  onRecord,
  onEnd,
}: {
  duty: GateDuty
  guard: GateDuty['guards'][number]
  shift: Shift
  world: GuardWorld
  gate: GateState
  sending: Sending
  listsAsOf: Instant | undefined
  onRecord: (entry: EntryUpload) => void
  onEnd: () => void
}) {
  usePreferences()
  const at = useNow()
  const [voice, setVoice] = useState(() => kept('voice') ?? 'on')
  const [cameraId, setCameraId] = useState(() => kept('cameraId'))
  const [hasSettings, setHasSettings] = useState(false)
  const decoder = useMemo(startDecoder, [])
  const checks = useMemo(() => world.checkWorld(duty, gate.refresh), [world, duty.demo, gate.refresh])
  // By the moment of each event: a policy that begins at eight is in force at eight, not at the next look.
  const dutyNow = (): Duty => ({
    gateId: duty.gate.gateId,
    guardId: guard.guardId,
    policy: policyAt(duty.policies, now()),
  })
  const { policy } = dutyNow()
  const { state, send, said } = useFlow(
    { duty: dutyNow, checks, record: onRecord },
    { direction: kept('direction') ?? 'in', voice },
  )
  const { phase, direction } = state
  const { stopped } = gate
  /** A device that may not judge finishes with whoever stands there and begins with nobody. */
  const sendIfLet = (event: Event) => {
    if (stopped === undefined || (event.type !== 'read' && event.type !== 'has-no-code')) send(event)
  }
  useKeyboard(phase, sendIfLet)
  useEffect(() => () => decoder.close(), [decoder])
  useEffect(() => keep('direction', direction), [direction])

  const onCode = (by: 'camera' | 'pasted') => (code: string) =>
    sendIfLet({ type: 'read', code, at: now(), entryId: newEntryId(), by })

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
        duty={duty}
        policy={policy}
        direction={direction}
        isOnline={gate.isOnline !== false}
        lists={{ asOf: listsAsOf, now: at }}
        sending={sending}
        onTurn={() => send({ type: 'turned' })}
        onSettings={() => setHasSettings(true)}
      />
      <main class="stage">
        {sending.cannotStore && (
          <p class="notice warn" role="alert">
            {say(GATE.notRecorded)}
          </p>
        )}
        <div class={`scan ${phase.at === 'scanning' ? '' : 'away'}`}>
          <Notices sending={sending} />
          {stopped ? (
            <Stopped because={stopped} />
          ) : (
            <>
              <CameraView
                decoder={decoder}
                reads={readsCamera(phase)}
                cameraId={cameraId}
                aim={phase.at === 'scanning' && phase.awaits === 'paper' ? GUARD.aimPaper : GUARD.aim}
                onCode={onCode('camera')}
              />
              {duty.demo && <DemoInput decoder={decoder} onCode={onCode('pasted')} />}
              <button
                type="button"
                class="button big no-code"
                onClick={() => sendIfLet({ type: 'has-no-code', at: now(), entryId: newEntryId() })}
              >
                {say(GUARD.hasNoCode)}
              </button>
            </>
          )}
        </div>
        {phase.at !== 'scanning' && <PhaseView phase={phase} duty={dutyNow()} send={sendIfLet} />}
      </main>
      <p class="spoken" aria-live="assertive">
        {said && say(said)}
      </p>
      {hasSettings && (
        <Settings
          duty={duty}
          policy={policy}
          guard={guard}
          shift={shift}
          voice={voice}
          cameraId={cameraId}
          onVoice={switchVoice}
          onCamera={chooseCamera}
          onEnd={onEnd}
          onClose={() => setHasSettings(false)}
        />
      )}
    </div>
  )
}
