import { hex, utf8 } from '../../core/bytes.ts'
import { append } from '../audit/audit.ts'
import type { Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { writeKeysSeen } from './store.ts'

/** Records, once, that other issuing keys are published than before: one was made, withdrawn, or is over. Answers whether that is so. */
export async function noticeIssuingKeys(tx: Tx, ctx: Ctx): Promise<boolean> {
  const ids = ctx.issuing.published.map(({ kid }) => hex(kid)).toSorted()
  const root = hex(ctx.issuing.root.kid)
  if (!(await writeKeysSeen(tx, sha256(utf8([root, ...ids].join('\n')))))) return false
  await append(tx, ctx, { action: 'issuing-keys-changed', detail: { root, keys: ids.join(' ') } })
  return true
}
