import type { DutyVenues } from '../../contract/doors.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import type { Direction } from './passage.ts'
import type { Sending } from './use-sender.ts'

type Venue = DutyVenues['venues'][number]

/** Where this device stands, and who is on duty there. */
export interface Post {
  readonly guardId: string | undefined
  readonly venue: Venue
  readonly gate: Venue['gates'][number]
}

const MODES: Readonly<Record<Venue['policy']['mode'], Text | undefined>> = {
  open: undefined,
  'takeaway-only': GUARD.modeTakeaway,
  closed: GUARD.modeClosed,
}

/** Venue, gate, direction, policy, network, what waits: one look tells the guard where he is. */
export function Head({
  post,
  direction,
  isOnline,
  demo,
  sending,
  onTurn,
  onSettings,
}: {
  post: Post
  direction: Direction
  isOnline: boolean
  demo: boolean
  sending: Sending
  onTurn: () => void
  onSettings: () => void
}) {
  const { venue, gate } = post
  const mode = MODES[venue.policy.mode]
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
        <span>{say(venue.policy.name)}</span>
      </p>
      <p class="head-state">
        <span class={`chip ${isOnline ? '' : 'warn'}`}>
          <span aria-hidden="true">{isOnline ? '●' : '○'}</span> {say(isOnline ? GUARD.online : GUARD.offline)}
        </span>
        <span class="chip">{say(GUARD.waiting, { n: sending.counts.waiting })}</span>
        {sending.counts.aside > 0 && <span class="chip warn">{say(GUARD.aside, { n: sending.counts.aside })}</span>}
        {demo && <strong class="chip">{say(GUARD.demo)}</strong>}
        {venue.madeUp && <span class="chip">{say(GUARD.madeUpVenue)}</span>}
      </p>
    </header>
  )
}

/** What keeps entries from reaching the server, and what the guard can do about it. */
export function Notices({
  sending,
  isSignedOut,
  signIn,
}: {
  sending: Sending
  isSignedOut: boolean
  signIn: () => void
}) {
  const { stopped, counts, cannotStore } = sending
  return (
    <>
      {cannotStore && (
        <p class="notice warn" role="alert">
          {say(GUARD.storeFault)}
        </p>
      )}
      {(isSignedOut || stopped === 'signed-out' || stopped === 'not-permitted') && (
        <div class="notice warn" role="alert">
          <p>{say(stopped === 'not-permitted' ? GUARD.notPermitted : GUARD.signedOut)}</p>
          <button type="button" class="button" onClick={signIn}>
            {say(COMMON.signIn)}
          </button>
        </div>
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
