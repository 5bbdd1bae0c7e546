import { useEffect, useState } from 'react'
import { findOfficerKey, type OfficerKey } from '../kit/officer-key.ts'
import { useDesk } from './session.ts'

/** The key by which the officer signs in this browser; `none` where he has none here, undefined while it is looked for. */
export function useOfficerKey(): OfficerKey | 'none' | undefined {
  const { session } = useDesk()
  const [key, setKey] = useState<OfficerKey | 'none'>()
  useEffect(() => {
    findOfficerKey(session.staffId ?? '').then(
      (found) => setKey(found ?? 'none'),
      // A browser that keeps nothing has no key either.
      () => setKey('none'),
    )
  }, [session.staffId])
  return key
}
