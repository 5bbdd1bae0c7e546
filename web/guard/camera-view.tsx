import { useEffect, useRef, useState } from 'preact/hooks'
import { COMMON } from '../kit/dictionary/common.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import { faultOf, openCamera, type Camera, type CameraFault } from './camera.ts'
import { pixelsOf, PICTURE_WIDTH, type Decoder } from './decoder.ts'

// Six looks a second read a code in the moment it is held still, and leave the phone cool.
const LOOK_EVERY_MS = 160

const FAULTS: Readonly<Record<CameraFault, Text>> = {
  forbidden: GUARD.cameraForbidden,
  missing: GUARD.cameraMissing,
  busy: GUARD.cameraBusy,
}

/** The camera's picture, looked at for codes while `reads`. It stays open between two people, so that the next scan is instant. */
export function CameraView({
  decoder,
  reads,
  cameraId,
  aim,
  onCode,
}: {
  decoder: Decoder
  reads: boolean
  cameraId: string | undefined
  aim: Text
  onCode: (code: string) => void
}) {
  const video = useRef<HTMLVideoElement>(null)
  const [camera, setCamera] = useState<Camera>()
  const [fault, setFault] = useState<CameraFault>()
  const [tries, setTries] = useState(0)
  const [lamp, setLamp] = useState<'on' | 'off'>('off')

  useEffect(() => {
    let isGone = false
    let opened: Camera | undefined
    setCamera(undefined)
    setFault(undefined)
    setLamp('off')
    openCamera(cameraId).then(
      (found) => {
        if (isGone) return found.close()
        opened = found
        setCamera(found)
      },
      (cause: unknown) => !isGone && setFault(faultOf(cause)),
    )
    return () => {
      isGone = true
      opened?.close()
    }
  }, [cameraId, tries])

  useEffect(() => {
    if (!video.current || !camera) return
    video.current.srcObject = camera.stream
    // Refused only where autoplay is forbidden; the first touch then starts it.
    video.current.play().catch(() => undefined)
  }, [camera])

  useLooks(video, decoder, camera !== undefined && reads, onCode)

  async function switchLamp(): Promise<void> {
    const turn = lamp === 'on' ? 'off' : 'on'
    await camera?.light?.(turn)
    setLamp(turn)
  }

  return (
    <div class="camera">
      <video ref={video} class="camera-picture" muted playsInline aria-hidden="true" />
      {camera && <div class="camera-frame" aria-hidden="true" />}
      {fault ? (
        <div class="camera-note" role="alert">
          <p>{say(FAULTS[fault])}</p>
          <button type="button" class="button" onClick={() => setTries(tries + 1)}>
            {say(COMMON.tryAgain)}
          </button>
        </div>
      ) : (
        <p class="camera-aim">{say(camera ? aim : GUARD.cameraOpening)}</p>
      )}
      {camera?.light && (
        <button type="button" class="camera-lamp" aria-pressed={lamp === 'on'} onClick={() => void switchLamp()}>
          {say(GUARD.lamp)}
        </button>
      )}
    </div>
  )
}

/** Looks at the picture several times a second, one picture at a time. */
function useLooks(
  video: { current: HTMLVideoElement | null },
  decoder: Decoder,
  isLooking: boolean,
  onCode: (code: string) => void,
): void {
  const tell = useRef(onCode)
  tell.current = onCode
  useEffect(() => {
    if (!isLooking) return
    const canvas = document.createElement('canvas')
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    async function look(): Promise<void> {
      const picture = video.current && pixelsOf(video.current, canvas, PICTURE_WIDTH)
      const code = picture && (await decoder.decode(picture))
      if (isOver) return
      if (code !== undefined && code !== null && code !== '') tell.current(code)
      timer = setTimeout(look, LOOK_EVERY_MS)
    }
    void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isLooking, decoder])
}
