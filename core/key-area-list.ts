import { readPublicationTime } from './area-list.ts'
import type { Bilingual } from './bilingual.ts'
import type { CountyTable } from './divisions.ts'
import type { Instant } from './instant.ts'

// The city's list of key areas (重点地区): whole divisions that people come from, named by code. A list is a snapshot: an
// area is named from the first list that has it to the first later one that does not.

/** Whether a document says of itself that it is a list of key areas. */
export function isKeyAreaList(json: unknown): boolean {
  return isObject(json) && json['document'] === 'suishenma-key-areas-1'
}

/** A list of key areas. `row` counts from 1 in the order of the file. */
export interface KeyAreaList {
  readonly publishedAt: Instant
  readonly areas: readonly KeyArea[]
  /** What colours nobody until somebody has looked. */
  readonly review: readonly { readonly row: number; readonly area: string; readonly reason: KeyAreaFault }[]
}

/** A province, city or county by its six-digit code, such as 420000, 420100 or 420102. */
export interface KeyArea {
  readonly row: number
  readonly divisionCode: string
  readonly name: Bilingual
}

/** Why an entry of a list waits for people. */
export type KeyAreaFault = Bilingual & { readonly name: 'division-unknown' | 'malformed' | 'named-twice' }

const FAULTS = {
  unknown: {
    name: 'division-unknown',
    zh: '行政区划表中没有这个代码',
    en: 'No division of the table has this code',
  },
  malformed: { name: 'malformed', zh: '这一行的格式不正确', en: 'This row is not in the form of the lists' },
  twice: { name: 'named-twice', zh: '同一名单中重复出现，只计一次', en: 'The list names it before; it counts once' },
} as const satisfies Record<string, KeyAreaFault>

/** The list in a document, or a sentence that says why it is none. */
export function readKeyAreaList(
  json: unknown,
  counties: CountyTable,
): { ok: true; list: KeyAreaList } | { ok: false; message: Bilingual } {
  const publishedAt = isObject(json) ? readPublicationTime(json['publishedAt']) : undefined
  if (publishedAt === undefined) {
    return unreadable(
      '公布时间 publishedAt 应形如“2020-03-05 00时”',
      '"publishedAt" should read like "2020-03-05 00时"',
    )
  }
  const entries = isObject(json) ? json['areas'] : undefined
  if (!Array.isArray(entries)) return unreadable('areas 不是列表', '"areas" is no list')
  const areas = new Map<string, KeyArea>()
  const review: KeyAreaList['review'][number][] = []
  for (const [place, entry] of (entries as unknown[]).entries()) {
    const row = place + 1
    const { divisionCode, nameZh, nameEn } = isObject(entry) ? entry : {}
    const area = [divisionCode, nameZh].map((said) => (isText(said) ? said : '?')).join(' ')
    if (!isText(divisionCode) || !isText(nameZh) || !isText(nameEn))
      review.push({ row, area, reason: FAULTS.malformed })
    else if (!isWholeDivision(counties, divisionCode)) review.push({ row, area, reason: FAULTS.unknown })
    else if (areas.has(divisionCode)) review.push({ row, area, reason: FAULTS.twice })
    else areas.set(divisionCode, { row, divisionCode, name: { zh: nameZh.trim(), en: nameEn.trim() } })
  }
  return { ok: true, list: { publishedAt, areas: [...areas.values()], review } }
}

/** The divisions that a county lies in, as six-digit codes: itself, its city, its province. */
export function divisionsAround(county: string): string[] {
  return [...new Set([county, `${county.slice(0, 4)}00`, `${county.slice(0, 2)}0000`])]
}

function isWholeDivision({ provinces, cities, counties }: CountyTable, code: string): boolean {
  if (!/^\d{6}$/.test(code)) return false
  if (code.endsWith('0000')) return Object.hasOwn(provinces, code.slice(0, 2))
  return code.endsWith('00') ? Object.hasOwn(cities, code.slice(0, 4)) : Object.hasOwn(counties, code)
}

function unreadable(zh: string, en: string): { ok: false; message: Bilingual } {
  return { ok: false, message: { zh: `不是重点地区名单：${zh}`, en: `This is not a list of key areas: ${en}` } }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
