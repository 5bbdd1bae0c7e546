import { utf8 } from '../../core/bytes.ts'
import { within, type Instant } from '../../core/instant.ts'
import type { World } from '../kit/world.ts'
import { readEnrolment } from './enrolment.ts'
import { isSignature, keyIdOf } from './p256.ts'
import type { EnrolledKey } from './signatures.ts'
import type { StoredKey } from './store.ts'

// The chain by which a key counts, and which ends outside the database: key, enrolment, root key of the organisation on file.

/** What an enrolment that was signed is worth at a moment. */
export type Worth = 'early' | 'enrolled' | 'expired' | 'revoked'

/** The key of a stored enrolment, if its organisation signed it; undefined for any other row. It may be revoked, or expired. */
export function openSigned(ctx: Pick<World, 'roots'>, stored: StoredKey): EnrolledKey | undefined {
  const reading = readEnrolment(stored.enrolment)
  if (!reading.ok || keyIdOf(reading.enrolment.publicKey) !== stored.keyId) return undefined
  const root = ctx.roots.find(reading.enrolment.organisationId)
  if (!root || !isSignature(root.rootKey, utf8(stored.enrolment), stored.signature)) return undefined
  return { ...reading.enrolment, keyId: stored.keyId, recordedAt: stored.recordedAt }
}

/** Whether a key counts at a moment, and if not, why. */
export function worthOf(ctx: Pick<World, 'roots'>, key: EnrolledKey, at: Instant): Worth {
  if (ctx.roots.find(key.organisationId)?.revoked.has(key.keyId) !== false) return 'revoked'
  if (within(key.valid, at)) return 'enrolled'
  return at < key.valid.from ? 'early' : 'expired'
}

/** The key of a stored enrolment, if it counts at a moment. */
export function openKey(ctx: Pick<World, 'roots'>, stored: StoredKey, at: Instant): EnrolledKey | undefined {
  const key = openSigned(ctx, stored)
  return key && worthOf(ctx, key, at) === 'enrolled' ? key : undefined
}
