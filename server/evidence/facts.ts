import { isFactKind, keyAreaFacts, stayFacts, type Fact } from '../../core/facts.ts'
import { divisionsAround } from '../../core/key-area-list.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import type { Instant } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import { blindIndex, type MasterKeys } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { openPayload, STAY, TAKING_BACK, type EvidenceRow, type Payload, type StayPayload } from './bound.ts'
import { verifyHandFacts, type OpenHandFact } from './hand.ts'
import { levelHistory, type LevelHistory } from './level-history.ts'
import { areaTextOf, countyOf, divisionText, nameOfPlace, type DeclaredPlace, type DivisionTables } from './rules.ts'
import { readEvidence } from './store.ts'

/** A person as this feature needs him: whose facts, and the key they are sealed under. */
export interface Keyed {
  readonly personId: string
  readonly key: Uint8Array
}

/** Something that is known about somebody, before stays have met the lists. */
export interface Known {
  readonly row: EvidenceRow
  readonly source: Bilingual
  readonly payload: Payload
  readonly hand?: Fact['hand']
}

/** What facts are made with: the divisions' names, and the moment whose knowledge counts (undefined: now). */
export interface Making {
  readonly knownAt: Instant | undefined
  readonly tables: DivisionTables
}

/** The facts about each of some people, as known at a moment or as known now. A handful of queries, however many people they are. */
export async function openFacts(
  db: Db,
  ctx: Ctx,
  asked: Making & { persons: readonly Keyed[] },
): Promise<Map<string, Fact[]>> {
  const { persons, knownAt, tables } = asked
  const facts = await factsFrom(db, ctx, { known: await openKnown(db, ctx, { persons, knownAt }), knownAt, tables })
  return new Map(persons.map(({ personId }) => [personId, facts.get(personId) ?? []]))
}

/**
 * What stands about some people: a row that is not as it was written, or a hand fact whose signatures do not hold, is reported
 * and left out; so is what was taken back.
 */
export async function openKnown(
  db: Db,
  ctx: Ctx,
  asked: { persons: readonly Keyed[]; knownAt: Instant | undefined },
): Promise<Known[]> {
  const keys = new Map(asked.persons.map((person) => [person.personId, person]))
  const rows = await readEvidence(db, [...keys.keys()], asked.knownAt)
  const opened = rows.flatMap(({ row, source, sealed }) => {
    const payload = openPayload(keyOf(keys, row), row, sealed)
    if (!payload) ctx.log.error({ person: row.personId, evidence: row.evidenceId }, 'evidence-not-bound')
    return payload ? [{ row, source, payload }] : []
  })
  return standing(ctx, await signedOnly(db, ctx, opened))
}

/** The facts that follow from what is known, by person: stays meet the lists that were known by then. */
export async function factsFrom(
  db: Db,
  ctx: Ctx,
  made: Making & { known: readonly Known[] },
): Promise<Map<string, Fact[]>> {
  const { known, knownAt, tables } = made
  const stays = known.filter(({ row }) => row.kind === STAY).map((one) => openStay(ctx.keys, tables, one))
  const areas = new Set(stays.flatMap(({ areaHashes }) => areaHashes))
  const history = await levelHistory(db, ctx, { areaHashes: [...areas], knownAt })
  const facts = [
    ...known.flatMap((one) => plainFact(one)),
    ...stays.flatMap((stay) => factsOfStay(stay, { history, tables })),
  ]
  const byPerson = Map.groupBy(facts, ({ personId }) => personId)
  return new Map([...byPerson].map(([personId, own]) => [personId, own.map(({ fact }) => fact)]))
}

/** The keyed hashes under which a stay is found: of its community, and of the divisions around it. */
export function placeHashes(keys: MasterKeys, tables: DivisionTables, place: DeclaredPlace): Uint8Array[] {
  const around = divisionsAround(countyOf(place.divisionCode)).map(divisionText)
  return [areaTextOf(tables, place), ...around].map((text) => blindIndex(keys, 'area', text))
}

function keyOf(persons: ReadonlyMap<string, Keyed>, row: EvidenceRow): Uint8Array {
  const key = persons.get(row.personId)?.key
  if (!key) throw new Error('evidence was read for a person whose key was not')
  return key
}

async function signedOnly(db: Db, ctx: Ctx, opened: readonly Known[]): Promise<Known[]> {
  const signers = await verifyHandFacts(db, ctx, opened.filter(isByHand))
  return opened.flatMap((one) => {
    if (!isByHand(one)) return [one]
    const hand = signers.get(one.row.evidenceId)
    if (!hand) ctx.log.error({ person: one.row.personId, evidence: one.row.evidenceId }, 'hand-fact-not-signed')
    return hand ? [{ ...one, hand }] : []
  })
}

function isByHand(one: Known): one is Known & OpenHandFact {
  return one.payload.hand !== undefined
}

/** Without what was taken back, and without the taking back itself. */
function standing(ctx: Ctx, known: readonly Known[]): Known[] {
  const byId = new Map(known.map((one) => [one.row.evidenceId, one]))
  const takenBack = new Set<string>()
  for (const one of known) {
    const target = one.row.takesBack === undefined ? undefined : byId.get(one.row.takesBack)
    if (!target) continue
    if (mayTakeBack(one, target)) takenBack.add(target.row.evidenceId)
    else ctx.log.error({ person: one.row.personId, evidence: one.row.evidenceId }, 'taken-back-by-another-source')
  }
  return known.filter(({ row }) => row.kind !== TAKING_BACK && !takenBack.has(row.evidenceId))
}

// What a source said it takes back itself; what two officers signed, only two officers do.
function mayTakeBack(one: Known, target: Known): boolean {
  if (one.row.personId !== target.row.personId) return false
  return target.hand ? one.hand !== undefined : !one.hand && one.row.sourceId === target.row.sourceId
}

interface OwnFact {
  readonly personId: string
  readonly fact: Fact
}

function plainFact({ row, source, payload, hand }: Known): OwnFact[] {
  const { personId, evidenceId: id, kind, period, recordedAt: learnedAt } = row
  if (!isFactKind(kind)) return []
  const fact = { id, kind, period, learnedAt, source, details: detailsOf(payload), ...(hand && { hand }) }
  return [{ personId, fact }]
}

interface OpenStay {
  readonly row: EvidenceRow
  readonly place: StayPayload
  /** Hexadecimal: of its community, then of the divisions around it. */
  readonly areaHashes: readonly string[]
}

function openStay(keys: MasterKeys, tables: DivisionTables, { row, payload }: Known): OpenStay {
  const place = payload.details as StayPayload
  const areaHashes = placeHashes(keys, tables, place).map((hash) => Buffer.from(hash).toString('hex'))
  return { row, place, areaHashes }
}

function factsOfStay(
  { row, place, areaHashes }: OpenStay,
  { history, tables }: { history: LevelHistory; tables: DivisionTables },
): OwnFact[] {
  const stay = {
    id: row.evidenceId,
    period: row.period,
    learnedAt: row.recordedAt,
    place: nameOfPlace(tables.counties, place),
    evidence: place.evidence,
  }
  const levels = areaHashes.flatMap((hash) => history.levels.get(hash) ?? [])
  const keyAreas = areaHashes.flatMap((hash) => history.keyAreas.get(hash) ?? [])
  const facts = [...stayFacts(stay, levels, history.listNames), ...keyAreaFacts(stay, keyAreas, history.listNames)]
  return facts.map((fact) => ({ personId: row.personId, fact }))
}

function detailsOf(payload: Payload): Fact['details'] {
  return payload.details as Fact['details']
}
