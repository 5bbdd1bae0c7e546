import fc from 'fast-check'
import type { Asked } from '../suite.ts'
import { forgeFile } from './file-forger.ts'
import { aFileRecipe } from './file-recipes.ts'
import { Broken, cut, searchFor, told, type Search } from './search.ts'

/** Tries to be believed with files of the colour list, lists of keys and certificates of gates that the city did not make, or not for that place or time. */
export async function searchForgedFiles(asked: Asked): Promise<Search> {
  return searchFor(asked, async (judge) => {
    const property = fc.asyncProperty(aFileRecipe(), async (recipe) => {
      const look = await forgeFile(recipe)
      fc.pre(look !== undefined)
      const words = (): string => cut(told(recipe))
      if ((await judge(look, words)) === 'believed') {
        throw new Broken('forged is not believed', `believed: ${words()}`)
      }
    })
    return fc.check(property, { numRuns: asked.runs, seed: asked.seed })
  })
}
