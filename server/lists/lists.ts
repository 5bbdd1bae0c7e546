import { setTimeout as pause } from 'node:timers/promises'
import { ADVISORY_LOCK } from '../kit/advisory-locks.ts'
import { takeSoleLock, type SoleLock } from '../kit/sole-lock.ts'
import type { World } from '../kit/world.ts'
import type { Epochs } from '../codes/epochs.ts'
import { openFolder } from './folder.ts'
import { open, turn, type Press, type Published } from './publisher.ts'

/** How long after a turn the next one begins. A second: a file is written once in one, for nginx tells versions apart by it. */
const PAUSE_MS = 1_000
/** How long a program waits that is not the one which publishes, or that could not. */
const RETRY_MS = 5_000

/** The colour list of a city, being published. */
export interface Lists {
  /** Resolves when the files are there, if this is the program that publishes. */
  readonly begun: Promise<void>
  /** Ends with the turn under way. */
  stop(): Promise<void>
}

/**
 * Publishes the colour list into a folder and goes on doing so. Of several programs on one database one publishes.
 */
export async function publishLists(
  world: World,
  told: { epochs: Epochs; listDir: string; address: string },
): Promise<Lists> {
  const press: Press = { world, epochs: told.epochs, folder: await openFolder(told.listDir), address: told.address }
  const ending = new AbortController()
  let lock: SoleLock | undefined
  let published: Published | undefined

  async function act(): Promise<number> {
    try {
      lock ??= await takeSoleLock(world.pool, ADVISORY_LOCK.lists, () => (lock = undefined))
      if (!lock) return RETRY_MS
      if (published) await turn(press, published)
      else published = await open(press)
      return PAUSE_MS
    } catch (error) {
      world.log.error(
        { err: error },
        'the colour list could not be published; it is tried again from what is published',
      )
      published = undefined
      return RETRY_MS
    }
  }

  async function goOn(first: number): Promise<void> {
    let wait = first
    while (!ending.signal.aborted) {
      await pause(wait, undefined, { signal: ending.signal }).catch(() => undefined)
      if (!ending.signal.aborted) wait = await act()
      if (!lock) published = undefined
    }
  }

  const first = act()
  const going = first.then(goOn)
  return {
    begun: first.then(() => undefined),
    async stop() {
      ending.abort()
      await going
      lock?.release()
    },
  }
}
