import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { EntryUpload } from '../../contract/doors.ts'
import type { Outbox, OutboxCounts } from './outbox.ts'
import { giveUpReserve, holdReserve } from './reserve.ts'
import { delayAfter, sendWaiting, type Stop } from './sender.ts'
import { postEntries } from './world.ts'

/** How the sending of entries stands. */
export interface Sending {
  readonly counts: OutboxCounts
  readonly stopped: Stop
  /** This device could not keep the last entry. */
  readonly cannotStore: boolean
  /** The reserve is used up: there is room for some thousand entries more. */
  readonly isNearlyFull: boolean
  /** Keeps an entry, and answers whether it is kept. */
  record(entry: EntryUpload): Promise<boolean>
  /** Tries again now: the network is back, or the guard says so. */
  sendNow(): void
  sendAsideAgain(): void
}

const NOTHING: OutboxCounts = { waiting: 0, aside: 0 }

/** Keeps entries and sends them, in the background, until the server has answered each. */
export function useSender(outbox: Outbox): Sending {
  const [counts, setCounts] = useState(NOTHING)
  const [stopped, setStopped] = useState<Stop>('all-sent')
  const [cannotStore, setCannotStore] = useState(false)
  const [isNearlyFull, setIsNearlyFull] = useState(false)
  const hold = useCallback(async () => setIsNearlyFull(!(await holdReserve())), [])
  const sending = useRef({
    failures: 0,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    busy: false,
    isGone: false,
  })

  const count = useCallback(async () => setCounts(await outbox.counts()), [outbox])

  const sendNow = useCallback(() => {
    const mine = sending.current
    clearTimeout(mine.timer)
    if (mine.busy || mine.isGone) return
    mine.busy = true
    void aloneInBrowser(() => sendWaiting(outbox, postEntries))
      .catch((): Stop => 'later')
      .then(async (stop) => {
        mine.busy = false
        mine.failures = stop === 'all-sent' ? 0 : mine.failures + 1
        if (mine.isGone) return
        setStopped(stop)
        const left = await outbox.counts()
        setCounts(left)
        if (left.waiting === 0) await hold()
        // Also when all was sent: an entry may have come in meanwhile.
        if (left.waiting > 0) mine.timer = setTimeout(sendNow, delayAfter(mine.failures, Math.random()))
      })
  }, [outbox])

  useEffect(() => {
    sendNow()
    addEventListener('online', sendNow)
    return () => {
      removeEventListener('online', sendNow)
      clearTimeout(sending.current.timer)
      sending.current.isGone = true
    }
  }, [sendNow])

  return {
    counts,
    stopped,
    cannotStore,
    isNearlyFull,
    async record(entry) {
      let isKept = await canAdd(outbox, entry)
      if (!isKept && (await giveUpReserve())) {
        setIsNearlyFull(true)
        isKept = await canAdd(outbox, entry)
      }
      // No room any more: the guard hears that this one is not recorded.
      setCannotStore(!isKept)
      if (isKept) void count().then(sendNow)
      return isKept
    },
    sendNow,
    sendAsideAgain() {
      void outbox.takeBack().then(count).then(sendNow)
    },
  }
}

async function canAdd(outbox: Outbox, entry: EntryUpload): Promise<boolean> {
  return outbox.add(entry).then(
    () => true,
    () => false,
  )
}

/** One tab sends at a time; the server would take it twice for once, but the order would suffer. */
async function aloneInBrowser(send: () => Promise<Stop>): Promise<Stop> {
  return navigator.locks ? navigator.locks.request('guard-outbox', send) : send()
}
