import { hex } from '../../core/bytes.ts'
import { instant, MINUTE, SECOND, type Instant } from '../../core/instant.ts'
import { WITHDRAWN_PATH } from '../../core/list/format.ts'
import { readWithdrawn, signWithdrawn, type WithdrawnPhones } from '../../core/list/withdrawn.ts'
import { listWithdrawn } from '../codes/withdrawal.ts'
import type { Press } from './publisher.ts'
import { ownReader } from './sealing.ts'

/** The list of withdrawn phones as it is published. */
export interface Withdrawals {
  list: WithdrawnPhones
  /** Whether its file says so already. */
  isWritten: boolean
  /** From when on withdrawals are asked for: all that were not seen were committed later. */
  since: Instant
}

/** A withdrawal is committed within this time; what was read before is read again, and counts once. */
const OVERLAP_MS = 10 * MINUTE
const MOST = 100_000

/** The list as its file has it: who deletes rows of the database gives nobody his credential back. */
export async function resumeWithdrawn({ world, folder }: Press): Promise<Withdrawals> {
  const bytes = await folder.find(WITHDRAWN_PATH)
  const read = bytes && (await readWithdrawn(bytes, ownReader(world)))
  const list = read?.ok ? read.value : { number: 0, asOf: instant(0), phones: new Map<string, Instant>() }
  return { list, isWritten: read?.ok === true, since: instant(0) }
}

/** Adds what was withdrawn since, drops what has expired, and writes the file if that changed it. Answers whether it did. */
export async function publishWithdrawn({ world, folder }: Press, held: Withdrawals, asOf: Instant): Promise<boolean> {
  const now = world.clock()
  const rows = await listWithdrawn(world.db, world, { since: held.since, now, limit: MOST })
  held.since = instant(now - OVERLAP_MS)
  const phones = new Map(held.list.phones)
  for (const { keyHash, expiresAt } of rows) phones.set(hex(keyHash), instant(Math.ceil(expiresAt / SECOND) * SECOND))
  for (const [hash, expires] of phones) if (expires <= now) phones.delete(hash)
  const isSame = phones.size === held.list.phones.size && [...phones.keys()].every((hash) => held.list.phones.has(hash))
  if (isSame && held.isWritten) return false
  // The second, so that a list whose file was lost goes on above it.
  const number = Math.max(held.list.number + 1, Math.floor(now / SECOND))
  const list = { number, asOf, phones }
  await folder.write(WITHDRAWN_PATH, await signWithdrawn(list, world.issuing.signer))
  held.list = list
  held.isWritten = true
  return true
}
