import type { Asked } from '../suite.ts'
import type { LoggedCity } from './a-city.ts'
import { chanceOf } from './chance.ts'
import { tamperWithFile, tamperWithSigned } from './file-tampers.ts'
import { tamperWithRow, targetsOf } from './row-tampers.ts'

/** What was tried, and in words what was not found. */
export interface Tampered {
  readonly tried: number
  readonly missed: readonly string[]
}

/** Tampers so often with files, signed heads and rows of a city, one at a time, and looks whether each is found and named. */
export async function tamper(city: LoggedCity, { runs, seed }: Asked): Promise<Tampered> {
  const chance = chanceOf(seed)
  const targets = await targetsOf(city)
  const missed: string[] = []
  for (let tried = 0; tried < runs; tried += 1) {
    const which = chance.below(20)
    const one =
      which === 0
        ? await tamperWithSigned(city, chance)
        : which < 8
          ? await tamperWithFile(city, chance)
          : await tamperWithRow(city, targets, chance)
    if (!one.found) missed.push(one.words)
  }
  return { tried: runs, missed }
}
