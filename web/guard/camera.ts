// The camera at the back, or the one that the guard chose.

/** Why there is no picture: not allowed, none there, or used by another program. */
export type CameraFault = 'forbidden' | 'missing' | 'busy'

export interface Camera {
  readonly stream: MediaStream
  readonly cameraId: string | undefined
  /** Switches the lamp; undefined where there is none. */
  readonly light: ((turn: 'on' | 'off') => Promise<void>) | undefined
  close(): void
}

/** Opens a camera; without an id the one at the back. Throws what the browser throws: see `faultOf`. */
export async function openCamera(cameraId: string | undefined): Promise<Camera> {
  const wanted = cameraId === undefined ? { facingMode: 'environment' } : { deviceId: { ideal: cameraId } }
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { ...wanted, width: { ideal: 1280 }, height: { ideal: 720 } },
  })
  const [track] = stream.getVideoTracks()
  return {
    stream,
    cameraId: track?.getSettings().deviceId,
    light: track && lampOf(track),
    close() {
      for (const each of stream.getTracks()) each.stop()
    },
  }
}

/** The cameras of this device; their names are known once one of them was allowed. */
export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter(({ kind }) => kind === 'videoinput')
}

/** What a failed `openCamera` means for the guard. */
export function faultOf(fault: unknown): CameraFault {
  const name = fault instanceof Error ? fault.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'forbidden'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing'
}

function lampOf(track: MediaStreamTrack): Camera['light'] {
  // Not in every browser, and not in the types: torch is an extension of the Image Capture draft.
  const can = track.getCapabilities?.() as (MediaTrackCapabilities & { torch?: boolean }) | undefined
  if (!can?.torch) return undefined
  return (turn) => track.applyConstraints({ advanced: [{ torch: turn === 'on' } as MediaTrackConstraintSet] })
}
