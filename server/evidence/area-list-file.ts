import { countFaults, placeAreas, readAreaList, type AreaLevel, type AreaList } from '../../core/area-list.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import type { CountyTable } from '../../core/divisions.ts'
import type { Instant } from '../../core/instant.ts'
import { isKeyAreaList, readKeyAreaList } from '../../core/key-area-list.ts'

/** A list of risk areas, or the city's list of key areas. */
export type ListKind = 'risk' | 'key'

/** What a list says of an area. */
export type ListedLevel = AreaLevel | 'key'

/** A published list, read and placed. */
export interface ReadAreaList {
  readonly kind: ListKind
  readonly publishedAt: Instant
  readonly placed: readonly ListedPlace[]
  readonly review: readonly AreaInReview[]
  readonly warnings: readonly Bilingual[]
}

/** An area of a list at its place: a community of a county, or with an empty community a whole division. */
export interface ListedPlace {
  readonly code: string
  readonly community: string
  readonly level: ListedLevel
  readonly printed: Bilingual
}

/** An area that colours nobody until somebody has looked. */
export interface AreaInReview {
  readonly row: number
  readonly area: string
  readonly level: ListedLevel | 'unknown'
  readonly reason: Bilingual & { readonly name: string }
}

export type AreaListFile = { ok: true; list: ReadAreaList } | { ok: false; message: Bilingual }

/** The longest name that an index of PostgreSQL holds is some 2,700 bytes; the longest ever published has 1,376. */
const LONGEST_NAME_BYTES = 2_000

const TOO_LONG = {
  name: 'name-too-long',
  zh: '地区名称过长，无法比对',
  en: 'The name of the area is too long to be compared',
}

/** The list in a file's bytes, or what is wrong with them. */
export function readAreaListFile(bytes: Uint8Array, counties: CountyTable): AreaListFile {
  const json = parse(bytes)
  if (json === undefined) {
    return {
      ok: false,
      message: { zh: '不是 JSON 文件，或其中有非法字符', en: 'It is no JSON, or holds characters that no text has' },
    }
  }
  return isKeyAreaList(json) ? readKeyAreas(json, counties) : readRiskAreas(json, counties)
}

function readRiskAreas(json: unknown, counties: CountyTable): AreaListFile {
  const reading = readAreaList(json)
  if (!reading.ok) return reading
  const { placed, review } = placeAreas(counties, reading.list)
  const [tooLong, kept] = split(placed, (area) => Buffer.byteLength(area.community) > LONGEST_NAME_BYTES)
  const inReview = [...review, ...tooLong.map((area) => ({ row: area.row, area: area.printed, reason: TOO_LONG }))]
  const levels = levelsByRow(reading.list)
  return {
    ok: true,
    list: {
      kind: 'risk',
      publishedAt: reading.list.publishedAt,
      placed: kept.map(({ code, community, level, printed }) => {
        // What the national lists name, they name in Chinese.
        return { code, community, level, printed: { zh: printed, en: printed } }
      }),
      review: inReview
        .map((area) => ({ ...area, level: levels.get(area.row) ?? ('unknown' as const) }))
        .toSorted((a, b) => a.row - b.row),
      warnings: countFaults(reading.list),
    },
  }
}

function readKeyAreas(json: unknown, counties: CountyTable): AreaListFile {
  const reading = readKeyAreaList(json, counties)
  if (!reading.ok) return reading
  const { publishedAt, areas, review } = reading.list
  return {
    ok: true,
    list: {
      kind: 'key',
      publishedAt,
      placed: areas.map(({ divisionCode, name }) => ({
        code: divisionCode,
        community: '',
        level: 'key',
        printed: name,
      })),
      review: review.map((area) => ({ ...area, level: 'key' })),
      warnings: [],
    },
  }
}

/** How many areas of a level were taken. */
export function countLevel(placed: readonly ListedPlace[], level: ListedLevel): number {
  return placed.filter((area) => area.level === level).length
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (_, value: unknown) => {
      // PostgreSQL keeps neither in a text.
      if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
        throw new SyntaxError('not text')
      return value
    })
  } catch {
    return undefined
  }
}

function levelsByRow(list: AreaList): ReadonlyMap<number, AreaLevel> {
  return new Map(list.areas.map((area) => [area.row, area.level]))
}

function split<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [first: Item[], rest: Item[]] {
  const { first = [], rest = [] } = Object.groupBy(items, (item) => (isFirst(item) ? 'first' : 'rest'))
  return [first, rest]
}
