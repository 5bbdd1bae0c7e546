import type { Readings, ReadingView } from '../../contract/readings.ts'
import type { ReadingAction } from '../audit/audit.ts'
import { citizenOf } from '../identity/citizen.ts'
import type { Ctx } from '../kit/world.ts'
import { findClaimOfAccount } from './store.ts'
import { listReadingRows, type ReadingRow } from './views.ts'

// Who looked at my data: whatever was read of a person, he reads himself.

const AT_ONCE = 50

/** Who reads so. The compiler wants a line for each act by which a person is read. */
const READERS: Readonly<Record<ReadingAction, ReadingView['role']>> = {
  'code-verified': 'guard',
  'holder-photo-read': 'guard',
  'confirmation-read': 'identity-officer',
  'colour-explained': 'operator',
  'distant-entries-read': 'operator',
  'hand-fact-read': 'health-officer',
  'hand-fact-document-read': 'health-officer',
  'appeal-read': 'appeal-officer',
  'appeal-question-read': 'department-officer',
  'appeal-proof-read': 'appeal-officer',
  'appeal-question-proof-read': 'department-officer',
  'log-record-read': 'auditor',
}

/** What was read of the person who asks, the newest first; at most 50, from before `before` on. */
export async function myReadings(ctx: Ctx, asked: { before?: string | undefined }): Promise<Readings> {
  const claim = await findClaimOfAccount(ctx.db, citizenOf(ctx).accountId)
  // Whoever only claims to be somebody is not told what was read of that person.
  if (claim?.state !== 'confirmed') return { readings: [] }
  const rows = await listReadingRows(ctx.db, { ...asked, personId: claim.person_id, limit: AT_ONCE + 1 })
  const readings = rows.slice(0, AT_ONCE).map((row) => viewOf(ctx, row))
  return rows.length > AT_ONCE ? { readings, next: readings[AT_ONCE - 1]!.readingId } : { readings }
}

function viewOf(ctx: Ctx, row: ReadingRow): ReadingView {
  const root = row.organisationId === undefined ? undefined : ctx.roots.find(row.organisationId)
  const zh = root?.nameZh ?? row.organisationName
  return {
    readingId: row.readingId,
    at: row.at,
    what: row.action,
    role: READERS[row.action],
    ...(zh !== undefined && { organisation: { zh, en: root?.nameEn ?? zh } }),
    purpose: row.purpose,
  }
}
