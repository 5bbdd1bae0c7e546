import type { Figure } from '../../bench/figure.ts'
import { atLeast, atMost, type Findings, type Suite } from '../suite.ts'
import { searchForgedFiles } from './file-searches.ts'
import { SLOWEST_MS, type CodePromise, type Search } from './search.ts'
import { searchForged, searchGenuine } from './searches.ts'

/** So many genuine codes, and forged files, to so many forged codes. */
const GENUINE_SHARE = 0.1
const FILES_SHARE = 0.5

/** Forged codes and files, none of which may be believed, and genuine codes, none of which may be refused. */
export const suite: Suite = {
  name: 'code',
  counts:
    'forged codes, half as many forged files (lists, keys, certificates of gates), and a tenth as many genuine codes',
  runs: 100_000,
  async search(asked): Promise<Findings> {
    const genuineRuns = Math.ceil(asked.runs * GENUINE_SHARE)
    const fileRuns = Math.ceil(asked.runs * FILES_SHARE)
    const forged = await searchForged(asked)
    const genuine = await searchGenuine({ ...asked, runs: genuineRuns })
    const files = await searchForgedFiles({ ...asked, runs: fileRuns })
    const codes = [forged, genuine]
    return {
      figures: [
        atLeast('fuzz.code_forged', forged.tried, { unit: 'codes', limit: asked.runs }),
        ...kept('fuzz.code', codes, 'codes'),
        atLeast('fuzz.code_valid', genuine.tried, { unit: 'codes', limit: genuineRuns }),
        atMost('fuzz.code_refused_valid', broken(codes, 'genuine is not refused'), { unit: 'codes', limit: 0 }),
        atLeast('fuzz.list_forged', files.tried, { unit: 'files', limit: fileRuns }),
        ...kept('fuzz.list', [files], 'files'),
      ],
      counterexamples: [...codes, files].flatMap((search) => search.broken?.words ?? []),
    }
  },
}

/** What holds for everything that was tried. */
function kept(name: string, searches: readonly Search[], unit: string): Figure[] {
  return [
    atMost(`${name}_accepted`, broken(searches, 'forged is not believed'), { unit, limit: 0 }),
    atMost(`${name}_crashes`, broken(searches, 'nothing crashes'), { unit, limit: 0 }),
    atMost(`${name}_slowest_ms`, slowest(searches), { unit: 'ms', limit: SLOWEST_MS }),
  ]
}

function broken(searches: readonly Search[], promise: CodePromise): number {
  return searches.filter((search) => search.broken?.promise === promise).length
}

function slowest(searches: readonly Search[]): number {
  return Math.max(...searches.map(({ slowestMs }) => slowestMs))
}
