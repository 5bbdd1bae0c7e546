import { hex } from '../../core/bytes.ts'
import { after, DAY_LENGTH, type Instant } from '../../core/instant.ts'
import { bear } from './epoch.ts'
import type { Press, Published } from './publisher.ts'

/** An epoch lives for three days. */
const SIGNED_KEPT_MS = 4 * DAY_LENGTH

/** What a key signed that counts no more counts no more: all of it is published anew by the next one. */
export async function leaveWithdrawnKey(press: Press, published: Published, asOf: Instant): Promise<boolean> {
  const { signer, published: known } = press.world.issuing
  const kids = new Set(known.map(({ kid }) => hex(kid)))
  // What was signed before the oldest live epoch is gone, and its key may go, too.
  for (const [kid, last] of published.signedBy) if (last < after(asOf, -SIGNED_KEPT_MS)) published.signedBy.delete(kid)
  const isOrphaned = [...published.signedBy.keys()].some((kid) => !kids.has(kid))
  if (isOrphaned) {
    for (const [epoch, { list, segments, head }] of published.live) {
      const told = { epoch, values: list.values, segments, above: head.number, asOf }
      published.live.set(epoch, await bear(press, told))
    }
    published.withdrawals.isWritten = false
    published.signedBy.clear()
  }
  published.signedBy.set(hex(signer.kid), asOf)
  return isOrphaned
}
