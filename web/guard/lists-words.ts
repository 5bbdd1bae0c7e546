import { ageOfLists } from '../../core/gate-judgement.ts'
import { HOUR, MINUTE, type Instant } from '../../core/instant.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { say } from '../kit/language.ts'

/** How the age of the lists is said, and whether it is to be minded: from 30 minutes on, and where there are none. */
export function sayLists(asOf: Instant | undefined, now: Instant): { words: string; isMinded: boolean } {
  if (asOf === undefined) return { words: say(GATE.listNone), isMinded: true }
  const age = now - asOf
  const state = ageOfLists(asOf, now)
  if (state === 'stale') return { words: say(GATE.listStale), isMinded: true }
  return { words: sayAge(age), isMinded: state === 'aged' }
}

function sayAge(age: number): string {
  // The index is signed every minute and asked for every minute: up to two is as new as it gets.
  if (age < 2 * MINUTE) return say(GATE.listNow)
  return age < HOUR
    ? say(GATE.listMinutes, { n: Math.floor(age / MINUTE) })
    : say(GATE.listHours, { n: Math.floor(age / HOUR) })
}
