import { isUuid } from '../../core/uuid.ts'
import { Problem } from './problem.ts'

// What an address asks for behind `?`. A word that means nothing is named: to pass it over would show another list than was asked for.

/** One of some words, or none. Problems: input-invalid. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  word: string | undefined,
  field: string,
): Word | undefined {
  const known = words.find((one) => one === word)
  if (known !== undefined || word === undefined) return known
  const all = words.join(', ')
  throw new Problem('input-invalid', [{ field, zh: `应为 ${all} 之一`, en: `should be one of ${all}` }])
}

/** An id, or none. Problems: input-invalid. */
export function idIn(text: string | undefined, field: string): string | undefined {
  if (text === undefined || isUuid(text)) return text
  throw new Problem('input-invalid', [{ field, zh: '应为编号', en: 'should be an id' }])
}
