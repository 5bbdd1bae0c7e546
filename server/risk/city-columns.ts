import { CHUNK_PEOPLE, columnsOf, peopleOf, type ColumnPerson, type FactColumns } from '../../core/fact-columns.ts'
import { decodeColumns, encodeColumns } from '../../core/fact-columns-bytes.ts'
import { shapeOf } from '../../core/fact-shapes.ts'
import { factsOfMany } from '../evidence/evidence.ts'
import { openPerson, type PersonRow } from '../identity/persons.ts'
import type { Db } from '../kit/db.ts'
import { mac, seal, unseal, type MasterKeys } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { askForChunks, MANY_MARKED, readChunk, replaceChunk, type StoredChunk } from './city-store.ts'
import { districtOf, NOBODY } from './districts.ts'
import { countListNumbers, listNumbered, readNumbered } from './views.ts'

// The facts of the city as columns, 65,536 list numbers a chunk. Everybody has a list number from the day of being created, also
// a stranger of whom only a source knows, so that everybody has a place. Chunks are a cache: sealed under a key outside the
// database, they can be lost and not forged; whoever changed since is marked and read from the facts.

/** People whose facts are read in one go. */
const AT_ONCE = 1_000

/** The job that builds a chunk: `{ chunk }`. */
export const BUILD_CHUNK = 'risk.build-chunk'

/** Some people of a chunk as columns. */
export interface CityPart {
  readonly columns: FactColumns
  /** Of each person of the columns, the place in the chunk. */
  readonly placeOf: (person: number) => number
  /** Of each person, 1 where somebody newer or nobody stands there. */
  readonly skipped: Uint8Array
}

/** How many chunks the people of the city fill. */
export async function countChunks(db: Db): Promise<number> {
  return Math.ceil((await countListNumbers(db)) / CHUNK_PEOPLE)
}

/**
 * Everybody of a chunk exactly once: those of the kept columns who did not change since, and the others as their facts are
 * now. A chunk that is not kept, cannot be believed or has many marks is built first.
 */
export async function openChunk(db: Db, ctx: Ctx, chunk: number): Promise<CityPart[]> {
  const found = await findColumns(db, ctx, chunk)
  if (found.columns && found.places.size < MANY_MARKED) return partsOf(db, ctx, { ...found, columns: found.columns })
  await buildChunk(ctx, chunk)
  const { columns, ...built } = await findColumns(db, ctx, chunk)
  if (!columns) throw new Error('a chunk that was just built cannot be opened')
  return partsOf(db, ctx, { ...built, columns })
}

/** Builds the columns of a chunk: all of them, or those that were kept with what changed since. Done by two at once, one of them does nothing. */
export async function buildChunk(ctx: Ctx, chunk: number): Promise<void> {
  const reading = ctx.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  // One moment for the marks and for all facts: what is marked later stays marked.
  const built = await reading.execute(async (tx) => {
    const found = await findColumns(tx, ctx, chunk)
    const { columns, places, generation: replaces, seen } = found
    const changed = await readChanged(tx, ctx, found)
    const kept = columns === undefined ? [] : peopleOf(columns)
    const length = Math.max(kept.length, ...[...changed.keys()].slice(-1).map((last) => last + 1))
    const people = Array.from({ length }, (_, place) => {
      return changed.get(place) ?? (places.has(place) ? ABSENT : (kept[place] ?? ABSENT))
    })
    return { columns: columnsOf(people), replaces, seen }
  })
  const kept = sealColumns(ctx, chunk, built.columns)
  await ctx.db.transaction().execute((tx) => replaceChunk(tx, { ...kept, ...built }))
}

/** Columns as they are kept: of this chunk, built now. */
export function sealColumns(ctx: Ctx, chunk: number, columns: FactColumns): StoredChunk {
  const kept = { chunk, generation: newId(ctx), builtAt: ctx.now }
  return { ...kept, sealed: seal(ctx, chunkKey(ctx.keys), contextOf(kept), encodeColumns(columns)) }
}

/** Has chunks built that are not, and those of which many changed, by one job each. */
export async function keepColumns(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    for (const chunk of await askForChunks(tx, ctx.now, await countChunks(tx))) {
      await ctx.jobs.enqueue(tx, BUILD_CHUNK, { chunk })
    }
  })
}

async function findColumns(db: Db, ctx: Ctx, chunk: number) {
  const { stored, generation, marks } = await readChunk(db, chunk)
  return {
    chunk,
    columns: stored && openOrReport(ctx, stored),
    places: new Set(marks.map((mark) => mark.place)),
    generation,
    seen: marks,
  }
}

/** A chunk's columns, if the program sealed them so for this chunk. */
function openOrReport(ctx: Ctx, stored: StoredChunk): FactColumns | undefined {
  try {
    return decodeColumns(unseal(chunkKey(ctx.keys), contextOf(stored), stored.sealed))
  } catch {
    ctx.log.error({ chunk: stored.chunk }, 'city-chunk-not-ours')
    return undefined
  }
}

interface Found {
  readonly chunk: number
  readonly columns: FactColumns | undefined
  readonly places: ReadonlySet<number>
}

async function partsOf(db: Db, ctx: Ctx, found: Found & { columns: FactColumns }): Promise<CityPart[]> {
  const { columns, places } = found
  const skipped = new Uint8Array(columns.district.length)
  for (const place of [...gapsOf(columns), ...places]) skipped[place] = 1
  const changed = [...(await readChanged(db, ctx, found))]
  const apart = {
    columns: columnsOf(changed.map(([, person]) => person)),
    placeOf: (person: number) => changed[person]![0],
    skipped: new Uint8Array(changed.length),
  }
  return [{ columns, placeOf: (person) => person, skipped }, apart]
}

/** Whoever is marked, or stands where the columns have nobody, as the facts are now. */
async function readChanged(db: Db, ctx: Ctx, { chunk, columns, places }: Found): Promise<Map<number, ColumnPerson>> {
  const first = chunk * CHUNK_PEOPLE
  const known = columns?.district.length ?? 0
  const wanted = [...new Set([...places, ...(columns ? gapsOf(columns) : [])])].filter((place) => place < known)
  const changed = new Map<number, ColumnPerson>()
  const take = async (people: readonly PersonRow[]): Promise<void> => {
    for (const [listNumber, person] of await asColumns(db, ctx, people)) changed.set(listNumber - first, person)
  }
  const there = await readNumbered(
    db,
    wanted.map((place) => first + place),
  )
  for (let at = 0; at < there.length; at += AT_ONCE) await take(there.slice(at, at + AT_ONCE))
  const range = { from: first + known, to: first + CHUNK_PEOPLE, limit: AT_ONCE }
  while (range.from < range.to) {
    const people = await listNumbered(db, range)
    await take(people)
    range.from = people.length < AT_ONCE ? range.to : people.at(-1)!.list_number + 1
  }
  return changed
}

/** The places where nobody stood when the columns were built. */
function gapsOf({ district }: FactColumns): number[] {
  const gaps: number[] = []
  for (let place = district.indexOf(NOBODY); place >= 0; place = district.indexOf(NOBODY, place + 1)) gaps.push(place)
  return gaps
}

/** People as columns take them, by list number. */
async function asColumns(db: Db, ctx: Ctx, people: readonly PersonRow[]): Promise<[number, ColumnPerson][]> {
  const opened = people.map((row) => openPerson(ctx, row))
  const facts = await factsOfMany(db, ctx, opened)
  return opened.map(({ personId, listNumber, identity, details }) => [
    listNumber,
    {
      facts: (facts.get(personId) ?? []).map((fact) => ({ ...shapeOf(fact), period: fact.period })),
      identityConfirmed: identity === 'confirmed',
      district: districtOf(details?.address?.divisionCode),
    },
  ])
}

const ABSENT: ColumnPerson = { facts: [], identityConfirmed: false, district: NOBODY }

function contextOf({ chunk, generation, builtAt }: Pick<StoredChunk, 'chunk' | 'generation' | 'builtAt'>): string {
  return `city-chunk:${chunk}:${generation}:${builtAt}`
}

// Derived, so that nothing that is sealed elsewhere opens here.
function chunkKey(keys: MasterKeys): Uint8Array {
  return mac(keys.evaluatorMac, 'city-chunk')
}
