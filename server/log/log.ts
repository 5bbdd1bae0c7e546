import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { PublishedLog } from '../../contract/keys-and-lists.ts'
import type { CompareAnswer, CompareRequest } from '../../contract/log.ts'
import { MINUTE } from '../../core/instant.ts'
import { CHECKPOINT_PATH } from '../../core/log/tiles.ts'
import { ADVISORY_LOCK } from '../kit/advisory-locks.ts'
import type { LogKey } from '../kit/log-key.ts'
import { takeSoleLock, type SoleLock } from '../kit/sole-lock.ts'
import type { Ctx, World } from '../kit/world.ts'
import { compareStretch } from './compare.ts'
import { openLogFolder } from './folder.ts'
import { countWaiting } from './views.ts'
import { LogStopped, openLog, sequence, type LogPress, type Sequenced } from './sequencer.ts'

/** How long after a turn the next one begins: an act is under a signed head within a minute, and most within this. */
const PAUSE_MS = 5_000
/** How long a program waits that is not the one which keeps the log, or that could not. */
const RETRY_MS = 5_000
/** A log that has stopped waits for people. */
const STOPPED_MS = 60_000
/** An act is under a signed head within a minute; what is late is some turns late. */
const SEQUENCED_LATE_MS = 2 * MINUTE

/** The log of what was done, being kept. */
export interface KeptLog {
  /** Resolves when the first head is signed, if this is the program that keeps the log. */
  readonly begun: Promise<void>
  /** Ends with the turn under way. */
  stop(): Promise<void>
}

/** Publishes what is done as a log in a folder, and goes on doing so. Of several programs on one database one does it. */
export async function keepLog(world: World, told: { key: LogKey; logDir: string }): Promise<KeptLog> {
  const press: LogPress = { world, key: told.key, folder: await openLogFolder(told.logDir) }
  const ending = new AbortController()
  let lock: SoleLock | undefined
  let log: Sequenced | undefined

  async function act(): Promise<number> {
    try {
      lock ??= await takeSoleLock(world.pool, ADVISORY_LOCK.log, () => (lock = undefined))
      if (!lock) return RETRY_MS
      log ??= await openLog(press)
      world.metrics.log.set({ what: 'stopped' }, 0)
      while (!ending.signal.aborted && (await sequence(press, log)) > 0);
      return PAUSE_MS
    } catch (error) {
      log = undefined
      if (!(error instanceof LogStopped)) {
        world.log.error({ err: error }, 'the log could not be kept; it goes on from what was signed last')
        return RETRY_MS
      }
      world.metrics.log.set({ what: 'stopped' }, 1)
      world.log.error(error.message)
      return STOPPED_MS
    }
  }

  async function goOn(first: number): Promise<void> {
    let wait = first
    while (!ending.signal.aborted) {
      await pause(wait, undefined, { signal: ending.signal }).catch(() => undefined)
      if (!lock) log = undefined
      if (!ending.signal.aborted) wait = await act()
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

/** Holds a stretch of the published log against the database, or of the database against the log. Problems: input-invalid. */
export async function compareWithFolder(ctx: Ctx, logDir: string, asked: CompareRequest): Promise<CompareAnswer> {
  const folder = await openLogFolder(logDir)
  const size = sizeIn(await folder.find(CHECKPOINT_PATH))
  // As of one moment: what is compared goes on changing.
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => compareStretch(tx, ctx, { folder, size }, asked))
}

/** The log as it lies in its folder, and what waits to be written there. */
export async function describeLog(ctx: Ctx, logDir: string): Promise<PublishedLog> {
  const path = join(logDir, CHECKPOINT_PATH)
  const [note, file] = await Promise.all([readFile(path), stat(path)]).catch(() => [undefined, undefined])
  const { waiting, oldestAt } = await countWaiting(ctx.db)
  const { values } = await ctx.metrics.log.get()
  const stopped = values.some(({ labels, value }) => labels.what === 'stopped' && value === 1)
  const lags = oldestAt !== undefined && ctx.now - oldestAt > SEQUENCED_LATE_MS
  return {
    ...(note && file && { checkpoint: { size: sizeIn(note), writtenAt: Math.floor(file.mtimeMs) } }),
    waiting,
    ...(oldestAt !== undefined && { oldestAt }),
    stopped,
    standing: stopped || lags ? 'late' : note ? 'good' : 'waits',
  }
}

/** Whether the head is rightly signed is what reading the log again tells; here its length is enough. */
function sizeIn(checkpoint: Uint8Array | undefined): number {
  return Number(/^\S+\n(\d{1,15})\n/.exec(new TextDecoder().decode(checkpoint))?.[1] ?? 0)
}
