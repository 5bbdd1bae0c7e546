import { useEffect, useState } from 'preact/hooks'
import type { MyPage } from '../../../contract/registration.ts'
import { instant, SECOND } from '../../../core/instant.ts'
import { call, CallProblem, isPassing } from '../../kit/api.ts'
import { consequenceOf } from './hearing.ts'
import { CARD_CHANGED, type CodeCard } from './card.ts'

// A minute: a colour that changed is on the screen before the next door. Whoever has no code at all waits less.
const ASK_AGAIN_MS = 60 * SECOND
const TRY_AGAIN_MS = 15 * SECOND

/** Asks how things stand: once the code is painted, whenever the page comes to the front, and every minute while it is there. */
export function useMe(): MyPage | undefined {
  const [me, setMe] = useState<MyPage>()
  useEffect(() => {
    const card = globalThis.codeCard
    return card && watch(card, setMe)
  }, [])
  return me
}

function watch(card: CodeCard, told: (me: MyPage | undefined) => void): () => void {
  let asking = false
  let next: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    clearTimeout(next)
    if (document.hidden || asking) return
    asking = true
    try {
      const me = await call<MyPage>('GET', '/api/me')
      told(me)
      await follow(me)
    } catch (fault) {
      if (isPassing(fault)) card.miss('unreached')
      else if (fault instanceof CallProblem && fault.problem === 'not-signed-in') await turnAway()
      else throw fault
    } finally {
      asking = false
      // A sixth more or less, so that a city does not ask in step.
      const wait = card.state().kind === 'unreachable' ? TRY_AGAIN_MS : ASK_AGAIN_MS
      next = setTimeout(ask, wait * (5 / 6 + Math.random() / 3))
    }
  }

  async function follow(me: MyPage): Promise<void> {
    const consequence = consequenceOf(me, card.state())
    switch (consequence.act) {
      case 'confirm':
        return card.confirm(instant(me.serverTime))
      case 'renew':
        return card.renew()
      case 'withdraw':
        return card.withdraw(consequence.problem)
      case 'nothing':
        return
    }
  }

  async function turnAway(): Promise<void> {
    told(undefined)
    if (card.state().kind === 'shown') card.miss('signed-out')
    else await card.withdraw('not-signed-in')
  }

  /** The code goes first: nothing is asked until it has an answer, and nothing at all about nobody. */
  function begin(): void {
    const state = card.state()
    if (state.kind === 'opening') return
    document.removeEventListener(CARD_CHANGED, begin)
    if (state.kind !== 'refused' || state.problem !== 'not-signed-in') void ask()
  }

  function seenAgain(): void {
    if (!document.hidden) void ask()
  }

  document.addEventListener(CARD_CHANGED, begin)
  document.addEventListener('visibilitychange', seenAgain)
  addEventListener('online', seenAgain)
  begin()
  return () => {
    clearTimeout(next)
    document.removeEventListener(CARD_CHANGED, begin)
    document.removeEventListener('visibilitychange', seenAgain)
    removeEventListener('online', seenAgain)
  }
}
