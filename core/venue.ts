import type { Bilingual } from './bilingual.ts'

// A place with doors: of which kind it can be, and what it may be called. Names and addresses are read by guards and citizens.

/** The kinds of venue there are. */
export const VENUE_KINDS = [
  'service-hall',
  'park',
  'housing-compound',
  'office-block',
  'cafe',
  'hospital',
  'shop',
  'school',
  'station',
  'other',
] as const

/** What kind of place a venue is. */
export type VenueKind = (typeof VENUE_KINDS)[number]

/** How many characters a text that is shown may have: a name stands in one line of a guard's telephone, an address in two. */
export const LONGEST_SHOWN = { venueName: 40, address: 80, gateName: 20 } as const

/** A hospital has some thirty doors; more than fifty are several venues. */
export const MOST_GATES = 50

/** A text as it is kept, or what is wrong with it. */
export type ShownText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: Bilingual }

// What is not seen, or turns round what is: line breaks, marks of direction, halves of characters, characters of a font's own.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\ufffd]/u

/** Reads a text that guards and citizens will see: in NFC, with single blanks and none around it. `longest` is in characters. */
export function readShownText(typed: string, longest: number): ShownText {
  const text = typed
    .normalize('NFC')
    .trim()
    .replaceAll(/\p{Zs}+/gu, ' ')
  if (text === '') return { ok: false, message: { zh: '请填写这一项', en: 'please fill this in' } }
  if (UNSEEN.test(text)) {
    return {
      ok: false,
      message: {
        zh: '不能有换行或看不见的字符，请重新输入',
        en: 'no line breaks or invisible characters; type it anew',
      },
    }
  }
  if ([...text].length <= longest) return { ok: true, text }
  return { ok: false, message: { zh: `最多 ${longest} 个字`, en: `at most ${longest} characters` } }
}
