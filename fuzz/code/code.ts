import { searchForged, searchGenuine, SLOWEST_MS, type CodePromise, type Search } from './searches.ts'
import { atLeast, atMost, type Findings, type Suite } from '../suite.ts'

/** So many genuine codes to so many forged ones. */
const GENUINE_SHARE = 0.1

/** Forged codes, none of which may be believed, and genuine ones, none of which may be refused. */
export const suite: Suite = {
  name: 'code',
  counts: 'forged codes, and a tenth as many genuine ones',
  runs: 100_000,
  async search(asked): Promise<Findings> {
    const genuineRuns = Math.ceil(asked.runs * GENUINE_SHARE)
    const forged = await searchForged(asked)
    const genuine = await searchGenuine({ ...asked, runs: genuineRuns })
    const searches = [forged, genuine]
    return {
      figures: [
        atLeast('fuzz.code_forged', forged.tried, { unit: 'codes', limit: asked.runs }),
        atMost('fuzz.code_accepted', broken(searches, 'forged is not believed'), { unit: 'codes', limit: 0 }),
        atMost('fuzz.code_crashes', broken(searches, 'nothing crashes'), { unit: 'codes', limit: 0 }),
        atMost('fuzz.code_slowest_ms', slowest(searches), { unit: 'ms', limit: SLOWEST_MS }),
        atLeast('fuzz.code_valid', genuine.tried, { unit: 'codes', limit: genuineRuns }),
        atMost('fuzz.code_refused_valid', broken(searches, 'genuine is not refused'), { unit: 'codes', limit: 0 }),
      ],
      counterexamples: searches.flatMap((search) => search.broken?.words ?? []),
    }
  },
}

function broken(searches: readonly Search[], promise: CodePromise): number {
  return searches.filter((search) => search.broken?.promise === promise).length
}

function slowest(searches: readonly Search[]): number {
  return Math.max(...searches.map(({ slowestMs }) => slowestMs))
}
