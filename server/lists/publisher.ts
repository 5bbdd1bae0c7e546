// The list of a city as its files have it, and how it follows the colours. Whatever goes wrong half way, the next turn begins
// by reading what is published, and publishes the difference to what should be.

import { hex } from '../../core/bytes.ts'
import { day, dayOf, HOUR, instant, MINUTE, type Day, type Instant } from '../../core/instant.ts'
import { changesOf } from '../../core/list/changes.ts'
import { INDEX_PATH, SHARD_SIZE } from '../../core/list/format.ts'
import { readIndex, signIndex, type ListIndex } from '../../core/list/list-index.ts'
import { valueAt } from '../../core/list/two-bits.ts'
import type { Epochs } from '../codes/epochs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { forgetChanges, listChanges } from '../risk/changes.ts'
import { believe, colourOf, readChanged, readEverybody, setColour, type Colours } from './colours.ts'
import {
  dropPassed,
  endHour,
  endMinute,
  entryOf,
  publishChanges,
  renew,
  resume,
  widen,
  type LiveEpoch,
} from './epoch.ts'
import type { ListFolder } from './folder.ts'
import { RECHECK } from './jobs.ts'
import { bring, shardsOf } from './bring.ts'
import { asOfOf, ownReader } from './sealing.ts'
import { leaveWithdrawnKey } from './withdrawn-key.ts'
import { listPersons } from './views.ts'
import { publishWithdrawn, resumeWithdrawn, type Withdrawals } from './withdrawals.ts'

/** What publishing needs. */
export interface Press {
  readonly world: World
  readonly epochs: Epochs
  readonly folder: ListFolder
  /** The list's address as the index tells it. */
  readonly address: string
}

/** What is published, in step with the files. */
export interface Published {
  readonly colours: Colours
  readonly live: Map<Day, LiveEpoch>
  /** List numbers whose change an epoch does not have yet. */
  readonly pending: Map<Day, Set<number>>
  readonly withdrawals: Withdrawals
  /** The keys that signed what lies there, as far as this program did, and when they did last. */
  readonly signedBy: Map<string, Instant>
  /** The time of the last index. */
  indexAsOf: Instant
  /** The minute, the hour, the stretch for the other epochs and the renewal that the last turn belonged to. */
  turn: Turn
}

interface Turn {
  readonly minute: number
  readonly hour: number
  readonly others: number
  readonly renewal: number
}

/** Changes in epochs other than today's wait for so long, so that those of several people come together. */
const OTHERS_MS = 5 * MINUTE
/** A phone reads from its shard how new it is. */
const RENEWAL_MS = 10 * MINUTE
/** What was evaluated longer than this before the last index, and is not in it, was not committed then: no transaction takes so long. */
const LONGEST_TRANSACTION_MS = 10 * MINUTE
/** Changes that one turn takes up. */
const MOST_CHANGES = 20_000
/** An epoch's key is kept 9 days; for an older epoch a new one would be made, and its places would be nobody's. */
const OLDEST_EPOCH_DAYS = 8
const PEOPLE_A_JOB = 500

/** Reads what is published and publishes the difference to what should be: at start, and after anything that went wrong. */
export async function open(press: Press): Promise<Published> {
  const { world } = press
  const readAt = world.clock()
  const index = await findIndex(press)
  const resumed = new Map<Day, LiveEpoch>()
  for (const entry of index?.epochs ?? []) {
    if (entry.epoch < dayOf(readAt) - OLDEST_EPOCH_DAYS) continue
    const sizes = entry.segments.map((shards) => shards * SHARD_SIZE)
    await press.epochs.keepSegments(day(entry.epoch), sizes)
    const live = await resume(press, index!, entry)
    if (live) resumed.set(day(entry.epoch), live)
  }
  // Today's was the newest; the others follow within minutes.
  const newest = index && (resumed.get(dayOf(index.asOf)) ?? [...resumed.values()].at(-1))
  const { colours, doubtful } = newest
    ? await readChanged(world, { notGreen: await notGreenOf(press, newest), since: sinceOf(index.asOf) })
    : await readEverybody(world)
  // One delta may lie there that no index names, and somebody may have loaded its shards.
  const above = Math.max(0, ...(index?.epochs.map(({ head }) => head + 1) ?? []))
  const published = await begin(press, { colours, resumed, above })
  await recheck(press, doubtful)
  return published
}

/** Publishes colours in the three live epochs, going on from those that are resumed. */
export async function begin(
  press: Press,
  told: { colours: Colours; resumed: ReadonlyMap<Day, LiveEpoch>; above: number },
): Promise<Published> {
  const { colours, resumed, above } = told
  const readAt = press.world.clock()
  const published: Published = {
    colours,
    live: new Map(),
    pending: new Map(),
    withdrawals: await resumeWithdrawn(press),
    signedBy: new Map([[hex(press.world.issuing.signer.kid), readAt]]),
    indexAsOf: asOfOf(press.world, readAt),
    turn: turnOf(readAt),
  }
  for (const epoch of liveDays(readAt)) {
    published.live.set(epoch, await bring(press, colours, { epoch, resumed: resumed.get(epoch), above }))
  }
  await publishWithdrawn(press, published.withdrawals, published.indexAsOf)
  await writeIndex(press, published)
  return published
}

/** One turn: takes up what has changed, and brings the files to it. Answers how many changes it took up. */
export async function turn(press: Press, published: Published): Promise<number> {
  const { world } = press
  const readAt = world.clock()
  const asOf = asOfOf(world, readAt)
  const now = turnOf(readAt)
  const { turn: last } = published
  const changes = await takeUp(press, published)
  let written = await leaveWithdrawnKey(press, published, asOf)
  written = (await followDays(press, published, readAt)) || written
  for (const [epoch, live] of published.live) {
    written = (await follow(press, live, asOf, readAt)) || written
    if (epoch !== dayOf(readAt) && now.others === last.others) continue
    written = (await publishPending(press, published, { live, asOf, epoch })) || written
  }
  for (const live of published.live.values()) {
    if (now.minute !== last.minute) await endMinute(press, live)
    if (now.hour !== last.hour) await endHour(press, live)
    if (now.renewal !== last.renewal) await renew(press, live, asOf)
    await dropPassed(press, live)
  }
  published.turn = now
  written = (await publishWithdrawn(press, published.withdrawals, asOf)) || written
  if (written || now.minute !== last.minute) {
    published.indexAsOf = asOf
    await writeIndex(press, published)
  }
  if (changes.length > 0) await world.db.transaction().execute((tx) => forgetChanges(tx, changes))
  return changes.length
}

/** Yesterday, today and tomorrow. */
function liveDays(at: Instant): Day[] {
  return [-1, 0, 1].map((away) => day(dayOf(at) + away))
}

function turnOf(at: Instant): Turn {
  const [minute, hour, others, renewal] = [MINUTE, HOUR, OTHERS_MS, RENEWAL_MS].map((length) => Math.floor(at / length))
  return { minute: minute!, hour: hour!, others: others!, renewal: renewal! }
}

function sinceOf(indexAsOf: Instant): Instant {
  return instant(indexAsOf - LONGEST_TRANSACTION_MS)
}

async function findIndex(press: Press): Promise<ListIndex | undefined> {
  const bytes = await press.folder.find(INDEX_PATH)
  const read = bytes && (await readIndex(bytes, ownReader(press.world)))
  if (read && !read.ok) press.world.log.error('the published index of the colour list cannot be read; it begins anew')
  return read?.ok ? read.value : undefined
}

/** Whoever an epoch's list has as not green, by list number. */
async function notGreenOf(press: Press, { epoch, list }: LiveEpoch): Promise<Map<number, number>> {
  const places: number[] = []
  for (let at = 0; at < list.values.length; at += 1) {
    if (list.values[at] === 0) continue
    for (let place = at * 4; place < at * 4 + 4; place += 1) if (valueAt(list.values, place) !== 0) places.push(place)
  }
  const numbers = await press.epochs.numbersAt(day(epoch), Uint32Array.from(places))
  return new Map(places.map((place, at) => [numbers[at]!, valueAt(list.values, place)]))
}

/** Reads whose colours have changed and what they are now; answers the changes to forget once they are published. */
async function takeUp(press: Press, published: Published): Promise<string[]> {
  const { world } = press
  const changes = await listChanges(world.db, MOST_CHANGES)
  if (changes.length === 0) return []
  const rows = await listPersons(world.db, [...new Set(changes.map(({ personId }) => personId))])
  const doubtful: string[] = []
  for (const row of rows) {
    const value = believe(world, row, sinceOf(published.indexAsOf))
    if (value === undefined) doubtful.push(row.person_id)
    else if (value !== colourOf(published.colours, row.list_number)) {
      setColour(published.colours, row.list_number, value)
      for (const epoch of published.live.keys()) pendingOf(published, epoch).add(row.list_number)
    }
  }
  await recheck(press, doubtful)
  return changes.map(({ changeId }) => changeId)
}

/** Has people evaluated anew whose row cannot be believed; until then they are published as before. */
async function recheck(press: Press, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  const ctx = systemCtx(press.world)
  ctx.log.error({ count: personIds.length }, 'colours that nobody vouches for, or old ones, were not published')
  await ctx.db.transaction().execute(async (tx) => {
    for (let from = 0; from < personIds.length; from += PEOPLE_A_JOB) {
      await ctx.jobs.enqueue(tx, RECHECK, { personIds: personIds.slice(from, from + PEOPLE_A_JOB) })
    }
  })
}

/** At midnight an epoch begins and another one ends. */
async function followDays(press: Press, published: Published, readAt: Instant): Promise<boolean> {
  const days = liveDays(readAt)
  let changed = false
  for (const epoch of published.live.keys()) {
    if (days.includes(epoch)) continue
    published.live.delete(epoch)
    published.pending.delete(epoch)
    changed = true
  }
  for (const epoch of days) {
    if (published.live.has(epoch)) continue
    published.live.set(epoch, await bring(press, published.colours, { epoch, resumed: undefined, above: 0 }))
    changed = true
  }
  if (changed) for (const old of await press.folder.epochs()) if (old < days[0]!) await press.folder.drop(old)
  return changed
}

/** Takes up segments that were appended to an epoch. */
async function follow(press: Press, live: LiveEpoch, asOf: Instant, readAt: Instant): Promise<boolean> {
  // Whoever is new since yesterday has no code of yesterday.
  if (live.epoch < dayOf(readAt)) return false
  const segments = await shardsOf(press, day(live.epoch))
  if (segments.length <= live.segments.length) return false
  await widen(press, live, { segments, asOf })
  return true
}

async function publishPending(
  press: Press,
  published: Published,
  told: { live: LiveEpoch; asOf: Instant; epoch: Day },
): Promise<boolean> {
  const { live, asOf, epoch } = told
  const waiting = pendingOf(published, epoch)
  if (waiting.size === 0) return false
  const end = live.segments.reduce((sum, shards) => sum + shards, 0) * SHARD_SIZE
  const isPast = epoch < dayOf(press.world.clock())
  const numbers = Uint32Array.from(isPast ? [...waiting].filter((number) => number < end) : waiting)
  const places = await press.epochs.placesOf(epoch, numbers)
  const grown = await follow(press, live, asOf, press.world.clock())
  const pairs = [...numbers].map((number, at): readonly [number, number] => [
    places[at]!,
    colourOf(published.colours, number),
  ])
  const changes = changesOf(pairs.filter(([place, value]) => valueAt(live.list.values, place) !== value))
  waiting.clear()
  if (changes.places.length === 0) return grown
  await publishChanges(press, live, { changes, asOf })
  return true
}

function pendingOf(published: Published, epoch: Day): Set<number> {
  const known = published.pending.get(epoch) ?? new Set()
  published.pending.set(epoch, known)
  return known
}

async function writeIndex(press: Press, published: Published): Promise<void> {
  const index: ListIndex = {
    asOf: published.indexAsOf,
    address: press.address,
    withdrawn: published.withdrawals.list.number,
    epochs: [...published.live.values()].toSorted((a, b) => a.epoch - b.epoch).map(entryOf),
  }
  await press.folder.write(INDEX_PATH, await signIndex(index, press.world.issuing.signer))
}
