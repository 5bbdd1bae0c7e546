import { isFactKind, type FactKind } from '../../core/facts.ts'
import { parseDay, startOfDay, type Instant } from '../../core/instant.ts'
import { isUuid } from '../../core/uuid.ts'
import type { FieldFault } from '../kit/problem.ts'

// An enrolment is a JSON text that an organisation's root key has signed as it stands. It says whose a key is, for how long,
// and for a source everything that it may do: no limit of a source stands anywhere else.

/** What a source may deliver, and how others reach it. */
export interface SourceTerms {
  readonly nameZh: string
  readonly nameEn: string
  readonly kinds: readonly FactKind[]
  /** The longest period that one of its facts may claim, in days. */
  readonly longestValidityDays: number
  /** How many people's colours its deliveries may change within an hour before they wait for approval. */
  readonly brakePeoplePerHour: number
  readonly contact: string
}

/** An enrolment, read. `valid` runs from 00:00 of its first day to 00:00 of the day on which it no longer holds. */
export interface Enrolment {
  readonly organisationId: string
  readonly holder: { readonly kind: 'source' | 'staff'; readonly id: string }
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly valid: { readonly from: Instant; readonly to: Instant }
  /** Of a source only. */
  readonly source: SourceTerms | undefined
}

/** Ten years of validity or a billion people an hour is a slip of the hand. */
const MOST_DAYS = 3_650
const MOST_PEOPLE = 1_000_000_000

/** Reads an enrolment strictly; all faults at once. */
export function readEnrolment(
  text: string,
): { ok: true; enrolment: Enrolment } | { ok: false; faults: readonly FieldFault[] } {
  const faults: FieldFault[] = []
  const told = objectOf(parse(text))
  expect(faults, 'document', told['document'] === 'suishenma-key-enrolment-1', 'suishenma-key-enrolment-1')
  const organisationId = idOf(faults, 'organisationId', told['organisationId'])
  const holder = objectOf(told['holder'])
  const kind = holder['kind'] === 'source' ? 'source' : 'staff'
  expect(faults, 'holder.kind', holder['kind'] === kind, 'source / staff')
  const id = idOf(faults, 'holder.id', holder['id'])
  const from = dayOf(faults, 'notBefore', told['notBefore'])
  const to = dayOf(faults, 'notAfter', told['notAfter'])
  expect(faults, 'notAfter', to > from, '> notBefore')
  const publicKey = bytesOf(told['publicKey'])
  expect(faults, 'publicKey', publicKey.length > 0, 'base64 SPKI (DER)')
  const source = kind === 'source' ? termsOf(faults, objectOf(told['source'])) : undefined
  expect(faults, 'source', kind === 'source' || told['source'] === undefined, '—')
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, enrolment: { organisationId, holder: { kind, id }, publicKey, valid: { from, to }, source } }
}

function termsOf(faults: FieldFault[], told: Readonly<Record<string, unknown>>): SourceTerms {
  const kinds = Array.isArray(told['kinds']) ? told['kinds'].map(String) : []
  expect(faults, 'source.kinds', kinds.length > 0 && kinds.every(isFactKind), 'core/facts.ts FACT_KINDS')
  return {
    nameZh: textOf(faults, 'source.nameZh', told['nameZh']),
    nameEn: textOf(faults, 'source.nameEn', told['nameEn']),
    kinds: kinds.filter(isFactKind),
    longestValidityDays: numberOf(faults, 'source.longestValidityDays', {
      value: told['longestValidityDays'],
      most: MOST_DAYS,
    }),
    brakePeoplePerHour: numberOf(faults, 'source.brakePeoplePerHour', {
      value: told['brakePeoplePerHour'],
      most: MOST_PEOPLE,
    }),
    contact: textOf(faults, 'source.contact', told['contact']),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function idOf(faults: FieldFault[], field: string, value: unknown): string {
  const id = typeof value === 'string' ? value.toLowerCase() : ''
  expect(faults, field, isUuid(id), 'UUID')
  return id
}

function dayOf(faults: FieldFault[], field: string, value: unknown): Instant {
  const day = typeof value === 'string' ? parseDay(value) : undefined
  expect(faults, field, day !== undefined, 'YYYY-MM-DD')
  return startOfDay(day ?? (0 as never))
}

function bytesOf(value: unknown): Uint8Array {
  return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : new Uint8Array(0)
}

function textOf(faults: FieldFault[], field: string, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : ''
  expect(faults, field, text !== '' && text.length <= 200, '1 – 200')
  return text
}

function numberOf(faults: FieldFault[], field: string, told: { value: unknown; most: number }): number {
  const { value, most } = told
  const isRight = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
  expect(faults, field, isRight, `0 – ${most}`)
  return isRight ? value : 0
}

function expect(faults: FieldFault[], field: string, holds: boolean, wanted: string): void {
  if (!holds) faults.push({ field, zh: `应为 ${wanted}`, en: `should be ${wanted}` })
}
