import type { LevelPeriod } from './area-level.ts'
import type { Bilingual } from './bilingual.ts'
import { after, civil, dayOf, formatShanghai, overlaps, type Day, type Instant, type Period } from './instant.ts'

/**
 * What a detail of a fact holds: one of a closed list of words, a number, an `Instant`, a yes or no, or a text. What is
 * `bilingual` is kept as two details, the name with Zh and with En behind it.
 */
export type DetailType = readonly string[] | 'number' | 'moment' | 'flag' | 'text' | 'bilingual'

/**
 * Every kind of fact that there is, with the details a rule may compare or quote. Nothing else is evidence: in
 * particular not a scan at a venue. Facts of one moment (a test, a discharge, a check-in) have a period that ends where
 * it begins; an order or a told-to-test lasts until it is taken back, and without `to` it still stands.
 */
export const FACT_KINDS = {
  'case-status': { status: ['confirmed', 'asymptomatic', 'suspected', 'discharged', 'excluded'] },
  contact: { degree: ['close', 'secondary'] },
  'quarantine-order': {
    place: ['central', 'home'],
    action: ['ordered', 'lifted'],
    because: ['close-contact', 'secondary-contact', 'entry', 'area', 'discharged'],
    // For how many days it was ordered.
    days: 'number',
  },
  // The period begins when the sample was taken.
  'test-result': { result: ['negative', 'positive'], sample: ['single', 'pooled'], tube: 'text' },
  'told-to-test': { because: 'bilingual' },
  vaccination: { dose: 'number' },
  'fever-clinic-visit': { celsius: 'number' },
  'entry-from-abroad': {
    origin: ['foreign', 'hong-kong', 'taiwan', 'macao'],
    country: 'text',
    // Whether the city's list of countries (重点国家) named the country at the moment of entry.
    listedCountry: 'flag',
  },
  'arrival-declaration': { place: 'bilingual' },
  'health-declaration': { symptoms: 'flag', celsius: 'number' },
  'stay-in-area': {
    level: ['high', 'medium'],
    evidence: ['declared', 'ticket', 'telecom'],
    place: 'bilingual',
    stay: 'bilingual',
    listId: 'text',
    publishedAt: 'moment',
    lastPublishedAt: 'moment',
  },
  'area-risk-level': { level: ['high', 'medium', 'low'], place: 'bilingual' },
  // The place is the area that the city named; the days are those of the stay in it.
  'key-area': {
    evidence: ['declared', 'ticket', 'telecom'],
    place: 'bilingual',
    stay: 'bilingual',
    listId: 'text',
    publishedAt: 'moment',
    lastPublishedAt: 'moment',
  },
  'key-person-group': { group: 'bilingual' },
  'daily-check-in': { symptoms: 'flag' },
  'measure-lifted': { measure: ['control', 'central-quarantine', 'home-monitoring'] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, DetailType>>>>

/** The name of a kind of fact. */
export type FactKind = keyof typeof FACT_KINDS

/** One thing that is known about a person: when it was true (`period`) and when we learned it. Never changed, only added to. */
export interface Fact {
  readonly id: string
  readonly kind: FactKind
  readonly period: Period
  readonly learnedAt: Instant
  /** Who says so, as the person reads it. */
  readonly source: Bilingual
  readonly details: Readonly<Record<string, string | number | boolean>>
  /** Of a fact written by hand: the organisations of its author and of its approver. */
  readonly hand?: { readonly author: Bilingual; readonly approver: Bilingual }
}

/** How a stay is known. */
export type StayEvidence = 'declared' | 'ticket' | 'telecom'

/**
 * Somebody's stay somewhere. `period.to` is the end of the day of leaving, or the moment; undefined: still there.
 * `evidence` absent: the person said so.
 */
export interface DeclaredStay {
  readonly id: string
  readonly period: Period
  readonly learnedAt: Instant
  readonly place: Bilingual
  readonly evidence?: StayEvidence
}

/** A stretch of time in which the city had named a whole division as a key area, and the name it used. */
export interface KeyAreaPeriod extends LevelPeriod<'key'> {
  readonly place: Bilingual
}

/** What the types of a kind's details are, by name. */
export function detailsOf(kind: FactKind): Readonly<Record<string, DetailType>> {
  return FACT_KINDS[kind]
}

/** Whether a word is one of the kinds of fact. */
export function isFactKind(word: string): word is FactKind {
  return Object.hasOwn(FACT_KINDS, word)
}

/**
 * The facts that follow from a declared stay and the history of its area: one for each stretch of high or medium risk
 * that the stay meets. Such a fact begins at the later of the stay's beginning and the list's publication and lasts
 * until the person leaves; a stay that is over before the list is published, or begins when the level ends, gives none.
 */
export function stayFacts(
  stay: DeclaredStay,
  levels: readonly LevelPeriod<'high' | 'medium'>[],
  listNames: Readonly<Record<string, Bilingual>>,
): Fact[] {
  return levels
    .filter((level) => overlaps(stay.period, level))
    .map((level) => ({
      ...factOfStay(stay, level, listNames),
      id: `${stay.id}:${level.listId}`,
      kind: 'stay-in-area',
      details: { level: level.level, ...detailsOfStay(stay, level, stay.place) },
    }))
}

/** The same for the divisions that a stay lies in and the city's lists of key areas: one fact for each stretch of each. */
export function keyAreaFacts(
  stay: DeclaredStay,
  areas: readonly KeyAreaPeriod[],
  listNames: Readonly<Record<string, Bilingual>>,
): Fact[] {
  return areas
    .filter((area) => overlaps(stay.period, area))
    .map((area) => ({
      ...factOfStay(stay, area, listNames),
      // A province and a city of it may both be named: the name keeps their facts apart.
      id: `${stay.id}:${area.listId}:${area.place.zh}`,
      kind: 'key-area',
      details: detailsOfStay(stay, area, area.place),
    }))
}

/** The day in which a period's last moment falls: the day of leaving, of being discharged, of sampling. */
export function lastDayOf(from: Instant, to: Instant): Day {
  return dayOf(to > from ? after(to, -1) : from)
}

function factOfStay(
  stay: DeclaredStay,
  level: LevelPeriod<string>,
  listNames: Readonly<Record<string, Bilingual>>,
): Pick<Fact, 'period' | 'learnedAt' | 'source'> {
  return {
    period: { from: level.from > stay.period.from ? level.from : stay.period.from, to: stay.period.to },
    learnedAt: stay.learnedAt,
    source: listNames[level.listId] ?? unnamedList(level.from),
  }
}

function detailsOfStay(stay: DeclaredStay, level: LevelPeriod<string>, place: Bilingual): Fact['details'] {
  return {
    evidence: stay.evidence ?? 'declared',
    placeZh: place.zh,
    placeEn: place.en,
    stayZh: daysInChinese(stay.period),
    stayEn: daysInEnglish(stay.period),
    listId: level.listId,
    publishedAt: level.from,
    lastPublishedAt: level.lastPublishedAt,
  }
}

function unnamedList(publishedAt: Instant): Bilingual {
  const at = formatShanghai(publishedAt).slice(0, 16)
  return { zh: `${at} 公布的风险地区名单`, en: `the risk-area list published at ${at}` }
}

function daysInChinese(period: Period): string {
  const first = chineseDay(dayOf(period.from))
  if (period.to === undefined) return `${first}起`
  const last = chineseDay(lastDayOf(period.from, period.to))
  return last === first ? first : `${first}至${last}`
}

function daysInEnglish(period: Period): string {
  const first = englishDay(dayOf(period.from))
  if (period.to === undefined) return `since ${first}`
  const last = englishDay(lastDayOf(period.from, period.to))
  return last === first ? `on ${first}` : `from ${first} to ${last}`
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

function chineseDay(day: Day): string {
  const { month, dayOfMonth } = civil(day)
  return `${month}月${dayOfMonth}日`
}

function englishDay(day: Day): string {
  const { month, dayOfMonth } = civil(day)
  return `${dayOfMonth} ${MONTHS[month - 1]}`
}
