import { useEffect, useState } from 'preact/hooks'
import type { VerifyRequest } from '../../contract/doors.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'

/** The register's photo of whoever was just scanned, fetched for this one scan and kept nowhere. */
export function HolderPhoto({ scan }: { scan: VerifyRequest }) {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const stop = new AbortController()
    let made: string | undefined
    fetchPhoto(scan, stop.signal).then(
      (photo) => {
        made = URL.createObjectURL(photo)
        setAddress(made)
      },
      // Without a picture the guard still has name and document.
      () => undefined,
    )
    return () => {
      stop.abort()
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [])
  return <span class="who-photo">{address !== undefined && <img src={address} alt={say(GUARD.photo)} />}</span>
}

async function fetchPhoto(scan: VerifyRequest, signal: AbortSignal): Promise<Blob> {
  const response = await fetch('/api/holder-photo', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scan),
    cache: 'no-store',
    signal,
  })
  if (!response.ok) throw new Error(`photo: ${response.status}`)
  return response.blob()
}
