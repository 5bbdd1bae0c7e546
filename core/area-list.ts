import type { Bilingual } from './bilingual.ts'
import { nameOf, resolveCounty, type CountyTable, type ResolvedCounty, type StreetTable } from './divisions.ts'
import { after, HOUR, parseDay, startOfDay, type Instant } from './instant.ts'

// The national risk-area lists, exactly as they were published in 2022.

/** The three levels of the lists; only high and medium colour anybody. */
export type AreaLevel = 'high' | 'medium' | 'low'

/** One area as a list prints it. `row` counts the areas of the file from 1: high first, then medium, then low. */
export interface ListedArea {
  readonly row: number
  readonly level: AreaLevel
  readonly province: string
  readonly city: string
  readonly county: string
  readonly community: string
}

/** An entry that is no area at all: a name that is no text, a group without its communities. */
export interface MalformedArea {
  readonly row: number
  readonly area: string
}

/** A published list. `counts` is what the file says of itself; it may disagree with its areas (see `countFaults`). */
export interface AreaList {
  readonly publishedAt: Instant
  readonly areas: readonly ListedArea[]
  readonly malformed: readonly MalformedArea[]
  readonly counts: Readonly<Record<AreaLevel, number | undefined>>
}

/** A list, or a sentence that says why it is none. */
export type AreaListReading = { ok: true; list: AreaList } | { ok: false; message: Bilingual }

/** An area with a place in the country: the county's code and the community's name in the form that is compared. */
export interface PlacedArea {
  readonly row: number
  readonly code: string
  readonly community: string
  /** The community as printed, with its street in front where the list keeps that apart; for people to read. */
  readonly printed: string
  readonly level: AreaLevel
}

/** An area that is kept for people to look at and colours nobody. */
export interface ReviewedArea {
  readonly row: number
  readonly area: string
  readonly reason: Bilingual & { readonly name: ReviewReason }
}

/** Why an area waits for people. */
export type ReviewReason = 'county-unknown' | 'community-empty' | 'levels-differ' | 'malformed'

const REVIEW_TEXT: Readonly<Record<ReviewReason, Bilingual>> = {
  'county-unknown': {
    zh: '行政区划表中没有这个区县（例如没有区划代码的开发区）',
    en: 'No county of the division table answers to this name (a development zone without a code, for instance)',
  },
  'community-empty': { zh: '没有写明社区或地点', en: 'The list names no community or place' },
  'levels-differ': {
    zh: '同一名单把这个地区列为两种风险等级，均不采用，待人工核实',
    en: 'The same list names this area at two levels; neither counts until somebody has looked',
  },
  malformed: { zh: '这一行的格式不正确', en: 'This row is not in the form of the lists' },
}

const GROUPS = [
  { level: 'high', rows: 'highlist', count: 'hcount' },
  { level: 'medium', rows: 'middlelist', count: 'mcount' },
  { level: 'low', rows: 'lowlist', count: 'lcount' },
] as const

/**
 * Reads a national risk-area list as published: `data.end_update_time` in Shanghai ("2022-04-25 7时"), `highlist` and
 * `middlelist`, and the `lowlist` that only later files have. Entries that cannot be read are kept as malformed.
 */
export function readAreaList(json: unknown): AreaListReading {
  const data = isObject(json) ? json['data'] : undefined
  if (!isObject(data)) return unreadable('没有 data 部分', 'it has no "data" part')
  const publishedAt = readPublicationTime(data['end_update_time'])
  if (publishedAt === undefined) {
    return unreadable(
      '公布时间 end_update_time 应形如“2022-04-15 11时”',
      'end_update_time should read like "2022-04-15 11时"',
    )
  }
  const areas: ListedArea[] = []
  const malformed: MalformedArea[] = []
  for (const { level, rows } of GROUPS) {
    const groups = data[rows] ?? (level === 'low' ? [] : undefined)
    if (!Array.isArray(groups)) return unreadable(`${rows} 不是列表`, `"${rows}" is no list`)
    for (const group of groups as unknown[]) readGroup(group, level, { areas, malformed })
  }
  const [high, medium, low] = GROUPS.map(({ count }) => (typeof data[count] === 'number' ? data[count] : undefined))
  return { ok: true, list: { publishedAt, areas, malformed, counts: { high, medium, low } } }
}

/** Where a file's own counts disagree with its areas: a sentence for each level. */
export function countFaults(list: AreaList): Bilingual[] {
  const words: Readonly<Record<AreaLevel, string>> = { high: '高', medium: '中', low: '低' }
  return GROUPS.flatMap(({ level }) => {
    const claimed = list.counts[level]
    const counted = list.areas.filter((area) => area.level === level).length
    if (claimed === undefined || claimed === counted) return []
    return {
      zh: `名单自称有 ${claimed} 个${words[level]}风险地区，实有 ${counted} 个`,
      en: `The list says that it has ${claimed} ${level}-risk areas and has ${counted}`,
    }
  })
}

/**
 * A community's name in the form that is compared, for lists and declared stays alike. Only the writing is evened out:
 * width (NFKC), white space, letter case, kinds of brackets, dashes and middle dots, a stop at the end. Every word
 * stays, so nothing grows: several buildings in one name remain one area, and a note in brackets such as
 * "（除高风险区外的其他地区）" remains, because without it the name would cover more than the list says.
 */
export function normaliseCommunity(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toUpperCase()
    .replace(/[[{【〔〖]/g, '(')
    .replace(/[\]}】〕〗]/g, ')')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[•‧・∙]/g, '·')
    .normalize('NFKC')
    .replace(/[。.;]+$/, '')
}

/**
 * Gives the areas of a list their places. What has no certain place goes to review and counts for nothing: a county
 * without a code, an empty name, a malformed row, and an area that the list names at two levels (all its rows: neither
 * the worse level nor the milder one is ours to choose). An area named twice at the same level counts once.
 */
export function placeAreas(table: CountyTable, list: AreaList): { placed: PlacedArea[]; review: ReviewedArea[] } {
  const review = list.malformed.map(({ row, area }) => reviewed(row, area, 'malformed'))
  const counties = new Map<string, ResolvedCounty | undefined>()
  const sameArea = new Map<string, { first: PlacedArea; rows: ListedArea[] }>()
  for (const area of list.areas) {
    const written = `${area.province} ${area.city} ${area.county}`
    if (!counties.has(written)) counties.set(written, resolveCounty(table, area))
    const county = counties.get(written)
    if (normaliseCommunity(area.community) === '')
      review.push(reviewed(area.row, nameAsPrinted(area), 'community-empty'))
    else if (county === undefined) review.push(reviewed(area.row, nameAsPrinted(area), 'county-unknown'))
    else {
      const printed = withStreet(nameOf(table, county.code)!, county.rest, area.community.trim())
      const first = {
        row: area.row,
        code: county.code,
        community: normaliseCommunity(printed),
        printed,
        level: area.level,
      }
      const known = sameArea.get(`${first.code} ${first.community}`)
      if (known) known.rows.push(area)
      else sameArea.set(`${first.code} ${first.community}`, { first, rows: [area] })
    }
  }
  const placed: PlacedArea[] = []
  for (const { first, rows } of sameArea.values()) {
    if (rows.every((area) => area.level === first.level)) placed.push(first)
    else review.push(...rows.map((area) => reviewed(area.row, nameAsPrinted(area), 'levels-differ')))
  }
  return { placed, review: review.toSorted((a, b) => a.row - b.row) }
}

/**
 * A declared stay in the form of `PlacedArea`, to be compared by `code` and `community`. A stay in a street of Shanghai
 * (9 digits) has the street in front, as the lists print it. Undefined for a division that the tables do not have.
 */
export function placeStay(
  tables: { readonly counties: CountyTable; readonly streets: StreetTable },
  stay: { readonly divisionCode: string; readonly community: string },
): Pick<PlacedArea, 'code' | 'community' | 'printed'> | undefined {
  const code = stay.divisionCode.slice(0, 6)
  const county = nameOf(tables.counties, code)
  const street = stay.divisionCode === code ? undefined : tables.streets.streets[stay.divisionCode]
  if (county === undefined || (street === undefined && stay.divisionCode !== code)) return undefined
  const printed = withStreet(county, street, stay.community.trim())
  return { code, community: normaliseCommunity(printed), printed }
}

// The street stands once in front, whether the list keeps it apart, repeats it ("马连洼街道" + "马连洼街道…"), or
// repeats the division and the street ("海淀区马连洼街道…", "东莞市凤岗镇…").
function withStreet(county: string, street: string | undefined, community: string): string {
  if (street === undefined) return community
  const start = community.indexOf(street)
  if (start < 0 || !county.endsWith(community.slice(0, start))) return street + community
  return community.slice(start)
}

function readGroup(group: unknown, level: AreaLevel, into: { areas: ListedArea[]; malformed: MalformedArea[] }): void {
  const next = (): number => into.areas.length + into.malformed.length + 1
  const fields = isObject(group) ? group : {}
  const { province, city, county, communitys } = fields
  const area = [province, city, county].map((name) => (typeof name === 'string' ? name.trim() : '?')).join(' ')
  if (!Array.isArray(communitys)) {
    into.malformed.push({ row: next(), area })
    return
  }
  for (const community of communitys as unknown[]) {
    const row = next()
    if (isText(province) && isText(city) && isText(county) && typeof community === 'string') {
      into.areas.push({ row, level, province, city, county, community })
    } else into.malformed.push({ row, area: `${area} ${typeof community === 'string' ? community : '?'}` })
  }
}

/** The moment that lists of ours print in Shanghai: "2022-04-15 11时", "2022-04-25 7时"; "24时" is the midnight that ends the day. */
export function readPublicationTime(text: unknown): Instant | undefined {
  if (typeof text !== 'string') return undefined
  const parts = /^(\d{4}-\d{2}-\d{2})\s*(\d{1,2})时$/.exec(text.normalize('NFKC').trim())
  const day = parseDay(parts?.[1] ?? '')
  const hour = Number(parts?.[2])
  return day === undefined || hour > 24 ? undefined : after(startOfDay(day), hour * HOUR)
}

function nameAsPrinted(area: ListedArea): string {
  return `${area.province} ${area.city} ${area.county} ${area.community}`
}

function reviewed(row: number, area: string, name: ReviewReason): ReviewedArea {
  return { row, area, reason: { name, ...REVIEW_TEXT[name] } }
}

function unreadable(zh: string, en: string): AreaListReading {
  return {
    ok: false,
    message: { zh: `不是风险地区名单：${zh}`, en: `This is not a risk-area list: ${en}` },
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
