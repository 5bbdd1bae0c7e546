import type { EntriesResult, EntriesUpload, EntryUpload } from '../../contract/doors.ts'
import { hex } from '../../core/bytes.ts'
import { readDocument } from '../../core/document.ts'
import { instant, type Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { findOrCreatePerson } from '../identity/persons.ts'
import { groupCommit, type GroupCommit } from '../kit/group-commit.ts'
import { Problem } from '../kit/problem.ts'
import { sealJson, sha256 } from '../kit/seal.ts'
import { systemCtx, type Ctx, type World } from '../kit/world.ts'
import { findDoor, type Door } from '../venues/venues.ts'
import { isPlausible } from './rules.ts'
import { bucketOf, insertEntries, insertHeld, partitionKeeper, type EntryRow } from './store.ts'
import { wasGuard } from './views.ts'

/** The writer of entries: they come one by one from the gates and are committed together. */
export interface Entries {
  readonly writer: GroupCommit<EntryRow, void>
}

/** Who was scanned, worked out from the code by the feature that can. */
export type Identify = (ctx: Ctx, code: string, at: Instant) => Promise<Identified>

export interface Identified {
  readonly by: 'code' | 'paper' | 'nobody'
  readonly personId: string | undefined
}

/** Made once a program. */
export function openEntries(world: World): Entries {
  const ensurePartitions = partitionKeeper(world.pool)
  return {
    writer: groupCommit({
      apartMs: 5,
      most: 1_000,
      lanes: 2,
      async write(rows) {
        await ensurePartitions(rows)
        const ctx = systemCtx(world)
        await world.db.transaction().execute(async (tx) => {
          await insertEntries(tx, rows)
          await append(tx, ctx, {
            action: 'entries-written',
            detail: { count: rows.length, sha256: hex(sha256(JSON.stringify(rows))) },
          })
        })
        return rows.map(() => undefined)
      },
    }),
  }
}

/**
 * Writes what a gate's device recorded, each passage once however often it is sent, under whoever was on duty at the scan; answers
 * after the commit. A device that was enrolled elsewhere since still sends what it recorded at gates of the same organisation. An
 * entry whose time, gate or guard cannot be right is held for review, never lost and never refused.
 */
export async function recordEntries(
  ctx: Ctx,
  doors: { entries: Entries; identify: Identify },
  upload: EntriesUpload,
): Promise<EntriesResult> {
  if (ctx.actor.kind !== 'gate') throw new Problem('not-permitted')
  const { organisationId } = ctx.actor
  const named = [...new Set(upload.entries.map(({ guardId }) => guardId))]
  const known = await Promise.all(named.map((staffId) => wasGuard(ctx, { organisationId, staffId })))
  const guards: ReadonlySet<string> = new Set(named.filter((_, place) => known[place]))
  // Everybody is identified first, so that what came together is committed together.
  const placed = await Promise.all(
    upload.entries.map((entry) => place(ctx, doors.identify, { entry, organisationId, guards })),
  )
  const results = await Promise.all(
    placed.map(async ({ entry, row, why }) => {
      if (row === undefined) await hold(ctx, entry, why)
      else await doors.entries.writer.add(row)
      return { entryId: entry.entryId, outcome: row === undefined ? ('held' as const) : ('written' as const) }
    }),
  )
  return { results }
}

type Placed =
  | { readonly entry: EntryUpload; readonly row: EntryRow; readonly why?: undefined }
  | { readonly entry: EntryUpload; readonly row?: undefined; readonly why: 'gate' | 'guard' | 'time' }

async function place(
  ctx: Ctx,
  byCode: Identify,
  of: { entry: EntryUpload; organisationId: string; guards: ReadonlySet<string> },
): Promise<Placed> {
  const { entry, organisationId } = of
  const door = await findDoor(ctx, { gateId: entry.gateId, organisationId, at: instant(entry.at) })
  if (!door) return { entry, why: 'gate' }
  if (!of.guards.has(entry.guardId)) return { entry, why: 'guard' }
  if (!isPlausible(instant(entry.at), ctx.now)) return { entry, why: 'time' }
  return { entry, row: rowOf(ctx, { entry, door, ...(await identify(ctx, byCode, entry)) }) }
}

async function identify(
  ctx: Ctx,
  byCode: Identify,
  entry: EntryUpload,
): Promise<{ identifiedBy: EntryRow['identifiedBy']; personId: string | undefined }> {
  if (entry.code !== undefined) {
    const { by, personId } = await byCode(ctx, entry.code, instant(entry.at))
    return { identifiedBy: by, personId }
  }
  const read = entry.document && readDocument(entry.document.type, entry.document.number)
  if (!read?.ok) return { identifiedBy: 'nobody', personId: undefined }
  const { personId } = await ctx.db.transaction().execute((tx) => findOrCreatePerson(tx, ctx, read.document))
  return { identifiedBy: 'document', personId }
}

function rowOf(
  ctx: Ctx,
  of: {
    entry: EntryUpload
    door: Door
    identifiedBy: EntryRow['identifiedBy']
    personId: string | undefined
  },
): EntryRow {
  const { entry, door } = of
  return {
    entryId: entry.entryId,
    venueBucket: bucketOf(door.venueId),
    retentionClass: 'days-28',
    at: instant(entry.at),
    venueId: door.venueId,
    gateId: door.gateId,
    policyId: door.policyId,
    personId: of.personId,
    identifiedBy: of.identifiedBy,
    direction: entry.direction,
    receivedAt: ctx.now,
    celsius: entry.celsius,
    shown: entry.shown,
    decision: entry.decision,
    reason: entry.reason,
    guardId: entry.guardId,
  }
}

async function hold(ctx: Ctx, entry: EntryUpload, why: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await insertHeld(tx, {
      entryId: entry.entryId,
      gateId: entry.gateId,
      guardId: entry.guardId,
      at: instant(entry.at),
      receivedAt: ctx.now,
      why,
      sealed: sealJson(ctx, ctx.keys.cookie, `entry-held:${entry.entryId}`, entry),
    })
    await append(tx, ctx, { action: 'entries-held', detail: { entry: entry.entryId, why } })
  })
}
