import type { Bilingual } from './bilingual.ts'
import { dayOfCivil, formatDay, type Day } from './instant.ts'

/** The identity documents that the city knows. */
export type DocumentType =
  | 'resident-id'
  | 'hk-macao-permit'
  | 'taiwan-permit'
  | 'hk-macao-residence-permit'
  | 'taiwan-residence-permit'
  | 'passport'
  | 'permanent-residence-card'

/** A document by its type and its number in canonical form (see `readDocument`). */
export interface IdentityDocument {
  readonly type: DocumentType
  readonly number: string
}

/** A document, or a sentence that says what to check. */
export type DocumentReading = { ok: true; document: IdentityDocument } | { ok: false; message: Bilingual }

// Earlier birth dates are slips of the hand; the check needs no clock.
const EARLIEST_BIRTH_YEAR = 1850

/**
 * Reads a document number as people type it and puts it in the one form by which a person is found again: full width
 * made half, spaces and dashes gone, upper case, 15 digits upgraded to 18, issue counts cut off. What cannot be such a
 * document comes back as a sentence that says what to check.
 */
export function readDocument(type: DocumentType, typed: string): DocumentReading {
  const text = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\u2212]/gu, '')
    .toUpperCase()
  switch (type) {
    case 'resident-id':
      return readResidentId(text)
    case 'hk-macao-permit':
      return readHkMacaoPermit(text)
    case 'taiwan-permit':
      return readTaiwanPermit(text)
    case 'hk-macao-residence-permit':
      return readResidencePermit(type, text, /^8[12]0000/, HK_MACAO_RESIDENCE)
    case 'taiwan-residence-permit':
      return readResidencePermit(type, text, /^830000/, TAIWAN_RESIDENCE)
    case 'passport':
      return readPassport(text)
    case 'permanent-residence-card':
      return readPermanentResidenceCard(text)
  }
}

/** The birthday that stands in a document's number; undefined for documents whose number holds none. */
export function birthDayOf(document: IdentityDocument): Day | undefined {
  return document.type !== 'passport' && document.number.length === 18 ? bornOn(document.number) : undefined
}

// GB 11643-1999: 6 digits division, 8 birth date, 3 sequence, 1 check character. The older numbers of 15 digits
// (GB 11643-1989) lack the century and the check character, and were given only to people born from 1900 to 1999.
function readResidentId(text: string): DocumentReading {
  const number = /^\d{15}$/.test(text) ? upgraded(text) : text
  if (!/^\d{17}[\dX]$/.test(number)) {
    return refused(
      '身份证号应为 18 位（末位可为 X），旧证为 15 位数字，请核对',
      'A resident ID has 18 characters (the last may be X), an old one 15 digits; please check',
    )
  }
  // 81, 82 and 83 begin residence permits, 9 permanent residence cards: the same form, another document.
  if (/^(8[123]|9)/.test(number)) {
    return refused(
      '这是居住证或永久居留身份证的号码，请改选证件类型',
      'This is the number of a residence permit or a permanent residence card; choose that type of document',
    )
  }
  return checked('resident-id', number, { zh: '身份证号', en: 'resident ID' })
}

// Mainland travel permit for Hong Kong and Macao residents (港澳居民来往内地通行证): H or M and 8 digits for life; the
// cards before 2013 print 2 more, which count the issues. C and 8 digits: the exit permit (往来港澳通行证, 2014).
function readHkMacaoPermit(text: string): DocumentReading {
  const lifelong = /^([HM]\d{8})(\d{2})?$/.exec(text)?.[1] ?? /^C\d{8}$/.exec(text)?.[0]
  if (lifelong !== undefined) return accepted('hk-macao-permit', lifelong)
  return refused(
    '港澳通行证号应为 H、M 或 C 加 8 位数字（旧证 H、M 后为 10 位），请核对',
    'A Hong Kong or Macao permit is H, M or C and 8 digits (old cards: 10 after H or M); please check',
  )
}

// Mainland travel permit for Taiwan residents: 8 digits for life since 25 September 2008; before, 2 digits that count
// the issues and the issuing office in brackets followed (announcement of the exit and entry administration, 2008-09).
function readTaiwanPermit(text: string): DocumentReading {
  const lifelong = /^(\d{8})(\d{2}(\([0-9A-Z]\))?)?$/.exec(text)?.[1]
  if (lifelong !== undefined) return accepted('taiwan-permit', lifelong)
  return refused(
    '台胞证号应为 8 位数字（旧证 10 位），请核对',
    'A Taiwan permit has 8 digits (an old one 10); please check',
  )
}

const HK_MACAO_RESIDENCE: Bilingual = { zh: '港澳居民居住证', en: 'Hong Kong or Macao residence permit' }
const TAIWAN_RESIDENCE: Bilingual = { zh: '台湾居民居住证', en: 'Taiwan residence permit' }

// Rules for residence permits of Hong Kong, Macao and Taiwan residents (State Council, 2018-08): numbers as in GB 11643
// with the divisions 810000, 820000 and 830000.
function readResidencePermit(type: DocumentType, text: string, division: RegExp, name: Bilingual): DocumentReading {
  if (!/^\d{17}[\dX]$/.test(text) || !division.test(text)) {
    const first = type === 'taiwan-residence-permit' ? '830000' : '810000 / 820000'
    return refused(
      `${name.zh}号应为 18 位，以 ${first} 开头，请核对`,
      `A ${name.en} has 18 characters and begins with ${first}; please check`,
    )
  }
  return checked(type, text, name)
}

// ICAO Doc 9303 gives 9 characters to the machine-readable zone and lets states print longer numbers.
function readPassport(text: string): DocumentReading {
  if (/^[0-9A-Z]{5,20}$/.test(text)) return accepted('passport', text)
  return refused(
    '护照号应为 5 至 20 位字母或数字，请核对',
    'A passport number has 5 to 20 letters and digits; please check',
  )
}

// Foreign permanent residence card: 3 letters and 12 digits (2004, 2017); since 1 December 2023 18 characters that begin
// with 9 and end with the check character of GB 11643 (National Immigration Administration, 2023-09).
function readPermanentResidenceCard(text: string): DocumentReading {
  if (/^[A-Z]{3}\d{12}$/.test(text)) return accepted('permanent-residence-card', text)
  if (/^9\d{16}[\dX]$/.test(text)) {
    return checked('permanent-residence-card', text, { zh: '永久居留身份证号', en: 'permanent residence card' })
  }
  return refused(
    '永久居留身份证号应为 3 位字母加 12 位数字，或以 9 开头的 18 位号码，请核对',
    'A permanent residence card has 3 letters and 12 digits, or 18 characters beginning with 9; please check',
  )
}

function checked(type: DocumentType, number: string, name: Bilingual): DocumentReading {
  const expected = checkCharacter(number)
  if (number[17] !== expected) {
    return refused(
      `${name.zh}最后一位应为 ${expected}，请核对`,
      `The last character of this ${name.en} should be ${expected}; please check`,
    )
  }
  if (bornOn(number) === undefined) {
    return refused(
      `${name.zh}第 7 至 14 位不是有效的出生日期，请核对`,
      `Characters 7 to 14 of this ${name.en} are no date of birth; please check`,
    )
  }
  return accepted(type, number)
}

/** The check character of the first 17 digits: ISO 7064 MOD 11-2, as GB 11643 and the documents modelled on it use it. */
export function checkCharacter(digits: string): string {
  let rest = 0
  for (let place = 0; place < 17; place += 1) rest = ((rest + Number(digits[place])) * 2) % 11
  return '10X98765432'[rest]!
}

function upgraded(fifteen: string): string {
  const seventeen = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`
  return seventeen + checkCharacter(seventeen)
}

function bornOn(number: string): Day | undefined {
  const [year, month, dayOfMonth] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)]
  if (Number(year) < EARLIEST_BIRTH_YEAR) return undefined
  const found = dayOfCivil(Number(year), Number(month), Number(dayOfMonth))
  return formatDay(found) === `${year}-${month}-${dayOfMonth}` ? found : undefined
}

function accepted(type: DocumentType, number: string): DocumentReading {
  return { ok: true, document: { type, number } }
}

function refused(zh: string, en: string): DocumentReading {
  return { ok: false, message: { zh, en } }
}
