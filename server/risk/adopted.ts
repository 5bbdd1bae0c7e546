import type { AdoptedTable } from '../../core/adopted-tables.ts'
import { hex } from '../../core/bytes.ts'
import type { Instant } from '../../core/instant.ts'
import { tableText } from '../../core/rule-document.ts'
import { readRuleTable, type RuleTable } from '../../core/rule-table.ts'
import { toInstant, type Db } from '../kit/db.ts'
import { sha256, type MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import type { World } from '../kit/world.ts'
import { approvedByTwo, readApprovals } from '../signatures/signatures.ts'
import { listAdoptions } from './views.ts'

// Whether a rule table counts. Its document must be what its hash says, two organisations must stand for that hash by signatures
// that hold now, and the program's MAC must say since when. No state in the database decides it.

/** A table that was adopted, by its hash. */
export interface AdoptedByHash extends AdoptedTable {
  readonly tableHash: Uint8Array
}

/** When a table of a hash was adopted, and from when it is in force. */
export interface Adoption {
  readonly tableHash: Uint8Array
  readonly adoptedAt: Instant
  readonly from: Instant
}

/** The hash of a table, which organisations sign: of its one canonical text. */
export function hashOfTable(table: RuleTable): Uint8Array {
  return sha256(tableText(table))
}

/** The program's MAC over an adoption. */
export function vouchForAdoption(keys: MasterKeys, adoption: Adoption): Uint8Array {
  return vouch(keys, 'table-adoption', saidOf(adoption))
}

/** The adopted tables that count, in the order in which they come into force; one that does not is reported. */
export async function readAdopted(
  db: Db,
  ctx: Pick<World, 'keys' | 'roots' | 'log'>,
): Promise<readonly AdoptedByHash[]> {
  const adopted: AdoptedByHash[] = []
  for (const row of await listAdoptions(db)) {
    const adoption = {
      tableHash: row.table_hash,
      adoptedAt: toInstant(row.adopted_at),
      from: toInstant(row.in_force_from),
    }
    const isSaid = isVouched(ctx.keys, 'table-adoption', { said: saidOf(adoption), mac: row.mac })
    const approvals = await readApprovals(db, ctx, { subject: 'table', hash: row.table_hash })
    const table = isSaid && approvedByTwo(approvals) ? tableOfHash(row.document, row.table_hash) : undefined
    if (table) adopted.push({ ...adoption, table })
    else ctx.log.error({ table: hex(row.table_hash) }, 'rule-table-not-vouched')
  }
  return adopted
}

/** The table that a document is, if it has that hash. */
export function tableOfHash(document: string | null, tableHash: Uint8Array): RuleTable | undefined {
  if (document === null || !Buffer.from(sha256(document)).equals(tableHash)) return undefined
  const reading = readRuleTable(JSON.parse(document))
  return reading.ok ? reading.table : undefined
}

function saidOf({ tableHash, adoptedAt, from }: Adoption): Said {
  return [hex(tableHash), adoptedAt, from]
}
