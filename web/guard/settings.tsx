import { useEffect, useRef, useState } from 'preact/hooks'
import type { GateDuty } from '../../contract/gates.ts'
import type { DoorPolicy } from '../../core/door.ts'
import { formatShanghai } from '../../core/instant.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { Switches } from '../kit/switches.tsx'
import { listCameras } from './camera.ts'
import { PinForm } from './pin-form.tsx'
import type { Shift } from './shift.ts'

/** What is set once a shift: voice, camera, language; and the way out of it. */
export function Settings({
  duty,
  policy,
  guard,
  shift,
  voice,
  cameraId,
  onVoice,
  onCamera,
  onEnd,
  onClose,
}: {
  duty: GateDuty
  policy: DoorPolicy
  guard: GateDuty['guards'][number]
  shift: Shift
  voice: 'on' | 'off'
  cameraId: string | undefined
  onVoice: () => void
  onCamera: (cameraId: string) => void
  onEnd: () => void
  onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [cameras, setCameras] = useState<MediaDeviceInfo[]>([])
  const [ends, setEnds] = useState(false)
  useEffect(() => {
    dialog.current?.showModal()
    // Without cameras there is nothing to choose.
    listCameras().then(setCameras, () => undefined)
  }, [])
  return (
    <dialog ref={dialog} class="settings" aria-labelledby="settings-title" onClose={onClose}>
      <div class="settings-head">
        <h2 id="settings-title">{say(GUARD.menu)}</h2>
        <Switches />
      </div>
      <dl class="settings-facts">
        <dt>{say(GUARD.onDuty)}</dt>
        <dd>{say(GATE.since, { name: guard.name, time: formatShanghai(shift.since).slice(11, 16) })}</dd>
        <dd>{say(GATE.shiftCounts, { ...shift.passed, refused: shift.refused })}</dd>
        <dt>{duty.gate.name}</dt>
        <dd>
          {duty.venue.name} · {duty.venue.address}
        </dd>
        <dt>{say(GUARD.policy)}</dt>
        <dd>{say(policy.name)}</dd>
      </dl>
      <button type="button" class="button" aria-pressed={voice === 'on'} onClick={onVoice}>
        {say(GUARD.voice)}：{say(voice === 'on' ? GUARD.on : GUARD.off)}
      </button>
      {cameras.length > 1 && (
        <label class="field">
          <span>{say(GUARD.camera)}</span>
          <select value={cameraId ?? ''} onChange={(event) => onCamera(event.currentTarget.value)}>
            {cameras.map(({ deviceId, label }, place) => (
              <option key={deviceId} value={deviceId}>
                {label === '' ? say(GUARD.cameraNumber, { n: place + 1 }) : label}
              </option>
            ))}
          </select>
        </label>
      )}
      {ends ? (
        <>
          <p>{say(GATE.endShiftHint)}</p>
          <PinForm guard={guard} submit={GATE.endShift} onRight={onEnd} />
        </>
      ) : (
        <button type="button" class="button" onClick={() => setEnds(true)}>
          {say(GATE.endShift)}
        </button>
      )}
      <button type="button" class={`button ${ends ? '' : 'main'}`} onClick={() => dialog.current?.close()}>
        {say(GUARD.close)}
      </button>
    </dialog>
  )
}
