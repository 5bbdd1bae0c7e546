import fc from 'fast-check'
import { verifyCode, type Verdict, type Verifier } from '../../core/code/verify.ts'
import { forge } from './forger.ts'
import { aRecipe } from './recipes.ts'
import { anySeenCode, presented } from './honest-codes.ts'
import type { Asked } from '../suite.ts'

/** A gate answers within a second with all that it does; what one text costs must not be for a stranger to choose. */
export const SLOWEST_MS = 50
/** From here on a text is timed again, and the best time counts: a slow text is slow again, a pause of the machine is not. */
const SUSPECT_MS = 5
const REPEATS = 10
const LONGEST_TOLD = 1_000

/** What a verifier must do with every code that is tried. */
export type CodePromise = 'forged is not believed' | 'genuine is not refused' | 'nothing crashes' | 'nothing is slow'

/** What became of all that was tried. A search ends with the first promise that broke, on the smallest code that breaks it. */
export interface Search {
  readonly tried: number
  readonly slowestMs: number
  /** How often each reason was given for not believing: it shows how deep the tries went. */
  readonly reasons: ReadonlyMap<string, number>
  readonly broken: { readonly promise: CodePromise; readonly words: string } | undefined
}

/** A promise that broke, on the way out of fast-check. */
class Broken extends Error {
  readonly promise: CodePromise

  constructor(promise: CodePromise, words: string) {
    super(words)
    this.promise = promise
  }
}

/** Tries to be believed with codes that nobody issued, or that are no longer or not here to be believed. */
export async function searchForged(asked: Asked): Promise<Search> {
  return searchFor(asked, async (judge) => {
    const property = fc.asyncProperty(aRecipe(), async (recipe) => {
      const made = await forge(recipe)
      fc.pre(made !== undefined)
      const words = (): string => `${told(recipe)}\n${cut(made.text)}`
      if ((await judge(made.text, made.verifier, words)).genuine === true) {
        throw new Broken('forged is not believed', `believed: ${words()}`)
      }
    })
    return fc.check(property, { numRuns: asked.runs, seed: asked.seed })
  })
}

/** Shows genuine codes, their proof's age and the gate's clock together at most 80 s off. */
export async function searchGenuine(asked: Asked): Promise<Search> {
  return searchFor(asked, async (judge) => {
    const property = fc.asyncProperty(anySeenCode(), async (seen) => {
      const [text, verifier] = await presented(seen)
      const words = (): string => `${told(seen)}\n${cut(text)}`
      const verdict = await judge(text, verifier, words)
      if (verdict.genuine !== true) {
        throw new Broken('genuine is not refused', `refused because of ${verdict.because}: ${words()}`)
      }
    })
    return fc.check(property, { numRuns: asked.runs, seed: asked.seed })
  })
}

type Judge = (text: string, verifier: Verifier, words: () => string) => Promise<Verdict>

async function searchFor(
  { runs }: Asked,
  check: (judge: Judge) => Promise<{ failed: boolean; numRuns: number; errorInstance: unknown }>,
): Promise<Search> {
  let slowestMs = 0
  const reasons = new Map<string, number>()
  const judge: Judge = async (text, verifier, words) => {
    const { verdict, ms } = await timed(text, verifier, words)
    slowestMs = Math.max(slowestMs, ms)
    if (ms > SLOWEST_MS) throw new Broken('nothing is slow', `took ${ms} ms: ${words()}`)
    if (verdict.genuine !== true) reasons.set(verdict.because, (reasons.get(verdict.because) ?? 0) + 1)
    return verdict
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

async function timed(text: string, verifier: Verifier, words: () => string): Promise<{ verdict: Verdict; ms: number }> {
  let least = Infinity
  for (let repeat = 0; ; repeat += 1) {
    const started = performance.now()
    const verdict = await verifyCode(text, verifier).catch((error: unknown) => {
      throw new Broken('nothing crashes', `${String(error)}: ${words()}`)
    })
    least = Math.min(least, performance.now() - started)
    if (least < SUSPECT_MS || repeat === REPEATS) return { verdict, ms: least }
  }
}

/** A text as far as anybody would read it. */
function cut(text: string): string {
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}… (${text.length} characters)` : text
}

/** A recipe or a code as one can read it: bytes in hexadecimal. */
function told(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Uint8Array) return `h'${Buffer.from(one).toString('hex')}'`
    if (one instanceof Map) return [...one]
    return one
  })
}
