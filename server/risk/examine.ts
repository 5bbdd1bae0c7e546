import type { Tx } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { openShown } from './colour-row.ts'
import { findChanges } from './reassess.ts'
import { readHistories } from './store.ts'
import { tableNow } from './table.ts'

/** Something of a person's that cannot be believed: what, as the log of errors names it, and the row where it is one. */
export interface Doubt {
  readonly personId: string
  readonly what: string
  readonly evidenceId?: string
}

/**
 * What an evaluation of some people would find that is altered or gone: evidence, identities, lists, colours and their whole history.
 * Nothing is written.
 */
export async function examine(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<Doubt[]> {
  const doubts: Doubt[] = []
  const error = (fields: unknown, what: unknown): void => {
    const { person = personIds[0] ?? '', evidence } = fields as { person?: string; evidence?: string }
    doubts.push({ personId: person, what: String(what), ...(evidence !== undefined && { evidenceId: evidence }) })
  }
  const listening = Object.assign(Object.create(ctx) as Ctx, { log: Object.assign(Object.create(ctx.log), { error }) })
  await findChanges(tx, listening, { personIds, table: await tableNow(tx, ctx) })
  const rows = await readHistories(tx, personIds)
  for (const personId of personIds) {
    const history = rows.filter((row) => row.person_id === personId)
    if (!history.every((row) => openShown(ctx.keys, personId, row))) {
      doubts.push({ personId, what: 'colour-history-not-vouched' })
    }
    // Versions of one person are 1, 2, 3 …; that the last are missing is told by the state, which follows the latest.
    const versions = new Set(history.map(({ version }) => version))
    if (versions.size < Math.max(0, ...versions)) doubts.push({ personId, what: 'colour-history-incomplete' })
  }
  return doubts
}
