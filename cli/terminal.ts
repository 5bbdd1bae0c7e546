import type { Bilingual } from '../core/bilingual.ts'
import type { Instant } from '../core/instant.ts'

/** What the program sees of the outside. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Instant
  readonly random: (bytes: number) => Uint8Array
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  readonly readInput: () => Promise<string>
  /** Shows how far it is, over what was shown before; an empty line takes it away. Nothing where nobody watches. */
  readonly showProgress: (line: string) => void
}

export type Language = keyof Bilingual

/** How a command ended: 0 done, 1 answered "no" or done in part, 2 could not be done. */
export type ExitCode = 0 | 1 | 2

/** Why something was not done, as one sentence. */
export class Refusal extends Error {
  readonly words: Bilingual

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(en, options)
    this.words = { zh, en }
  }
}

/** Said in both languages by the same words: a sentence of the server's in the language that was asked for. */
export function saidSo(sentence: string): Refusal {
  return new Refusal(sentence, sentence)
}

/** The language of the terminal: Chinese where `LANG` (or what overrides it) says so. */
export function languageOf(env: Terminal['env']): Language {
  return /^zh/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh' : 'en'
}
