import type { UpkeepName } from '../contract/health-figures.ts'
import { day, dayOf, HOUR, MINUTE, SECOND } from '../core/instant.ts'
import { append } from './audit/audit.ts'
import { markOverdue } from './appeals/overdue.ts'
import { forgetForsaken } from './batches/batches.ts'
import type { KeyFiles } from './kit/key-files.ts'
import { systemCtx, type World } from './kit/world.ts'
import { noticeIssuingKeys } from './codes/issuing-keys-change.ts'
import { reconcileCredentials } from './codes/tally.ts'
import { forgetExpiredPhones } from './codes/withdrawal.ts'
import { forgetDistant, sweepDistant } from './entries/distant.ts'
import { deleteExpiredCodes } from './gates/store.ts'
import { deleteExpiredCodes as deleteExpiredStaffCodes } from './staff/store.ts'
import { forgetExpired } from './identity/expiry.ts'
import { checkColourActs, newColourWalk } from './log/reconcile.ts'
import { newWatch, watchLog } from './log/watch.ts'
import { keepColumns } from './risk/city-columns.ts'
import { sweep } from './risk/risk.ts'
import { keepTables } from './rule-tables/adoption.ts'
import { noticeOrganisations } from './signatures/organisations-change.ts'

/** A colour that ends at 00:00 is seen to end within this time; `changes at` is an index, so that looking costs nothing. */
const SWEEP_MS = 5 * SECOND
/** A key that is revoked is heeded at once; the colours that rested on it follow within this time. */
const NOTICE_MS = 5 * SECOND
/** A code that is in two hands is for somebody to look at within minutes, not for a gate. */
const DISTANT_MS = 10 * SECOND
/** Five parts in turn, a stretch of one at a time: a few thousand acts or 200 people, which takes some hundredths of a second. */
const WATCH_MS = 10 * SECOND
/** Entries come up to 8 days late, on credentials of the day before; after that nobody needs the day's permutation. */
const EPOCH_KEYS_KEPT_DAYS = 9

/** Does what the time brings: colours that change, sessions, forsaken batches and permutation keys whose time is over. Answers how to stop, which waits for work under way. */
export function startUpkeep(world: World, kept: { keyFiles: KeyFiles; logDir: string }): () => Promise<void> {
  const { keyFiles, logDir } = kept
  const [walk, watch, last] = [newColourWalk(), newWatch(), { recorded: 0 }]
  const every = (what: UpkeepName, pauseMs: number, act: () => Promise<void>) => repeat(world, { what, pauseMs, act })
  const stops = [
    every('colours', SWEEP_MS, () => sweep(systemCtx(world)).then(() => undefined)),
    every('signing-keys', NOTICE_MS, () => noticeChange(world)),
    every('rule-tables', SWEEP_MS, () => keepTables(systemCtx(world))),
    every('overdue-appeals', MINUTE, () => markOverdue(systemCtx(world))),
    every('city-columns', MINUTE, () => keepColumns(systemCtx(world))),
    every('distant-entries', DISTANT_MS, () => sweepDistant(systemCtx(world)).then(() => undefined)),
    every('old-distant-entries', HOUR, () => world.db.transaction().execute((tx) => forgetDistant(tx, world.clock()))),
    every('expired-sessions', HOUR, () => forgetExpired(systemCtx(world))),
    every('expired-phones', HOUR, () => world.db.transaction().execute((tx) => forgetExpiredPhones(tx, world.clock()))),
    every('gate-codes', HOUR, () => world.db.transaction().execute((tx) => deleteExpiredCodes(tx, world.clock()))),
    every('staff-codes', HOUR, () =>
      world.db.transaction().execute((tx) => deleteExpiredStaffCodes(tx, world.clock())),
    ),
    every('forsaken-batches', HOUR, () => forgetForsaken(systemCtx(world))),
    every('colour-acts', MINUTE, () => checkColourActs(systemCtx(world), walk).then(() => undefined)),
    every('log-watch', WATCH_MS, () => watchLog(systemCtx(world), logDir, watch).then(() => undefined)),
    every('credentials', MINUTE, () => reconcileCredentials(systemCtx(world), last).then(() => undefined)),
    every('epoch-keys', HOUR, () => destroyOldKeys(world, keyFiles)),
    every('issuing-keys', HOUR, async () => world.issuing.tend()),
    every('issuing-keys-told', MINUTE, () => noticeKeys(world)),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

async function noticeChange(world: World): Promise<void> {
  const ctx = systemCtx(world)
  await ctx.db.transaction().execute((tx) => noticeOrganisations(tx, ctx))
}

async function noticeKeys(world: World): Promise<void> {
  const ctx = systemCtx(world)
  await ctx.db.transaction().execute((tx) => noticeIssuingKeys(tx, ctx))
}

async function destroyOldKeys(world: World, keyFiles: KeyFiles): Promise<void> {
  const ctx = systemCtx(world)
  await ctx.db.transaction().execute(async (tx) => {
    const count = keyFiles.destroyEpochKeysBefore(day(dayOf(ctx.now) - EPOCH_KEYS_KEPT_DAYS))
    if (count > 0) await append(tx, ctx, { action: 'epoch-keys-destroyed', detail: { count } })
  })
}

/** Now and from time to time, never two at once; what fails is tried again the next time. */
function repeat(
  world: Pick<World, 'log' | 'clock' | 'metrics'>,
  told: { what: UpkeepName; pauseMs: number; act: () => Promise<void> },
): () => Promise<void> {
  const { what, pauseMs } = told
  world.metrics.upkeepPause.set({ what }, pauseMs / SECOND)
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let underWay: Promise<void> = turn()

  async function turn(): Promise<void> {
    await told.act().then(
      () => world.metrics.upkeepDone.set({ what }, world.clock() / SECOND),
      (error: unknown) => world.log.error({ err: error }, 'upkeep failed'),
    )
    if (!stopped) timer = setTimeout(() => (underWay = turn()), pauseMs)
  }

  return async () => {
    stopped = true
    clearTimeout(timer)
    await underWay
  }
}
