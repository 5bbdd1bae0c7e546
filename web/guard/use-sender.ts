import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { EntryUpload } from '../../contract/doors.ts'
import type { Outbox, OutboxCounts } from './outbox.ts'
import { isNearlyFull } from './room.ts'
import { delayAfter, sendWaiting, type Stop } from './sender.ts'
import { postEntries } from './world.ts'

/** How the sending of entries stands. */
export interface Sending {
  readonly counts: OutboxCounts
  readonly stopped: Stop
  /** This device could not keep the last entry. */
  readonly cannotStore: boolean
  /** There is room for some thousand entries more, and not for many. */
  readonly isNearlyFull: boolean
  /** Keeps an entry, and answers whether it is kept. */
  record(entry: EntryUpload): Promise<boolean>
  /** Tries again now: the network is back, or the guard says so. */
  sendNow(): void
  sendAsideAgain(): void
}

const ROOM_LOOKED_AT_EVERY_MS = 30_000

const NOTHING: OutboxCounts = { waiting: 0, aside: 0 }

/** Keeps entries and sends them, in the background, until the server has answered each. */
export function useSender(outbox: Outbox): Sending {
  const [counts, setCounts] = useState(NOTHING)
  const [stopped, setStopped] = useState<Stop>('all-sent')
  const [cannotStore, setCannotStore] = useState(false)
  const nearlyFull = useNearlyFull()
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
    isNearlyFull: nearlyFull,
    async record(entry) {
      try {
        await outbox.add(entry)
      } catch {
        // No room, or none any more: the guard hears that this one is not recorded.
        setCannotStore(true)
        return false
      }
      setCannotStore(false)
      void count().then(sendNow)
      return true
    },
    sendNow,
    sendAsideAgain() {
      void outbox.takeBack().then(count).then(sendNow)
    },
  }
}

function useNearlyFull(): boolean {
  const [nearlyFull, setNearlyFull] = useState(false)
  useEffect(() => {
    // Where the browser tells nothing of its room, only the write itself will.
    const look = () =>
      void navigator.storage?.estimate?.().then(
        (room) => setNearlyFull(isNearlyFull(room)),
        () => undefined,
      )
    look()
    const timer = setInterval(look, ROOM_LOOKED_AT_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return nearlyFull
}

/** One tab sends at a time; the server would take it twice for once, but the order would suffer. */
async function aloneInBrowser(send: () => Promise<Stop>): Promise<Stop> {
  return navigator.locks ? navigator.locks.request('guard-outbox', send) : send()
}
