import type { Bilingual } from '../../core/bilingual.ts'
import { isFactKind, stayFacts, type Fact } from '../../core/facts.ts'
import type { Instant } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import { blindIndex, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { levelHistory } from './level-history.ts'
import { areaTextOf, nameOfPlace, type DeclaredPlace, type DivisionTables } from './rules.ts'
import { readEvidence, type EvidenceRow } from './store.ts'

/** A person as this feature needs him: whose facts, and the key they are sealed under. */
export interface Keyed {
  readonly personId: string
  readonly key: Uint8Array
}

/** The kind of a declared stay in `evidence`: raw, for which facts follow from it depends on the lists. */
export const STAY = 'stay'

/** What is sealed of a stay. */
export type StayPayload = DeclaredPlace

/** What is sealed of any other fact; `declared` keeps what was typed beyond what rules may read. */
interface FactPayload {
  readonly details: Fact['details']
  readonly declared?: unknown
}

interface OpenStay {
  readonly row: EvidenceRow
  readonly place: Bilingual
  readonly areaHash: Uint8Array
}

/** What a payload is bound to. */
export function payloadContext(evidenceId: string): string {
  return `evidence:${evidenceId}`
}

/** The facts about each of some people, as known at a moment or as known now. Three queries, however many they are. */
export async function openFacts(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  asked: { persons: readonly Keyed[]; knownAt: Instant | undefined; tables: DivisionTables },
): Promise<Map<string, Fact[]>> {
  const { persons, knownAt, tables } = asked
  const keys = new Map(persons.map((person) => [person.personId, person.key]))
  const rows = standing(await readEvidence(db, [...keys.keys()], knownAt))
  const stays = rows.filter((row) => row.kind === STAY).map((row) => openStay(ctx, row, { keys, tables }))
  const history = await levelHistory(
    db,
    stays.map((stay) => stay.areaHash),
    knownAt,
  )
  const facts = new Map<string, Fact[]>(persons.map((person) => [person.personId, []]))
  for (const row of rows) {
    if (isFactKind(row.kind)) facts.get(row.personId)?.push(openFact(row, row.kind, keys))
  }
  for (const { row, place, areaHash } of stays) {
    const levels = history.levels.get(Buffer.from(areaHash).toString('hex')) ?? []
    const stay = { id: row.evidenceId, period: row.period, learnedAt: row.recordedAt, place }
    facts.get(row.personId)?.push(...stayFacts(stay, levels, history.listNames))
  }
  return facts
}

/** Without what was taken back, and without the taking back itself. */
function standing(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const takenBack = new Set(rows.map((row) => row.takesBack))
  return rows.filter((row) => row.takesBack === undefined && !takenBack.has(row.evidenceId))
}

function openStay(
  ctx: Pick<Ctx, 'keys'>,
  row: EvidenceRow,
  known: { keys: ReadonlyMap<string, Uint8Array>; tables: DivisionTables },
): OpenStay {
  const place = payloadOf<StayPayload>(row, known.keys)
  return {
    row,
    place: nameOfPlace(known.tables.counties, place),
    areaHash: blindIndex(ctx.keys, 'area', areaTextOf(known.tables, place)),
  }
}

function openFact(row: EvidenceRow, kind: Fact['kind'], keys: ReadonlyMap<string, Uint8Array>): Fact {
  const { evidenceId: id, period, recordedAt: learnedAt, source } = row
  return { id, kind, period, learnedAt, source, details: payloadOf<FactPayload>(row, keys).details }
}

function payloadOf<Payload>(row: EvidenceRow, keys: ReadonlyMap<string, Uint8Array>): Payload {
  const key = keys.get(row.personId)
  if (!key) throw new Error('evidence was read for a person whose key was not')
  return unsealJson<Payload>(key, payloadContext(row.evidenceId), row.sealed)
}
