import { hex, utf8 } from '../../core/bytes.ts'
import { append } from '../audit/audit.ts'
import type { Tx } from '../kit/db.ts'
import type { OrganisationRoot } from '../kit/organisation-roots.ts'
import { sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { keyIdOf } from './p256.ts'
import * as store from './store.ts'

// The file of organisations is changed outside the database, and nobody tells us: a key that was revoked is heeded at the next
// question, but colours that were made before it have to be made again.

/** The job that follows when organisations or revocations have changed: who was coloured by their signatures is judged anew. */
export const ORGANISATIONS_CHANGED = 'signatures.organisations-changed'

/** Tells upward, once, that the file of organisations is another one than before; answers whether it is. */
export async function noticeOrganisations(tx: Tx, ctx: Ctx): Promise<boolean> {
  const digest = digestOf(ctx.roots.list())
  if (!(await store.writeSeen(tx, digest))) return false
  await append(tx, ctx, { action: 'organisations-changed', detail: { digest: hex(digest) } })
  await ctx.jobs.enqueue(tx, ORGANISATIONS_CHANGED, {})
  return true
}

/** The same for the same organisations, root keys and revocations, in whatever order; names do not matter. */
function digestOf(roots: readonly OrganisationRoot[]): Uint8Array {
  const told = roots.map(({ organisationId, rootKey, revoked }) =>
    [organisationId, keyIdOf(rootKey), ...[...revoked].toSorted()].join(' '),
  )
  return sha256(utf8(told.toSorted().join('\n')))
}
