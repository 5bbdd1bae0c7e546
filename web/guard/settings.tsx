import { useEffect, useRef, useState } from 'preact/hooks'
import type { Channels, SessionView } from '../../contract/identity.ts'
import { call } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { Switches } from '../kit/switches.tsx'
import { listCameras } from './camera.ts'
import type { Post } from './head.tsx'

/** What is set once a shift: voice, camera, language, gate, account. */
export function Settings({
  post,
  session,
  voice,
  cameraId,
  onVoice,
  onCamera,
  onChangeGate,
  onSignOut,
  onClose,
}: {
  post: Post
  session: SessionView
  voice: 'on' | 'off'
  cameraId: string | undefined
  onVoice: () => void
  onCamera: (cameraId: string) => void
  onChangeGate: () => void
  onSignOut: () => void
  onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [cameras, setCameras] = useState<MediaDeviceInfo[]>([])
  const [channel, setChannel] = useState(session.channel ?? '')
  useEffect(() => {
    dialog.current?.showModal()
    // Without cameras there is nothing to choose.
    listCameras().then(setCameras, () => undefined)
    call<Channels>('GET', '/api/channels').then(
      ({ channels }) => {
        const known = channels.find(({ id }) => id === session.channel)
        if (known) setChannel(say(known.name))
      },
      // Without a network its id has to do.
      () => undefined,
    )
  }, [])
  return (
    <dialog ref={dialog} class="settings" aria-labelledby="settings-title" onClose={onClose}>
      <div class="settings-head">
        <h2 id="settings-title">{say(GUARD.menu)}</h2>
        <Switches />
      </div>
      <dl class="settings-facts">
        <dt>{say(GUARD.onDuty)}</dt>
        <dd>{say(GUARD.viaChannel, { role: say(GUARD.roleGuard), channel })}</dd>
        <dt>{post.gate.name}</dt>
        <dd>
          {post.venue.name} · {post.venue.address}
        </dd>
        <dt>{say(GUARD.policy)}</dt>
        <dd>{say(post.venue.policy.name)}</dd>
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
      <button type="button" class="button" onClick={onChangeGate}>
        {say(GUARD.changeGate)}
      </button>
      <button type="button" class="button" onClick={onSignOut}>
        {say(COMMON.signOut)}
      </button>
      <button type="button" class="button main" onClick={() => dialog.current?.close()}>
        {say(GUARD.close)}
      </button>
    </dialog>
  )
}
