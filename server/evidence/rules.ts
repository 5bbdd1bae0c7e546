import { normaliseCommunity, placeStay } from '../../core/area-list.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { nameOf, nameOfStreet, type CountyTable, type StreetTable } from '../../core/divisions.ts'
import { day, parseDay, startOfDay, type Day, type Period } from '../../core/instant.ts'

/** Days back that a declaration covers: what the longest rule looks at, the day of leaving being day 0. */
const DECLARED_DAYS = 14

/** The counties of the country, and the streets of our city. */
export interface DivisionTables {
  readonly counties: CountyTable
  readonly streets: StreetTable
}

/** A place as somebody declares it. `divisionCode`: of a county (6 digits), or of one of our streets (9). */
export interface DeclaredPlace {
  readonly divisionCode: string
  readonly community: string
}

/** A stay as somebody declares it: days as `2022-04-15`; without `to` he is still there. */
export interface WrittenStay extends DeclaredPlace {
  readonly from: string
  readonly to?: string
}

/** The county of a division code of 6 or 9 digits. */
export function countyOf(divisionCode: string): string {
  return divisionCode.slice(0, 6)
}

/** Whether there is such a county, or such a street of ours. */
export function isDivision(divisionCode: string, tables: DivisionTables): boolean {
  return divisionCode.length === 6
    ? nameOf(tables.counties, divisionCode) !== undefined
    : nameOfStreet(tables.streets, divisionCode) !== undefined
}

/** What an area's keyed hash is made of: the same for an area of a list and for a declared stay. */
export function areaText(county: string, normalisedCommunity: string): string {
  return `${county}|${normalisedCommunity}`
}

/** What the keyed hash of a whole division is made of; its code has six digits, as in 420000. */
export function divisionText(divisionCode: string): string {
  return `division|${divisionCode}`
}

/**
 * A declared community in the form in which it is compared, its street in front where one was chosen. PostgreSQL holds no text
 * with a NUL, and no list has one.
 */
export function communityOf(tables: DivisionTables, place: DeclaredPlace): string {
  const community = place.community.replaceAll('\0', '')
  return placeStay(tables, { ...place, community })?.community ?? normaliseCommunity(community)
}

/** `areaText` of a declared place. */
export function areaTextOf(tables: DivisionTables, place: DeclaredPlace): string {
  return areaText(countyOf(place.divisionCode), communityOf(tables, place))
}

/** A declared place for people to read; its name is Chinese in either language, as on the list that it is compared with. */
export function nameOfPlace(counties: CountyTable, place: DeclaredPlace): Bilingual {
  const name = `${nameOf(counties, countyOf(place.divisionCode)) ?? ''}${place.community.trim()}`
  return { zh: name, en: name }
}

/**
 * The time a stay covers: from 00:00 of its first day to 00:00 of the day after leaving. Undefined where a day does not
 * exist, the days stand the wrong way round or lie ahead, or the person had left before the days that are asked for.
 */
export function periodOfStay(stay: { from: string; to?: string }, today: Day): Period | undefined {
  const from = parseDay(stay.from)
  const to = stay.to === undefined ? today : parseDay(stay.to)
  if (from === undefined || to === undefined || from > to || to > today || today - to > DECLARED_DAYS) return undefined
  return periodOfDays(from, stay.to === undefined ? undefined : to)
}

/** When somebody left elsewhere and came here; undefined where the days are none or stand the wrong way round. */
export function daysOfArrival(written: { leftOn: string; arrivedOn: string }, today: Day): ArrivalDays | undefined {
  const leftOn = parseDay(written.leftOn)
  const arrivedOn = parseDay(written.arrivedOn)
  // Who is not here yet declares first, so the arrival may lie ahead; a year ahead is a slip of the hand.
  if (leftOn === undefined || arrivedOn === undefined || leftOn > arrivedOn || arrivedOn > today + DECLARED_DAYS) {
    return undefined
  }
  return { leftOn, arrivedOn }
}

export interface ArrivalDays {
  readonly leftOn: Day
  readonly arrivedOn: Day
}

/** The stay that goes before an arrival: the form asks for no beginning, so it is the days that rules look at. */
export function periodBefore(leftOn: Day): Period {
  return periodOfDays(day(leftOn - DECLARED_DAYS), leftOn)
}

function periodOfDays(from: Day, lastDay: Day | undefined): Period {
  return { from: startOfDay(from), to: lastDay === undefined ? undefined : startOfDay(day(lastDay + 1)) }
}
