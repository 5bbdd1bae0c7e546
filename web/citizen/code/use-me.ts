import { useEffect, useState } from 'preact/hooks'
import type { ProblemName } from '../../../contract/problems.ts'
import type { MyPage } from '../../../contract/registration.ts'
import { instant, MINUTE, SECOND } from '../../../core/instant.ts'
import { call, CallProblem, isBusy, isPassing } from '../../kit/api.ts'
import { consequenceOf } from './hearing.ts'
import { CARD_CHANGED, type CardState, type CodeCard } from './card.ts'
import type { ListReading, ListWord } from './own-shard.ts'

// 75 s, a fifth more or less, so that a city does not look in step. Whoever has no code at all waits less.
const LOOK_AGAIN_MS = 75 * SECOND
const TRY_AGAIN_MS = 15 * SECOND
/** When too many people are there at once; those who were let in have their answer by then. */
const WHEN_BUSY_MS = 5 * SECOND
/** For how long the list may be silent while the page is open. */
const SILENCE_MS = 3 * MINUTE
/** A page that comes back after that is as good as opened. */
const REOPENED_MS = 10 * MINUTE

/**
 * How things stand, as the server last said. It is asked when the page opens, with the code painted already. From then on the page
 * looks into the colour list, and asks again when that says something else, or nothing for long; or where no code is shown.
 */
export function useMe(): MyPage | undefined {
  const [me, setMe] = useState<MyPage>()
  useEffect(() => {
    const card = globalThis.codeCard
    return card && watch(card, setMe)
  }, [])
  return me
}

function waitAt(state: CardState): number {
  if (isTurnedBack(state)) return WHEN_BUSY_MS
  return state.kind === 'unreachable' ? TRY_AGAIN_MS : LOOK_AGAIN_MS
}

/** Who was asked to come again comes for the code itself. */
function isTurnedBack(state: CardState): boolean {
  return state.kind === 'unreachable' && state.busy
}

type Shown = Extract<CardState, { kind: 'shown' }>

function watch(card: CodeCard, told: (me: MyPage | undefined) => void): () => void {
  let looking = false
  let askedAt = -Infinity
  let next: ReturnType<typeof setTimeout> | undefined
  let reading: ListReading | undefined

  async function look(): Promise<void> {
    clearTimeout(next)
    if (document.hidden || looking) return
    looking = true
    try {
      if (isTurnedBack(card.state())) await card.renew()
      const state = card.state()
      if (isTurnedBack(state)) return
      if (state.kind !== 'shown' || askedAt === -Infinity || (await doubts(state))) await ask()
    } finally {
      looking = false
      lookLater()
    }
  }

  function lookLater(): void {
    next = setTimeout(look, waitAt(card.state()) * (4 / 5 + Math.random() * (2 / 5)))
  }

  /** Looks into the list: whether only the server can tell. */
  async function doubts(shown: Shown): Promise<boolean> {
    const listWord = await wordOfList(shown)
    // What it was about is no longer shown.
    if (card.state() !== shown) return false
    switch (listWord.word) {
      case 'same':
        card.confirmAsOf(listWord.asOf)
        return false
      case 'other':
        return true
      case 'older':
        return shown.standing === 'unreached'
      case 'silent':
        return shown.standing === 'unreached' || Date.now() - askedAt > SILENCE_MS
    }
  }

  async function wordOfList({ code }: Shown): Promise<ListWord> {
    try {
      // Its bundle is fetched with the first look, when the first view has long been there.
      reading ??= (await import('./own-shard.ts')).readingList()
      return await reading(code, card.now())
    } catch {
      // The bundle did not come.
      return { word: 'silent' }
    }
  }

  async function ask(): Promise<void> {
    askedAt = Date.now()
    try {
      const me = await call<MyPage>('GET', '/api/me')
      told(me)
      await follow(me)
    } catch (fault) {
      // It is there, and what the phone shows stands: asked again when there is a reason to.
      if (isBusy(fault)) return
      if (isPassing(fault)) card.miss('unreached')
      else if (fault instanceof CallProblem && fault.status === 401) await turnAway(fault.problem)
      else throw fault
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

  /** A sign-in that ran out leaves a code that still counts; one that another phone took over does not. */
  async function turnAway(problem: ProblemName): Promise<void> {
    told(undefined)
    if (problem === 'not-signed-in' && card.state().kind === 'shown') card.miss('signed-out')
    else await card.withdraw(problem)
  }

  /** The code goes first: nothing is asked until it has an answer, and nothing at all about nobody. */
  function begin(): void {
    const state = card.state()
    if (state.kind === 'opening') return
    document.removeEventListener(CARD_CHANGED, begin)
    if (isTurnedBack(state)) lookLater()
    else if (state.kind !== 'refused' || state.problem !== 'not-signed-in') void look()
  }

  function seenAgain(): void {
    if (document.hidden) return
    if (Date.now() - askedAt > REOPENED_MS) askedAt = -Infinity
    void look()
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
