import { statfs } from 'node:fs/promises'
import type { Figure, FigureName, HealthFigures, UpkeepFigure, UpkeepName } from '../../contract/health-figures.ts'
import type { Standing } from '../../contract/keys-and-lists.ts'
import { instant, MINUTE, SECOND } from '../../core/instant.ts'
import { MOST_LATE_MS } from '../kit/admission.ts'
import { countJobs } from '../kit/jobs.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import type { Pulse } from './pulse.ts'
import { countWork, readDatabaseSize } from './views.ts'

/** Short jobs are done within seconds; the longest ones take some minutes. */
const JOB_LATE_MS = 5 * MINUTE
/** Less room than this, or than a tenth of the disk, is little: a city's database grows by some GB a day. */
const LITTLE_ROOM = 5 * 1024 ** 3
const LITTLE_SHARE = 0.1
/** The size of the database is asked for so often: PostgreSQL looks at every one of its files. */
const SIZE_KEPT_MS = MINUTE

/** How this process and the database are. */
export interface Health {
  /** Problems: not-found, for whoever's jurisdiction is not the city. */
  see(ctx: Ctx): Promise<HealthFigures>
}

/** The health of a process whose pulse is felt, and which keeps its files in a folder. */
export function openHealth(pulse: Pulse, dataDir: string | undefined): Health {
  let size: { at: number; bytes: number } | undefined

  async function databaseSize({ db, now }: Ctx): Promise<number> {
    if (size === undefined || now - size.at > SIZE_KEPT_MS) size = { at: now, bytes: await readDatabaseSize(db) }
    return size.bytes
  }

  return {
    async see(ctx) {
      if (!mayTouch(ctx.actor, 'see-health', {})) throw new Problem('not-found')
      const { groups, history, ...counted } = await pulse.feel()
      const upkeep = await upkeepOf(ctx, pulse)
      return {
        at: ctx.now,
        startedAt: pulse.startedAt,
        groups,
        figures: [
          ...processFigures(ctx, counted),
          ...(await databaseFigures(ctx, await databaseSize(ctx))),
          await roomFigure(dataDir),
          ...upkeepFigures(ctx, upkeep),
        ],
        upkeep,
        history,
      }
    },
  }
}

function figure(what: FigureName, value: number | undefined, standing: Standing): Figure {
  return { what, ...(value !== undefined && { value }), standing }
}

/** What should be nought. */
function noneOf(what: FigureName, value: number, otherwise: Standing = 'late'): Figure {
  return figure(what, value, value === 0 ? 'good' : otherwise)
}

function processFigures(
  { pool }: Ctx,
  counted: { readonly busy: number; readonly errors: number; readonly latenessMs: number },
): Figure[] {
  return [
    noneOf('busy', counted.busy),
    noneOf('errors', counted.errors),
    figure('lateness', counted.latenessMs, counted.latenessMs > MOST_LATE_MS ? 'late' : 'good'),
    figure('connections', pool.totalCount - pool.idleCount, 'good'),
    noneOf('connections-awaited', pool.waitingCount),
  ]
}

async function databaseFigures(ctx: Ctx, bytes: number): Promise<Figure[]> {
  const jobs = await countJobs(ctx.db)
  const { heldBatches, overdueAppeals } = await countWork(ctx.db, ctx.now)
  return [
    figure('jobs-waiting', jobs.waiting, 'good'),
    figure('oldest-job', jobs.oldestMs, jobs.oldestMs > JOB_LATE_MS ? 'late' : 'good'),
    noneOf('jobs-failing', jobs.failing),
    figure('database-size', bytes, 'good'),
    noneOf('held-batches', heldBatches, 'waits'),
    noneOf('overdue-appeals', overdueAppeals),
  ]
}

async function roomFigure(dataDir: string | undefined): Promise<Figure> {
  const disk = dataDir === undefined ? undefined : await statfs(dataDir).catch(() => undefined)
  if (!disk) return figure('disk-free', undefined, 'waits')
  const [free, all] = [disk.bavail * disk.bsize, disk.blocks * disk.bsize]
  return figure('disk-free', free, free < LITTLE_ROOM || free < all * LITTLE_SHARE ? 'late' : 'good')
}

async function upkeepOf({ metrics, now }: Ctx, { startedAt }: Pulse): Promise<UpkeepFigure[]> {
  const [pauses, done] = await Promise.all([metrics.upkeepPause.get(), metrics.upkeepDone.get()])
  const doneAt = new Map(done.values.map(({ labels, value }) => [labels.what, instant(Math.round(value * SECOND))]))
  return pauses.values.map(({ labels, value }) => {
    const [at, pauseMs] = [doneAt.get(labels.what), value * SECOND]
    // Twice: a turn that failed is made up for by the next one. Half a minute: turns take their time.
    const isLate = now - (at ?? startedAt) > 2 * pauseMs + 30 * SECOND
    const standing = isLate ? 'late' : at === undefined ? 'waits' : 'good'
    return { what: labels.what as UpkeepName, ...(at !== undefined && { doneAt: at }), pauseMs, standing }
  })
}

function upkeepFigures({ now }: Ctx, upkeep: readonly UpkeepFigure[]): Figure[] {
  const sweep = upkeep.find(({ what }) => what === 'colours')
  const latest = Math.max(...upkeep.map(({ doneAt }) => doneAt ?? 0))
  const ageOf = (at: number | undefined) => (at ? Math.max(0, now - at) : undefined)
  const worst = (['late', 'waits'] as const).find((one) => upkeep.some(({ standing }) => standing === one))
  return [
    figure('colour-sweep', ageOf(sweep?.doneAt), sweep?.standing ?? 'waits'),
    figure('upkeep', ageOf(latest), upkeep.length === 0 ? 'waits' : (worst ?? 'good')),
  ]
}
