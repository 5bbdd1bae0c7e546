import type { GateDuty } from '../../contract/gates.ts'
import type { DoorPolicy } from '../../core/door.ts'
import type { Instant } from '../../core/instant.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import { sayLists } from './lists-words.ts'
import type { Direction } from './passage.ts'
import type { Sending } from './use-sender.ts'

const MODES: Readonly<Record<DoorPolicy['mode'], Text | undefined>> = {
  open: undefined,
  'takeaway-only': GUARD.modeTakeaway,
  closed: GUARD.modeClosed,
}

/** Venue, gate, direction, policy, network, lists, what waits: one look tells the guard where he is. */
export function Head({
  duty,
  policy,
  direction,
  isOnline,
  lists,
  sending,
  onTurn,
  onSettings,
}: {
  duty: GateDuty
  policy: DoorPolicy
  direction: Direction
  isOnline: boolean
  /** As of when the lists are right, and the moment now. */
  lists: { asOf: Instant | undefined; now: Instant }
  sending: Sending
  onTurn: () => void
  onSettings: () => void
}) {
  const { venue, gate } = duty
  const mode = MODES[policy.mode]
  const { words, isMinded } = sayLists(lists.asOf, lists.now)
  const word = say(direction === 'in' ? GUARD.directionIn : GUARD.directionOut)
  return (
    <header class="guard-head">
      <div class="head-row">
        <h1 class="head-place">
          <span class="head-venue">{venue.name}</span>
          <span class="head-gate">{gate.name}</span>
        </h1>
        <button
          type="button"
          class={`turn ${direction}`}
          aria-label={say(GUARD.turn, { direction: word })}
          onClick={onTurn}
        >
          <span aria-hidden="true">⇄</span> {word}
        </button>
        <button type="button" class="settings-button" aria-label={say(GUARD.menu)} onClick={onSettings}>
          <span aria-hidden="true">☰</span>
        </button>
      </div>
      <p class="head-policy">
        {mode && <strong class="chip strong">{say(mode)}</strong>}
        <span>{say(policy.name)}</span>
      </p>
      <p class="head-state">
        <span class={`chip ${isOnline ? '' : 'warn'}`}>
          <span aria-hidden="true">{isOnline ? '●' : '○'}</span> {say(isOnline ? GUARD.online : GUARD.offline)}
        </span>
        <span class={`chip ${isMinded ? 'warn' : ''}`}>
          {isMinded && <span aria-hidden="true">⚠ </span>}
          {words}
        </span>
        <span class="chip">{say(GUARD.waiting, { n: sending.counts.waiting })}</span>
        {sending.counts.aside > 0 && <span class="chip warn">{say(GUARD.aside, { n: sending.counts.aside })}</span>}
        {duty.demo && <strong class="chip">{say(GUARD.demo)}</strong>}
        {venue.madeUp && <span class="chip">{say(GUARD.madeUpVenue)}</span>}
      </p>
    </header>
  )
}

/** What keeps entries from being kept or from reaching the server, and what the guard can do about it. */
export function Notices({ sending }: { sending: Sending }) {
  const { counts, isNearlyFull } = sending
  return (
    <>
      {isNearlyFull && (
        <p class="notice warn" role="status">
          {say(GATE.nearlyFull)}
        </p>
      )}
      {counts.aside > 0 && (
        <div class="notice warn" role="status">
          <p>{say(GUARD.asideHint, { n: counts.aside })}</p>
          <button type="button" class="button" onClick={sending.sendAsideAgain}>
            {say(GUARD.sendAgain)}
          </button>
        </div>
      )}
    </>
  )
}
