// The log against the database: what was published cannot be taken back, so whatever of it the database says otherwise was altered
// there. A stretch at a time, for a city has millions of acts.

import type { CompareAnswer, ComparedPart, CompareRequest, Difference } from '../../contract/log.ts'
import { sameBytes } from '../../core/bytes.ts'
import { readLeaf, writeLeaf, type LoggedAct } from '../../core/log/leaf.ts'
import { TILE_WIDTH } from '../../core/log/tiles.ts'
import { readEntries } from '../../core/log/verify.ts'
import { isUuid } from '../../core/uuid.ts'
import { commitmentTo } from '../audit/audit.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { examine } from '../risk/examine.ts'
import type { LogFolder } from './folder.ts'
import { countLeaves, listPlaced, type Placed } from './store.ts'
import {
  FIRST_ID,
  listActs,
  listBodies,
  listColourActs,
  listPeople,
  listQueued,
  listWithoutHistory,
  readBodies,
  type SaltedBody,
} from './views.ts'

/** The log that is compared: its files, and how many leaves its signed head has. */
export interface ComparedLog {
  readonly folder: Pick<LogFolder, 'find'>
  readonly size: number
}

const ROWS = 5_000
const PEOPLE = 200
/** Bundles at a time. */
const BUNDLES = 8

/** Compares the next stretch of a part. Problems: input-invalid. */
export async function compareStretch(
  tx: Tx,
  ctx: Ctx,
  log: ComparedLog,
  { part, after }: CompareRequest,
): Promise<CompareAnswer> {
  const isNext = after === undefined || (part === 'leaves' ? /^\d{1,15}$/.test(after) : isUuid(after))
  if (!isNext) {
    throw new Problem('input-invalid', [
      { field: 'after', zh: '应为上一段答复中的 next', en: 'is the next of the stretch before' },
    ])
  }
  return PARTS[part](tx, ctx, log, after)
}

type Compare = (tx: Tx, ctx: Ctx, log: ComparedLog, after: string | undefined) => Promise<CompareAnswer>

const PARTS: Readonly<Record<ComparedPart, Compare>> = {
  leaves: compareLeaves,
  async acts(tx, _ctx, _log, after) {
    const acts = await listActs(tx, { after: after ?? FIRST_ID, limit: ROWS })
    const differences = acts.flatMap(({ act, placed, queued }): Difference[] => {
      if (placed === queued) return [{ what: placed ? 'act-queued-again' : 'act-not-logged', act: act.id }]
      return []
    })
    return answer({ rows: acts.map(({ act }) => act.id), most: ROWS, differences })
  },
  async bodies(tx, _ctx, _log, after) {
    const bodies = await listBodies(tx, { after: after ?? FIRST_ID, limit: ROWS })
    const differences = bodies.filter(({ acted }) => !acted).map(({ id }) => ({ what: 'body-without-act', act: id }))
    return answer({ rows: bodies.map(({ id }) => id), most: ROWS, differences })
  },
  async queue(tx, _ctx, _log, after) {
    const queued = await listQueued(tx, { after: after ?? FIRST_ID, limit: ROWS })
    const differences = queued.filter(({ acted }) => !acted).map(({ id }) => ({ what: 'queued-without-act', act: id }))
    return answer({ rows: queued.map(({ id }) => id), most: ROWS, differences })
  },
  async people(tx, ctx, _log, after) {
    const people = await listPeople(tx, { after: after ?? FIRST_ID, limit: PEOPLE })
    const [last] = people.slice(-1)
    const acts = await listColourActs(tx, { after: after ?? FIRST_ID, limit: PEOPLE })
    const differences: Difference[] = acts
      .filter(({ personId }) => last !== undefined && personId <= last)
      .flatMap(({ personId, acted, logged }) => {
        return acted && logged ? [] : [{ what: 'colour-act-not-logged', person: personId }]
      })
    for (const { personId, what, evidenceId } of await examine(tx, ctx, people)) {
      differences.push({ what, person: personId, ...(evidenceId !== undefined && { evidence: evidenceId }) })
    }
    return answer({ rows: people, most: PEOPLE, differences })
  },
}

function answer(of: { rows: readonly string[]; most: number; differences: readonly Difference[] }): CompareAnswer {
  const next = of.rows.length < of.most ? undefined : of.rows.at(-1)
  return { compared: of.rows.length, differences: [...of.differences], ...(next !== undefined && { next }) }
}

/** Leaves against the acts that have their places; behind the last leaf there is nothing but what was not published yet. */
async function compareLeaves(tx: Tx, _ctx: Ctx, log: ComparedLog, after: string | undefined): Promise<CompareAnswer> {
  const from = Number(after ?? 0)
  const to = Math.min(log.size, from + BUNDLES * TILE_WIDTH)
  const isLast = to === log.size
  const placed = await listPlaced(tx, { from, to: isLast ? await countLeaves(tx) : to })
  const byLeaf = new Map(placed.map((place) => [place.leaf, place]))
  const differences: Difference[] = []
  for (let leaf = from; leaf < to; leaf += TILE_WIDTH) {
    const entries = await entriesOf(log, leaf / TILE_WIDTH)
    for (let at = 0; at < Math.min(TILE_WIDTH, to - leaf); at += 1) {
      differences.push(...differencesOfLeaf(entries[at], leaf + at, byLeaf.get(leaf + at)))
    }
  }
  for (const { leaf, id, act } of placed) if (leaf >= to && !act) differences.push({ what: 'act-gone', leaf, act: id })
  const acts = placed.flatMap(({ act }) => act ?? [])
  differences.push(...(await differencesOfBodies(tx, acts)))
  return { compared: to - from, differences, ...(!isLast && { next: String(to) }) }
}

async function entriesOf({ folder, size }: ComparedLog, index: number): Promise<Uint8Array[]> {
  const entries = await readEntries(folder.find, { index, width: Math.min(TILE_WIDTH, size - index * TILE_WIDTH) })
  return typeof entries === 'string' ? [] : entries
}

function differencesOfLeaf(entry: Uint8Array | undefined, leaf: number, placed: Placed | undefined): Difference[] {
  const said = entry && readLeaf(entry)
  if (!said) return [{ what: 'leaf-unreadable', leaf }]
  const { id } = said
  if (!placed) return [{ what: 'place-gone', leaf, act: id }]
  if (placed.id !== id) return [{ what: 'place-altered', leaf, act: id }]
  if (!placed.act) return [{ what: 'act-gone', leaf, act: id }]
  return sameBytes(writeLeaf(placed.act), entry) ? [] : [{ what: 'act-altered', leaf, act: id }]
}

/** Bodies against the commitments, and the colours that they say were found against the history. */
async function differencesOfBodies(tx: Tx, acts: readonly LoggedAct[]): Promise<Difference[]> {
  const bodies = await readBodies(
    tx,
    acts.map(({ id }) => id),
  )
  const known = new Map(acts.map((act) => [act.id, act]))
  const genuine = bodies.filter((body) => isCommitted(known.get(body.id)!, body))
  const altered = bodies.filter((body) => !genuine.includes(body)).map(({ id }) => ({ what: 'body-altered', act: id }))
  const found = genuine.flatMap((body) => colourFound(known.get(body.id)!, body) ?? [])
  const lost = await listWithoutHistory(tx, found)
  return [...altered, ...lost.map(({ id, personId }) => ({ what: 'colour-history-gone', act: id, person: personId }))]
}

function isCommitted({ at, kind, commitment }: LoggedAct, { salt, ...body }: SaltedBody): boolean {
  return sameBytes(commitment, commitmentTo({ at, kind, salt, body }))
}

function colourFound({ id, kind }: LoggedAct, { subject_id: personId, detail }: SaltedBody) {
  if (kind !== 'colour-changed' || personId === null) return undefined
  const { version } = JSON.parse(detail) as { version?: number }
  return version === undefined ? undefined : { id, personId, version }
}
