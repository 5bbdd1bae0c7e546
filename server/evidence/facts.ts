import { isFactKind, keyAreaFacts, stayFacts, type Fact } from '../../core/facts.ts'
import { divisionsAround } from '../../core/key-area-list.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import type { Instant } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import { blindIndex, type MasterKeys } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { openPayload, STAY, TAKING_BACK, type EvidenceRow, type Payload, type StayPayload } from './bound.ts'
import { isRevoked, verifyHandFacts, type OpenHandFact } from './hand.ts'
import { levelHistory, type LevelHistory, type StayLists } from './level-history.ts'
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

/** A fact that was written by hand, by and for whom, and who took it back if anybody did. */
export interface WrittenByHand extends Pick<Fact, 'id' | 'kind' | 'period' | 'learnedAt'> {
  readonly hand: NonNullable<Fact['hand']>
  readonly takenBack: { readonly at: Instant; readonly hand: NonNullable<Fact['hand']> } | undefined
}

/** What is known about somebody. */
export interface Knowledge {
  /** Without what was taken back; stays have met the lists. */
  readonly facts: readonly Fact[]
  /** Everything that was ever written by hand, the latest first. */
  readonly byHand: readonly WrittenByHand[]
  /** What the facts rest on, by name: rows that were believed. They are for ever, for nothing is ever changed or deleted. */
  readonly grounds: readonly string[]
  /** Hand facts that ceased to count because a key was revoked: they were grounds and rightly are none any more. */
  readonly letGo: readonly string[]
  /** Every list that is believed, also those that end nothing any more since another one came late. */
  readonly listIds: ReadonlySet<string>
  /** The lists that judged the stay of a fact; none for a fact that comes from no stay. */
  readonly listsOf: (factId: string) => StayLists | undefined
}

/** What is known about each of some people, now or at a moment. A handful of queries, however many people they are. */
export async function openFacts(
  db: Db,
  ctx: Ctx,
  asked: Making & { persons: readonly Keyed[] },
): Promise<Map<string, Knowledge>> {
  const { persons, knownAt, tables } = asked
  const { known: all, letGo } = await openBelieved(db, ctx, { persons, knownAt })
  const areaHashes = areasOf(ctx.keys, tables, all)
  const history = await levelHistory(db, ctx, { areaHashes: [...new Set([...areaHashes.values()].flat())], knownAt })
  const takings = takingsBack(ctx, all)
  const facts = factsBy(ctx.keys, { known: standing(all, takings), history, tables })
  const rows = Map.groupBy(all, ({ row }) => row.personId)
  return new Map(
    persons.map(({ personId }) => {
      const own = rows.get(personId) ?? []
      const areas = new Set(own.flatMap(({ row }) => areaHashes.get(row.evidenceId) ?? []))
      const grounds = [
        ...own.map(({ row }) => row.evidenceId),
        ...[...areas].flatMap((area) => history.groundsOf(area)),
      ]
      const stays = new Map(own.map((one) => [one.row.evidenceId, one]))
      const listsOf = (factId: string): StayLists | undefined => {
        const stay = stays.get(evidenceOfFact(factId))
        const hashes = stay && areaHashes.get(stay.row.evidenceId)
        return hashes && history.listsOf({ period: stay.row.period, factId, areaHashes: hashes })
      }
      const known: Knowledge = {
        facts: facts.get(personId) ?? [],
        byHand: writtenByHand(own, takings),
        grounds,
        letGo: letGo.get(personId) ?? [],
        listIds: history.listIds,
        listsOf,
      }
      return [personId, known]
    }),
  )
}

/** The row of evidence that a fact comes from: of a stay, facts follow from the lists, and are named after both. */
export function evidenceOfFact(factId: string): string {
  return factId.split(':')[0]!
}

/** What stands about some people, without what was taken back. */
export async function openKnown(db: Db, ctx: Ctx, asked: Asked): Promise<Known[]> {
  const { known } = await openBelieved(db, ctx, asked)
  return standing(known, takingsBack(ctx, known))
}

/** Whose evidence is read, as it was known at a moment or (undefined) is known now. */
interface Asked {
  readonly persons: readonly Keyed[]
  readonly knownAt: Instant | undefined
}

/** What is believed, what was taken back included; `letGo`: hand facts that ceased to count because a key was revoked. */
interface Believed {
  readonly known: readonly Known[]
  readonly letGo: ReadonlyMap<string, readonly string[]>
}

/**
 * All that was ever said about some people, also what was taken back, and the taking back. A row that is not as it was written,
 * or a hand fact whose signatures do not hold, is reported and left out.
 */
async function openBelieved(db: Db, ctx: Ctx, asked: Asked): Promise<Believed> {
  const keys = new Map(asked.persons.map((person) => [person.personId, person]))
  const rows = await readEvidence(db, [...keys.keys()], asked.knownAt)
  const opened = rows.flatMap(({ row, source, sealed }) => {
    const payload = openPayload(keyOf(keys, row), row, sealed)
    if (!payload) ctx.log.error({ person: row.personId, evidence: row.evidenceId }, 'evidence-not-bound')
    return payload ? [{ row, source, payload }] : []
  })
  const known = await signedOnly(db, ctx, opened)
  const revoked = opened.filter((one) => isByHand(one) && isRevoked(ctx, one)).map(({ row }) => row)
  const letGo = Map.groupBy(revoked, ({ personId }) => personId)
  return { known, letGo: new Map([...letGo].map(([personId, own]) => [personId, own.map((row) => row.evidenceId)])) }
}

/** The facts that follow from what is known, by person: stays meet the lists that were known by then. */
export async function factsFrom(
  db: Db,
  ctx: Ctx,
  made: Making & { known: readonly Known[] },
): Promise<Map<string, Fact[]>> {
  const { known, knownAt, tables } = made
  const areaHashes = [...new Set([...areasOf(ctx.keys, tables, known).values()].flat())]
  return factsBy(ctx.keys, { known, history: await levelHistory(db, ctx, { areaHashes, knownAt }), tables })
}

/** The keyed hashes under which a stay is found: of its community, and of the divisions around it. */
export function placeHashes(keys: MasterKeys, tables: DivisionTables, place: DeclaredPlace): Uint8Array[] {
  const around = divisionsAround(countyOf(place.divisionCode)).map(divisionText)
  return [areaTextOf(tables, place), ...around].map((text) => blindIndex(keys, 'area', text))
}

function factsBy(
  keys: MasterKeys,
  { known, history, tables }: { known: readonly Known[]; history: LevelHistory; tables: DivisionTables },
): Map<string, Fact[]> {
  const stays = known.filter(({ row }) => row.kind === STAY).map((one) => openStay(keys, tables, one))
  const facts = [
    ...known.flatMap((one) => plainFact(one)),
    ...stays.flatMap((stay) => factsOfStay(stay, { history, tables })),
  ]
  const byPerson = Map.groupBy(facts, ({ personId }) => personId)
  return new Map([...byPerson].map(([personId, own]) => [personId, own.map(({ fact }) => fact)]))
}

/** The areas of each stay, by its id. */
function areasOf(keys: MasterKeys, tables: DivisionTables, known: readonly Known[]): Map<string, readonly string[]> {
  const stays = known.filter(({ row }) => row.kind === STAY)
  return new Map(stays.map((one) => [one.row.evidenceId, openStay(keys, tables, one).areaHashes]))
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
function standing(said: readonly Known[], takenBack: ReadonlyMap<string, Known>): Known[] {
  return said.filter(({ row }) => row.kind !== TAKING_BACK && !takenBack.has(row.evidenceId))
}

/** By the id of what was taken back: what did it, the earliest of several. */
function takingsBack(ctx: Ctx, said: readonly Known[]): Map<string, Known> {
  const byId = new Map(said.map((one) => [one.row.evidenceId, one]))
  const takings = new Map<string, Known>()
  for (const one of said.toSorted((a, b) => a.row.recordedAt - b.row.recordedAt)) {
    const target = one.row.takesBack === undefined ? undefined : byId.get(one.row.takesBack)
    if (!target) continue
    if (!mayTakeBack(one, target)) {
      ctx.log.error({ person: one.row.personId, evidence: one.row.evidenceId }, 'taken-back-by-another-source')
    } else if (!takings.has(target.row.evidenceId)) takings.set(target.row.evidenceId, one)
  }
  return takings
}

function writtenByHand(own: readonly Known[], takings: ReadonlyMap<string, Known>): WrittenByHand[] {
  const written = own.flatMap(({ row, hand }): WrittenByHand[] => {
    if (!hand || !isFactKind(row.kind)) return []
    const { evidenceId: id, kind, period, recordedAt: learnedAt } = row
    const taking = takings.get(id)
    const takenBack = taking?.hand && { at: taking.row.recordedAt, hand: taking.hand }
    return [{ id, kind, period, learnedAt, hand, takenBack }]
  })
  return written.toSorted((a, b) => b.learnedAt - a.learnedAt)
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
