import { fromBase64url } from '../../../core/bytes.ts'
import { present } from '../../../core/code/present.ts'
import { dayOf, instant, SECOND, type Instant } from '../../../core/instant.ts'
import type { IssuedCode } from '../../../contract/codes.ts'
import type { ProblemName } from '../../../contract/problems.ts'
import { answerOf, CallProblem, isBusy, isPassing } from '../../kit/api.ts'
import { askForCode, beginCode, type Asked, type Begun } from './begin.ts'
import { CARD_CHANGED, type CardState, type CodeCard, type ShownCode, type Standing } from './card.ts'
import { sha256, signerWith } from './phone-key.ts'
import { clearShelf, keepCode, type KeptCode } from './shelf.ts'

// Nobody's first glance of a day waits for the server, and not everybody's background renewal comes in the same second.
const MORNING_JITTER_MS = 20 * SECOND

/** Paints what the card shows; done when it stands on the screen. */
type Painter = (state: CardState) => Promise<void>

/** The keeper of this phone's code: the card for the app, and what the painter needs besides. */
export interface Keeper extends CodeCard {
  /** Who paints every state, before the app hears of it. */
  paintBy(painter: Painter): void
  /** Shows what lies on the shelf; without it, fetches a code. `begun`: what is on its way already. */
  open(begun?: Begun): Promise<void>
  /** The text of the code with a proof made now; undefined when no code is shown. */
  prove(): Promise<string | undefined>
}

/** A keeper with nothing in its hands yet. */
export function makeKeeper(): Keeper {
  let kept: KeptCode | undefined
  let state: CardState = { kind: 'opening' }
  let told: CardState = state
  let paint: Painter = () => Promise.resolve()
  let renewing: Promise<void> | undefined
  let morning: ReturnType<typeof setTimeout> | undefined

  function now(): Instant {
    return instant(Date.now() + (kept?.clockOffset ?? 0))
  }

  /** The code is painted first; only then the app hears of it and takes the processor for the rest of the page. */
  async function enter(next: CardState): Promise<void> {
    state = next
    await paint(next)
    told = state
    document.dispatchEvent(new Event(CARD_CHANGED))
  }

  async function open(begun: Begun = beginCode()): Promise<void> {
    if (!globalThis.crypto?.subtle) return enter({ kind: 'insecure' })
    kept = await begun.kept
    if (!kept || now() >= kept.expiresAt) return renewBy(begun.asked ?? askForCode())
    try {
      await enter({ kind: 'shown', code: kept, standing: 'reached' })
    } catch {
      // A key that the browser half lost is the same as none.
      kept = undefined
      return renew()
    }
    renewNextDay(kept)
  }

  /** On the first glance of a new day the old code shows, and a new one is fetched behind it. */
  function renewNextDay(code: KeptCode): void {
    if (morning !== undefined || dayOf(code.issuedAt) === dayOf(now())) return
    morning = setTimeout(() => {
      morning = undefined
      void renew()
    }, Math.random() * MORNING_JITTER_MS)
  }

  function renew(): Promise<void> {
    return renewing ?? renewBy(askForCode())
  }

  function renewBy(asking: Promise<Asked>): Promise<void> {
    renewing = receive(asking).finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function receive(asking: Promise<Asked>): Promise<void> {
    try {
      const { signingKey, response } = await asking
      kept = codeFrom(await answerOf<IssuedCode>(response), signingKey)
      await enter({ kind: 'shown', code: kept, standing: 'reached' })
      await keepCode(kept)
    } catch (fault) {
      await bear(fault)
    }
  }

  /** A fault of the server's, or of the way to it, never takes a good code off the screen; only a word about the person or this phone does. */
  async function bear(fault: unknown): Promise<void> {
    const problem = fault instanceof CallProblem && !isPassing(fault) ? fault.problem : undefined
    if (problem !== undefined && endsTheCode(problem)) return withdraw(problem)
    if (kept !== undefined && now() < kept.expiresAt)
      return miss(problem === 'not-signed-in' ? 'signed-out' : 'unreached')
    if (problem !== undefined) return withdraw(problem)
    await enter({ kind: 'unreachable', expired: kept !== undefined, busy: isBusy(fault) })
  }

  async function withdraw(problem: ProblemName): Promise<void> {
    kept = undefined
    await enter({ kind: 'refused', problem })
    await clearShelf()
  }

  /** The code that is shown still holds, as was just learned. */
  function stand(learned: Partial<ShownCode>, standing: Standing): void {
    if (!kept || state.kind !== 'shown') return
    kept = { ...kept, ...learned }
    void enter({ kind: 'shown', code: kept, standing })
    void keepCode(kept)
    renewNextDay(kept)
  }

  function miss(standing: 'unreached' | 'signed-out'): void {
    if (kept && state.kind === 'shown') void enter({ kind: 'shown', code: kept, standing })
  }

  return {
    state: () => told,
    paintBy(painter) {
      paint = painter
    },
    now,
    open,
    renew,
    miss,
    confirm: (serverTime) => stand({ confirmedAt: serverTime, clockOffset: serverTime - Date.now() }, 'reached'),
    confirmAsOf(moment) {
      if (!kept || state.kind !== 'shown') return
      // Whose sign-in is over has to sign in again, whatever the list says.
      const standing = state.standing === 'signed-out' ? 'signed-out' : 'reached'
      stand({ confirmedAt: moment > kept.confirmedAt ? moment : kept.confirmedAt }, standing)
    },
    withdraw,
    async prove() {
      if (!kept || state.kind !== 'shown') return undefined
      if (now() < kept.expiresAt) return present(kept.credential, now(), signerWith(kept.signingKey), sha256)
      // It ran out while it was shown.
      void enter({ kind: 'unreachable', expired: true, busy: false })
      void renew()
      return undefined
    },
  }
}

function endsTheCode(problem: ProblemName): boolean {
  return ['not-registered', 'identity-not-confirmed', 'arrival-not-declared', 'signed-in-elsewhere'].includes(problem)
}

function codeFrom(issued: IssuedCode, signingKey: CryptoKey): KeptCode {
  const credential = fromBase64url(issued.credential)
  if (!credential) throw new TypeError('the credential is not base64url')
  return {
    credential,
    signingKey,
    clockOffset: issued.serverTime - Date.now(),
    colour: issued.colour,
    maskedName: issued.maskedName,
    document: issued.document,
    issuedAt: instant(issued.issuedAt),
    expiresAt: instant(issued.expiresAt),
    confirmedAt: instant(issued.serverTime),
  }
}
