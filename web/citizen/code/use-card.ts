import { useEffect, useState } from 'preact/hooks'
import { CARD_CHANGED, type CardState } from './card.ts'

/** What the card shows, and every change of it. */
export function useCard(): CardState {
  const [state, setState] = useState(stateNow)
  useEffect(() => {
    const changed = () => setState(stateNow)
    document.addEventListener(CARD_CHANGED, changed)
    changed()
    return () => document.removeEventListener(CARD_CHANGED, changed)
  }, [])
  return state
}

function stateNow(): CardState {
  return globalThis.codeCard?.state() ?? { kind: 'opening' }
}
