import { createContext, useContext } from 'react'
import type { SessionView } from '../../contract/identity.ts'

/** Who works here, and what to do when his session has ended. */
export interface Desk {
  readonly session: SessionView
  readonly onSignedOut: () => void
}

const DeskContext = createContext<Desk | undefined>(undefined)

/** Sets it for all that stands inside. */
export const DeskProvider = DeskContext.Provider

/** Who works here. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('nobody is signed in here')
  return desk
}
