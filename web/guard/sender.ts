// Brings the outbox to the server: in order, at most 500 at once, forgotten only after the answer.

import type { EntriesResult, EntryUpload } from '../../contract/doors.ts'
import { CallProblem } from '../kit/api.ts'
import type { Outbox } from './outbox.ts'

/** Why sending stopped: all is sent, the device has to let itself in again, or the server does not answer now. */
export type Stop = 'all-sent' | 'no-session' | 'later'

/** How many entries go at once. */
export const BATCH = 500

// What the server says about the content of a batch; anything else is about the account, the network or the server.
const CONTENT_REFUSED: ReadonlySet<number> = new Set([400, 409, 413, 422])

const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 60_000

/** Sends until nothing waits or something stops it. A refused batch is halved until the entry at fault stands alone; that one is set aside. */
export async function sendWaiting(
  outbox: Outbox,
  post: (entries: EntryUpload[]) => Promise<EntriesResult>,
): Promise<Stop> {
  let limit = BATCH
  for (;;) {
    const batch = await outbox.oldest(limit)
    const [first] = batch
    if (!first) return 'all-sent'
    try {
      const { results } = await post(batch.map(({ entry }) => entry))
      const answered = new Set(results.map(({ entryId }) => entryId))
      const done = batch.filter(({ entry }) => answered.has(entry.entryId))
      if (done.length === 0) return 'later'
      await outbox.remove(done.map(({ sequence }) => sequence))
      limit = Math.min(BATCH, limit * 2)
    } catch (fault) {
      if (!(fault instanceof CallProblem)) return 'later'
      if (fault.status === 401 || fault.status === 403) return 'no-session'
      if (!CONTENT_REFUSED.has(fault.status)) return 'later'
      if (batch.length === 1) await outbox.setAside(first.sequence)
      limit = Math.ceil(batch.length / 2)
    }
  }
}

/** How long to wait after so many failures in a row; `random` from 0 to 1 spreads the gates of a city. */
export function delayAfter(failures: number, random: number): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures)
  return longest / 2 + (longest / 2) * random
}
