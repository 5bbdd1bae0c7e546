import type { FastifyInstance } from 'fastify'
import { PROBLEMS } from '../../contract/problems.ts'
import { ROUTE_GROUPS, type GroupFigures, type HistoryPoint, type RouteGroup } from '../../contract/health-figures.ts'
import { MINUTE, SECOND, type Instant } from '../../core/instant.ts'
import type { DeclaredWay } from '../kit/http.ts'
import { isFor, type Permission } from '../kit/permissions.ts'
import type { World } from '../kit/world.ts'

// What this process counts for Prometheus, looked at every few seconds and kept for a quarter of an hour: nothing is counted twice.

const LOOK_MS = 5 * SECOND
const KEPT = (15 * MINUTE) / LOOK_MS

/** Requests that were answered so far, and how many of them within each step of the histogram. */
interface Counts {
  readonly requests: number
  readonly within: ReadonlyMap<number, number>
}

/** All counts at one moment; they only grow. */
interface Snapshot {
  readonly at: Instant
  readonly groups: ReadonlyMap<RouteGroup, Counts>
  readonly busy: number
  readonly errors: number
  readonly latenessMs: number
  readonly connections: number
}

/** What a process counted lately. */
export interface Pulse {
  readonly startedAt: Instant
  /** The counts of now, with those of the last minute, and what was kept. */
  feel(): Promise<{
    readonly groups: GroupFigures[]
    readonly busy: number
    readonly errors: number
    readonly latenessMs: number
    readonly history: HistoryPoint[]
  }>
}

/** Looks at the counts of an app from when it listens until it closes. */
export function openPulse(app: FastifyInstance, world: World, ways: readonly DeclaredWay[]): Pulse {
  const startedAt = world.clock()
  const nothing: Snapshot = { at: startedAt, groups: new Map(), busy: 0, errors: 0, latenessMs: 0, connections: 0 }
  const kept: Snapshot[] = [nothing]
  let look: NodeJS.Timeout | undefined

  async function keep(): Promise<void> {
    kept.push(await snapshot(world, ways))
    if (kept.length > KEPT + 1) kept.shift()
  }
  app.addHook('onListen', async () => {
    look = setInterval(() => void keep(), LOOK_MS).unref()
  })
  app.addHook('onClose', async () => clearInterval(look))

  return {
    startedAt,
    async feel() {
      const now = await snapshot(world, ways)
      const before = kept.findLast(({ at }) => at <= now.at - MINUTE) ?? kept[0] ?? nothing
      return {
        groups: ROUTE_GROUPS.map((group) => groupFigures(group, before, now)),
        busy: now.busy - before.busy,
        errors: now.errors - before.errors,
        latenessMs: now.latenessMs,
        history: kept.slice(1).map((one, place) => pointOf(kept[place]!, one)),
      }
    },
  }
}

async function snapshot(world: World, ways: readonly DeclaredWay[]): Promise<Snapshot> {
  const { metrics, pool } = world
  const [seconds, refusals, lateness] = await Promise.all([
    metrics.requestSeconds.get(),
    metrics.refusals.get(),
    metrics.lateness.get(),
  ])
  const groupOf = new Map(ways.map(({ url, permission }) => [url, groupFor(permission)]))
  const groups = new Map<RouteGroup, { requests: number; within: Map<number, number> }>()
  for (const { metricName, labels, value } of seconds.values) {
    const group = groupOf.get(String(labels.route)) ?? 'public'
    const counts = groups.get(group) ?? { requests: 0, within: new Map<number, number>() }
    groups.set(group, counts)
    if (metricName?.endsWith('_count')) counts.requests += value
    const step = stepIn(labels)
    if (step !== undefined) counts.within.set(step, (counts.within.get(step) ?? 0) + value)
  }
  let [busy, errors] = [0, 0]
  for (const { labels, value } of refusals.values) {
    if (labels.problem === 'busy') busy += value
    else if (isFailure(String(labels.problem))) errors += value
  }
  return {
    at: world.clock(),
    groups,
    busy,
    errors,
    latenessMs: (lateness.values[0]?.value ?? 0) * SECOND,
    connections: pool.totalCount - pool.idleCount,
  }
}

/** The step, in seconds, of a bucket; the library's types leave out that label, and the last bucket is everything. */
function stepIn(labels: object): number | undefined {
  return 'le' in labels && typeof labels.le === 'number' ? labels.le : undefined
}

/** Whom the act of a way is open to first. */
function groupFor(permission: Permission): RouteGroup {
  if (isFor(permission, 'anyone')) return 'public'
  return (['citizen', 'gate', 'source', 'operator'] as const).find((who) => isFor(permission, who)) ?? 'staff'
}

function isFailure(problem: string): boolean {
  return problem in PROBLEMS && PROBLEMS[problem as keyof typeof PROBLEMS].status >= 500
}

const NONE: Counts = { requests: 0, within: new Map() }

function groupFigures(group: RouteGroup, before: Snapshot, now: Snapshot): GroupFigures {
  const counts = now.groups.get(group) ?? NONE
  const since = difference(before.groups.get(group) ?? NONE, counts)
  return { group, requests: counts.requests, inLastMinute: since.requests, ...answered(since) }
}

function pointOf(before: Snapshot, one: Snapshot): HistoryPoint {
  const since = difference(sum(before), sum(one))
  return {
    at: one.at,
    perSecond: since.requests / Math.max(1, (one.at - before.at) / SECOND),
    ...answered(since),
    busy: one.busy - before.busy,
    errors: one.errors - before.errors,
    latenessMs: one.latenessMs,
    connections: one.connections,
  }
}

function sum({ groups }: Snapshot): Counts {
  const within = new Map<number, number>()
  let requests = 0
  for (const counts of groups.values()) {
    requests += counts.requests
    for (const [step, count] of counts.within) within.set(step, (within.get(step) ?? 0) + count)
  }
  return { requests, within }
}

function difference(before: Counts, counts: Counts): Counts {
  const within = [...counts.within].map(([step, count]) => [step, count - (before.within.get(step) ?? 0)] as const)
  return { requests: counts.requests - before.requests, within: new Map(within) }
}

function answered(counts: Counts): Pick<GroupFigures, 'halfWithinMs' | 'mostWithinMs'> {
  const [half, most] = [stepOf(counts, 0.5), stepOf(counts, 0.99)]
  return { ...(half !== undefined && { halfWithinMs: half }), ...(most !== undefined && { mostWithinMs: most }) }
}

/** The step within which a share of the requests was answered, in milliseconds: true, where a guess between two steps might not be. */
function stepOf({ requests, within }: Counts, share: number): number | undefined {
  if (requests === 0) return undefined
  const steps = [...within].toSorted(([a], [b]) => a - b)
  const found = steps.find(([, count]) => count >= requests * share)
  return found && found[0] * SECOND
}
