import fc from 'fast-check'
import { verifyCode, type Verifier } from '../../core/code/verify.ts'
import type { Asked } from '../suite.ts'
import { forge } from './forger.ts'
import { anySeenCode, presented } from './honest-codes.ts'
import { aRecipe } from './recipes.ts'
import { Broken, cut, searchFor, told, type Outcome, type Search } from './search.ts'

/** Tries to be believed with codes that nobody issued, or that are no longer or not here to be believed. */
export async function searchForged(asked: Asked): Promise<Search> {
  return searchFor(asked, async (judge) => {
    const property = fc.asyncProperty(aRecipe(), async (recipe) => {
      const made = await forge(recipe)
      fc.pre(made !== undefined)
      const words = (): string => `${told(recipe)}\n${cut(made.text)}`
      if ((await judge(lookAt(made.text, made.verifier), words)) === 'believed') {
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
      const outcome = await judge(lookAt(text, verifier), words)
      if (outcome !== 'believed') {
        throw new Broken('genuine is not refused', `refused because of ${outcome}: ${words()}`)
      }
    })
    return fc.check(property, { numRuns: asked.runs, seed: asked.seed })
  })
}

function lookAt(text: string, verifier: Verifier): () => Promise<Outcome> {
  return async () => {
    const verdict = await verifyCode(text, verifier)
    return verdict.genuine === true ? 'believed' : verdict.because
  }
}
