import { DAY_LENGTH, dayOf, HOUR, MINUTE, type Instant } from '../../../core/instant.ts'
import { CODE_CARD } from '../../kit/dictionary/code-card.ts'
import { say } from '../../kit/language.ts'
import type { ShownCode, Standing } from './card.ts'

/** The line below the code: until when it is good on this phone, and how old what it says is. */
export function validityLine(code: ShownCode, standing: Standing, now: Instant): string {
  const valid = validUntil(code, now)
  const age = ageOf(code.confirmedAt, now)
  switch (standing) {
    case 'reached':
      return `${valid} · ${age}`
    case 'unreached':
      return `${say(CODE_CARD.offline)} · ${age} · ${valid}`
    case 'signed-out':
      return `${say(CODE_CARD.signedOut)} · ${age} · ${valid}`
  }
}

/** Until when a credential is good. It ends with a Shanghai day, today's or tomorrow's. */
export function validUntil(code: ShownCode, now: Instant): string {
  return say(dayOf(code.expiresAt) - dayOf(now) > 1 ? CODE_CARD.validTomorrow : CODE_CARD.validToday)
}

/** How long ago something was, in the largest whole unit. */
export function ageOf(at: Instant, now: Instant): string {
  const age = now - at
  // The page asks once a minute, give or take; below two nothing is late.
  if (age < 2 * MINUTE) return say(CODE_CARD.justNow)
  if (age < HOUR) return say(CODE_CARD.minutesAgo, { n: Math.floor(age / MINUTE) })
  if (age < DAY_LENGTH) return say(CODE_CARD.hoursAgo, { n: Math.floor(age / HOUR) })
  return say(CODE_CARD.daysAgo, { n: Math.floor(age / DAY_LENGTH) })
}
