import type { MyPage } from '../../contract/registration.ts'

/** What stands between a person and a code, or `ready`. */
export type Standing = MyPage['state']

/** Who has a code: a confirmed identity, and for whom arrives from elsewhere a declared arrival (M6). */
export function standingOf(holder: {
  registration: 'confirmed' | 'awaiting-staff' | undefined
  arriving: boolean
  arrivalDeclared: boolean
}): Standing {
  if (holder.registration === undefined) return 'unregistered'
  if (holder.registration === 'awaiting-staff') return 'awaiting-staff'
  return holder.arriving && !holder.arrivalDeclared ? 'arrival-undeclared' : 'ready'
}
