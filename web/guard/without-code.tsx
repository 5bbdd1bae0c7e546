import { useEffect, useRef } from 'preact/hooks'
import { refusesNobody } from '../../core/door.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say, type Text } from '../kit/language.ts'
import { drawQr } from '../kit/qr.ts'
import type { Event } from './flow.ts'
import type { Duty } from './passage.ts'
import { offersOf, type Offer } from './phase.ts'

const OFFERS: Readonly<Record<Offer, Text>> = {
  'register-here': GUARD.offerRegister,
  paper: GUARD.offerPaper,
  'document-entry': GUARD.offerDocument,
  nothing: GUARD.offerNothing,
}

const REGISTER_QR_PIXELS = 240

/** What this venue offers to somebody without a code. */
export function Offers({ duty, send }: { duty: Duty; send: (event: Event) => void }) {
  return (
    <div class="choices">
      <p class="choices-title">{say(GUARD.offerTitle)}</p>
      {offersOf(duty.policy).map((offer) => (
        <button key={offer} type="button" class="button big" onClick={() => send({ type: 'offer-taken', offer })}>
          {say(OFFERS[offer])}
        </button>
      ))}
      {!refusesNobody(duty.policy) && (
        <button type="button" class="button big" onClick={() => send({ type: 'declined' })}>
          {say(GUARD.offerNone)}
        </button>
      )}
    </div>
  )
}

/** The address at which a visitor registers, to be scanned with his own phone. */
export function RegisterQr() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const address = new URL('/register', location.href).href
  useEffect(() => {
    if (canvas.current) drawQr(canvas.current, address, REGISTER_QR_PIXELS)
  }, [])
  return (
    <div class="register-qr">
      <p class="choices-title">{say(GUARD.registerQr)}</p>
      <canvas ref={canvas} role="img" aria-label={address} />
      <p class="soft">{address}</p>
    </div>
  )
}
