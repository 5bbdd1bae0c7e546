import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { IdentityDocument } from '../core/document.ts'
import { instant } from '../core/instant.ts'
import { uuidv7 } from '../core/uuid.ts'
import { aPhoneKey, type Phone } from '../test/phone.ts'
import type { Figure, Group } from './figure.ts'
import { openLine, perSecond, rawGet, rawPost, type Answer, type Line, type RawRequest } from './load.ts'
import { withMeasured } from './measured.ts'

// The morning of the first day of a new rule: a city opens its codes at once, on one machine that makes this load as well.

const PHONES = 50_000
const SECONDS = 60
/** A server that is a second old still compiles itself: the morning's has been awake. */
const WARM_UP_SECONDS = 10
/** Of five phones one is opened for the first time that day and needs a new code; the others show what lies on them and look whether it holds. */
const ONE_IN = 5
const REGISTRATIONS_PER_SECOND = 50
const GATES = 200
/** 20 people a minute at each. */
const SCAN_EVERY_SECONDS = 3
/** The most that were ever served: Guangdong's 1.4 million a minute, of shards. */
const SHARDS_PER_SECOND = 23_300
const SHARDS = 300_000
const CONNECTIONS = 64
const TIMES_MORE = 3

/** What the measured process tells once it listens. */
export interface Morning {
  readonly port: number
  /** Sessions of people who have registered; several phones of this load are one person's. */
  readonly cookies: readonly string[]
  readonly newcomers: readonly { readonly cookie: string; readonly name: string; readonly document: IdentityDocument }[]
  readonly doors: readonly { readonly cookie: string; readonly gateId: string; readonly guardId: string }[]
  /** Who serves the list: nginx as docs/nginx.conf sets it up, or the program where there is no nginx. */
  readonly listPort: number
  /** The path of a shard of today's list. */
  readonly shard: string
}

/** Milliseconds, and what went wrong: anything but a whole answer that was asked for, or a refusal to come again. */
interface Seen {
  readonly visible: number[]
  readonly refused: number[]
  readonly gates: number[]
  errors: number
}

export const group: Group = {
  name: 'peak',
  async measure() {
    const people = PHONES / ONE_IN
    const warming = REGISTRATIONS_PER_SECOND * WARM_UP_SECONDS
    const each = REGISTRATIONS_PER_SECOND * SECONDS
    const strangers = warming + 2 * each
    const args = [people, strangers, GATES]
    return withMeasured({ file: 'peak-server.ts', args }, async (morning: Morning) => {
      const some = (from: number, many: number): Morning => {
        return { ...morning, newcomers: morning.newcomers.slice(from, from + many) }
      }
      await run(some(0, warming), { times: 1, seconds: WARM_UP_SECONDS })
      const usual = await run(some(warming, each), { times: 1, seconds: SECONDS })
      const more = await run(some(warming + each, each), { times: TIMES_MORE, seconds: SECONDS })
      const shards = await measureShards(morning)
      return [
        seconds('peak.code_visible_p99_s', usual.visible, 2),
        seconds('peak.gate_p99_s', usual.gates, 1),
        count('peak.errors', usual.errors + usual.refused.length),
        shards,
        seconds('peak.three_times_admitted_p99_s', more.visible, 2),
        seconds('peak.three_times_refused_p99_s', more.refused, 0.25),
        seconds('peak.three_times_gate_p99_s', more.gates, 1),
        count('peak.three_times_errors', more.errors),
      ]
    })
  },
}

async function run(morning: Morning, load: { times: number; seconds: number }): Promise<Seen> {
  const seen: Seen = { visible: [], refused: [], gates: [], errors: 0 }
  const { seconds } = load
  const holders = await holdersAt(morning)
  const began = performance.now()
  await Promise.all([
    paced(began, { many: (PHONES * load.times * seconds) / SECONDS, seconds }, (place) =>
      openPhone(morning, seen, place),
    ),
    paced(began, { many: morning.newcomers.length, seconds }, (place) => register(morning, seen, place)),
    ...morning.doors.map((_, door) => standAt(morning, seen, { door, began, seconds, holder: holders[door]! })),
  ])
  return seen
}

/** Does something so many times within some seconds, evenly, whether or not the earlier ones are done. */
async function paced(
  began: number,
  { many, seconds }: { many: number; seconds: number },
  act: (place: number) => Promise<void>,
): Promise<void> {
  const acts: Promise<void>[] = []
  for (let place = 0; place < many;) {
    const due = Math.min(many, Math.ceil(((performance.now() - began) / (seconds * 1_000)) * many))
    for (; place < due; place += 1) acts.push(act(place))
    await pause(5)
  }
  await Promise.all(acts)
}

/** A phone is opened: its code first, and when that is there how things stand, and its shard. */
async function openPhone({ port, cookies, listPort, shard }: Morning, seen: Seen, place: number): Promise<void> {
  const cookie = cookies[Math.floor(place / ONE_IN) % cookies.length]!
  const isFirst = place % ONE_IN === 0
  const began = performance.now()
  let isIn = false
  await onLine(port, seen, async (line) => {
    if (isFirst) {
      const answer = await line.send(rawPost('/api/code', cookie, { phoneKey: aPhoneKey().phoneKey }))
      note(seen, answer, { began, into: seen.visible })
      if (answer.status !== 200) return
    }
    const asked = performance.now()
    note(seen, await line.send(rawGet('/api/me', cookie)), { began: asked, into: undefined })
    isIn = true
  })
  if (!isIn) return
  await onLine(listPort, seen, async (line) => {
    const list = await line.send(rawGet(shard))
    if (list.status !== 200) seen.errors += 1
  })
}

/** Somebody registers: the two steps of the wizard, and the first code. */
async function register({ port, newcomers }: Morning, seen: Seen, place: number): Promise<void> {
  const { cookie, name, document } = newcomers[place]!
  const registration = {
    registrationId: newId(),
    name,
    document,
    phone: '17000000000',
    address: { divisionCode: '310101', detail: '虚构路 1 号' },
    arriving: false,
  }
  const steps: RawRequest[] = [
    rawPost('/api/registration/check', cookie, { name, document }),
    rawPost('/api/registration', cookie, registration),
    rawPost('/api/code', cookie, { phoneKey: aPhoneKey().phoneKey }),
  ]
  await onLine(port, seen, async (line) => {
    for (const step of steps) {
      const began = performance.now()
      const answer = await line.send(step)
      note(seen, answer, { began, into: undefined })
      if (answer.status >= 300) return
    }
  })
}

/** A gate scans somebody every three seconds and records the entry. */
async function standAt(
  { port, doors }: Morning,
  seen: Seen,
  at: { door: number; began: number; seconds: number; holder: Holder },
): Promise<void> {
  const { cookie, gateId, guardId } = doors[at.door]!
  const { phone, credential } = at.holder
  await onLine(port, seen, async (line) => {
    for (let scan = 0; scan < at.seconds / SCAN_EVERY_SECONDS; scan += 1) {
      const due = at.began + (scan + at.door / GATES) * SCAN_EVERY_SECONDS * 1_000
      await pause(Math.max(0, due - performance.now()))
      const now = Date.now()
      const code = await phone.show(credential, instant(now))
      const began = performance.now()
      note(seen, await line.send(rawPost('/api/verify', cookie, { gateId, code, at: now })), {
        began,
        into: seen.gates,
      })
      const passage = { gateId, guardId, at: now, direction: 'in', code, celsius: 36.5 }
      const entry = { ...passage, entryId: newId(), shown: 'green', decision: 'admitted', reason: 'colour' }
      const answer = await line.send(rawPost('/api/entries', cookie, { entries: [entry] }))
      if (answer.status !== 201) seen.errors += 1
    }
  })
}

interface Holder {
  readonly phone: Phone
  readonly credential: string
}

/** Somebody with a code for each gate. */
async function holdersAt({ port, cookies, doors }: Morning): Promise<Holder[]> {
  const line = await openLine(port)
  const holders: Holder[] = []
  for (const place of doors.keys()) {
    const phone = aPhoneKey()
    const answer = await line.send(rawPost('/api/code', cookies[place]!, { phoneKey: phone.phoneKey }))
    holders.push({ phone, credential: (JSON.parse(answer.body) as { credential: string }).credential })
  }
  line.close()
  return holders
}

async function onLine(port: number, seen: Seen, act: (line: Line) => Promise<void>): Promise<void> {
  let line: Line | undefined
  try {
    line = await openLine(port)
    await act(line)
  } catch {
    // Not let in at all, or hung up on: that nobody should meet.
    seen.errors += 1
  } finally {
    line?.close()
  }
}

function note(seen: Seen, answer: Answer, told: { began: number; into: number[] | undefined }): void {
  const ms = performance.now() - told.began
  if (answer.status === 503 && answer.body.includes('/problems/busy')) seen.refused.push(ms)
  else if (answer.status >= 300 || !isWhole(answer.body)) seen.errors += 1
  else told.into?.push(ms)
}

function isWhole(body: string): boolean {
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}

async function measureShards({ listPort, shard }: Morning): Promise<Figure> {
  const requests = Array<RawRequest>(SHARDS).fill(rawGet(shard))
  const value = await perSecond(listPort, requests, CONNECTIONS)
  const limit = SHARDS_PER_SECOND
  return { name: 'peak.shard_per_s', value, unit: 'shards/s', limit, bound: 'value-at-least', ratio: undefined }
}

function newId(): string {
  return uuidv7(instant(Date.now()), (bytes) => new Uint8Array(randomBytes(bytes)))
}

function seconds(name: string, ms: readonly number[], limit: number): Figure {
  const sorted = ms.toSorted((a, b) => a - b)
  const value = (sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0) / 1_000
  return { name, value, unit: 's', limit, bound: 'value-at-most', ratio: undefined }
}

function count(name: string, value: number): Figure {
  return { name, value, unit: 'requests', limit: 0, bound: 'value-at-most', ratio: undefined }
}
