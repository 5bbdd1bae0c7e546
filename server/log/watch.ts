import type { ComparedPart, Difference } from '../../contract/log.ts'
import type { Ctx } from '../kit/world.ts'
import { compareWithFolder } from './log.ts'

const PARTS = ['leaves', 'acts', 'bodies', 'queue', 'people'] as const satisfies readonly ComparedPart[]

/** Where the log and the database were last held against each other; each part begins again at its end. */
export interface Watch {
  turn: number
  readonly after: Map<ComparedPart, string>
}

/** Begins to watch. */
export function newWatch(): Watch {
  return { turn: 0, after: new Map() }
}

/**
 * Holds the next stretch of the next part of the log against the database, without anybody asking. What differs was altered by hand:
 * each difference is an error in the program's log and is counted. Answers them.
 */
export async function watchLog(ctx: Ctx, logDir: string, watch: Watch): Promise<readonly Difference[]> {
  const part = PARTS[watch.turn % PARTS.length]!
  watch.turn += 1
  const after = watch.after.get(part)
  const { differences, next } = await compareWithFolder(ctx, logDir, { part, ...(after !== undefined && { after }) })
  if (next === undefined) watch.after.delete(part)
  else watch.after.set(part, next)
  for (const { what, ...where } of differences) {
    ctx.log.error(where, what)
    ctx.metrics.logFaults.inc({ what })
  }
  return differences
}
