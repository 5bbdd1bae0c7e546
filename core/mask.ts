// What a guard sees of a name and a document: enough to compare with what is held out, too little to copy.

import { utf8 } from './bytes.ts'
import { MAX_NAME_BYTES } from './code/format.ts'
import type { DocumentType } from './document.ts'

/**
 * A name with its middle hidden: 王小明 is 王*明, 王明 is 王*, Anna Smith is A* S*. One star, however much it hides.
 * At most 24 bytes in UTF-8; parts that do not fit are left out whole. A name without any letter is `*`.
 */
export function maskName(name: string): string {
  const parts = name
    .toWellFormed()
    .normalize('NFC')
    .split(/[\s·•・]+/u)
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
  const whole = parts.join('')
  return /^\p{Script=Han}+$/u.test(whole) ? maskHan([...whole]) : maskParts(parts)
}

/** A document as its type and the last four letters or digits of its number in canonical form. */
export function maskDocument(type: DocumentType, number: string): { type: DocumentType; lastFour: string } {
  return { type, lastFour: number.replaceAll(/[^0-9A-Z]/g, '').slice(-4) }
}

function maskHan(characters: readonly string[]): string {
  return characters.length > 2 ? `${characters[0]}*${characters.at(-1)}` : `${characters[0]}*`
}

function maskParts(parts: readonly string[]): string {
  let masked = ''
  for (const part of parts) {
    const initial = /[\p{L}\p{N}]/u.exec(part)?.[0] ?? ''
    const longer = masked === '' ? `${initial}*` : `${masked} ${initial}*`
    if (utf8(longer).length > MAX_NAME_BYTES) break
    masked = longer
  }
  return masked === '' ? '*' : masked
}
