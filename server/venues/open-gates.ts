import type { Instant } from '../../core/instant.ts'
import { toDate, type Tx } from '../kit/db.ts'

// Whether a gate is open is said here, and what follows for devices is done by whoever has them.

/** Writes since when a gate is closed, or that it is open. */
export async function setClosed(tx: Tx, gateId: string, closedAt: Instant | undefined): Promise<void> {
  const closed_at = closedAt === undefined ? null : toDate(closedAt)
  await tx.updateTable('gate').set({ closed_at }).where('gate.gate_id', '=', gateId).execute()
}

/** Whether a gate is open, and until this transaction has ended nobody closes it. */
export async function isHeldOpen(tx: Tx, gateId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('gate')
    .select('gate.closed_at')
    .where('gate.gate_id', '=', gateId)
    .forShare()
    .executeTakeFirst()
  return row?.closed_at === null
}
