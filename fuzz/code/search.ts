import type { Asked } from '../suite.ts'

/** A gate answers within a second with all that it does; what one text or file costs must not be for a stranger to choose. */
export const SLOWEST_MS = 50
/** From here on a text is timed again, and the best time counts: a slow text is slow again, a pause of the machine is not. */
const SUSPECT_MS = 5
const REPEATS = 10
const LONGEST_TOLD = 1_000

/** What a reader must do with everything that is tried. */
export type CodePromise = 'forged is not believed' | 'genuine is not refused' | 'nothing crashes' | 'nothing is slow'

/** What became of all that was tried. A search ends with the first promise that broke, on the smallest try that breaks it. */
export interface Search {
  readonly tried: number
  readonly slowestMs: number
  /** How often each reason was given for not believing: it shows how deep the tries went. */
  readonly reasons: ReadonlyMap<string, number>
  readonly broken: { readonly promise: CodePromise; readonly words: string } | undefined
}

/** A promise that broke, on the way out of fast-check. */
export class Broken extends Error {
  readonly promise: CodePromise

  constructor(promise: CodePromise, words: string) {
    super(words)
    this.promise = promise
  }
}

/** What a reader made of something: it believed it, or why not. */
export type Outcome = 'believed' | (string & {})

/** Has a reader look at something, several times where that takes long. `words` tell what it is. */
export type Judge = (look: () => Promise<Outcome>, words: () => string) => Promise<Outcome>

/** Tries as often as was asked, and keeps count. */
export async function searchFor(
  { runs }: Asked,
  check: (judge: Judge) => Promise<{ failed: boolean; numRuns: number; errorInstance: unknown }>,
): Promise<Search> {
  let slowestMs = 0
  const reasons = new Map<string, number>()
  const judge: Judge = async (look, words) => {
    const { outcome, ms } = await timed(look, words)
    slowestMs = Math.max(slowestMs, ms)
    if (ms > SLOWEST_MS) throw new Broken('nothing is slow', `took ${ms} ms: ${words()}`)
    if (outcome !== 'believed') reasons.set(outcome, (reasons.get(outcome) ?? 0) + 1)
    return outcome
  }
  const { failed, numRuns, errorInstance } = await check(judge)
  if (!failed) return { tried: numRuns, slowestMs, reasons, broken: undefined }
  // Anything else that is thrown is a fault of the suite, such as too many recipes that alter nothing.
  if (!(errorInstance instanceof Broken)) throw new Error(`after ${numRuns} of ${runs}`, { cause: errorInstance })
  return {
    tried: numRuns,
    slowestMs,
    reasons,
    broken: { promise: errorInstance.promise, words: errorInstance.message },
  }
}

async function timed(look: () => Promise<Outcome>, words: () => string): Promise<{ outcome: Outcome; ms: number }> {
  let least = Infinity
  for (let repeat = 0; ; repeat += 1) {
    const started = performance.now()
    const outcome = await look().catch((error: unknown) => {
      throw new Broken('nothing crashes', `${String(error)}: ${words()}`)
    })
    least = Math.min(least, performance.now() - started)
    if (least < SUSPECT_MS || repeat === REPEATS) return { outcome, ms: least }
  }
}

/** A text as far as anybody would read it. */
export function cut(text: string): string {
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}… (${text.length} characters)` : text
}

/** A recipe or a code as one can read it: bytes in hexadecimal. */
export function told(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Uint8Array) return `h'${Buffer.from(one).toString('hex')}'`
    if (one instanceof Map) return [...one]
    return one
  })
}
