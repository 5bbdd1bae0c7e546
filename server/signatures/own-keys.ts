import type { Bilingual } from '../../core/bilingual.ts'
import { day, dayOf, formatDay, type Instant } from '../../core/instant.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx, World } from '../kit/world.ts'
import { openSigned, worthOf, type Worth } from './chain.ts'
import { readEnrolment, type Enrolment } from './enrolment.ts'
import { isP256, keyIdOf } from './p256.ts'
import type { EnrolledKey } from './signatures.ts'
import * as store from './store.ts'

// Keys on their way: an officer's browser makes one and asks, his organisation signs, the operator takes the enrolment up.

/** A key, and whether it counts now; one that waits has the text that its organisation is to sign. */
export type KeyStanding =
  | { readonly key: EnrolledKey; readonly state: Worth }
  | { readonly key: Enrolment & { readonly keyId: string }; readonly state: 'waiting'; readonly enrolment: string }

/** Officers and browsers change; a key that outlives them is found out within a year. */
const KEY_DAYS = 365
/** Most keys that are listed; an officer has one or two, and a city some hundred. */
const MOST_KEYS = 1_000

/**
 * Asks for the enrolment of a key that the caller's browser has made, for a year from today; asking again for the same key changes
 * nothing. Problems: not-permitted, input-invalid.
 */
export async function requestKey(tx: Tx, ctx: Ctx, publicKey: Uint8Array): Promise<KeyStanding> {
  if (ctx.actor.kind !== 'staff') throw new Problem('not-permitted')
  if (!isP256(publicKey)) throw notKey('不是 P-256 公钥', 'is no public key on P-256')
  const { staffId, organisationId } = ctx.actor
  const keyId = keyIdOf(publicKey)
  const enrolment = enrolmentText({ organisationId, staffId, publicKey, today: ctx.now })
  await store.insertKeyRequest(tx, { keyId, staffId, organisationId, enrolment, requestedAt: ctx.now })
  const own = (await listOwnKeys(tx, ctx, staffId)).find((standing) => standing.key.keyId === keyId)
  if (!own) throw notKey('该密钥属于他人，请换用新密钥', 'is somebody else’s key; make a new one')
  return own
}

/** The keys of a member of staff, the latest first. */
export async function listOwnKeys(db: Db, ctx: Ctx, staffId: string): Promise<KeyStanding[]> {
  const signed = await store.listStoredKeys(db, { kind: 'staff', id: staffId }, MOST_KEYS)
  const requests = await store.listKeyRequests(db, { staffId, limit: MOST_KEYS })
  const own = standingsOf(ctx, signed, requests)
  return own.filter(({ key }) => key.holder.kind === 'staff' && key.holder.id === staffId)
}

/** All keys that an organisation has signed, and those that wait for it. */
export async function listKeys(db: Db, ctx: Ctx): Promise<KeyStanding[]> {
  const signed = await store.listAllKeys(db, MOST_KEYS)
  return standingsOf(ctx, signed, await store.listKeyRequests(db, { limit: MOST_KEYS }))
}

/** What a key is worth now whose enrolment was signed. */
export function standingOf(ctx: Ctx, key: EnrolledKey): KeyStanding {
  return { key, state: worthOf(ctx, key, ctx.now) }
}

/** The name of an organisation that has a root key on file. */
export function findOrganisationName(ctx: Pick<World, 'roots'>, organisationId: string): Bilingual | undefined {
  const root = ctx.roots.find(organisationId)
  return root && { zh: root.nameZh, en: root.nameEn }
}

/** A key that was signed waits no longer, whatever became of it; a row without a signature is as good as none. */
function standingsOf(
  ctx: Ctx,
  stored: readonly store.StoredKey[],
  requests: readonly store.KeyRequest[],
): KeyStanding[] {
  const signed = stored.flatMap((one): KeyStanding[] => {
    const key = openSigned(ctx, one)
    return key ? [standingOf(ctx, key)] : []
  })
  const known = new Set(signed.map(({ key }) => key.keyId))
  const waiting = requests.flatMap(({ keyId, enrolment }): KeyStanding[] => {
    const reading = readEnrolment(enrolment)
    if (known.has(keyId) || !reading.ok) return []
    return [{ key: { ...reading.enrolment, keyId }, state: 'waiting', enrolment }]
  })
  return [...waiting, ...signed]
}

function enrolmentText(of: { organisationId: string; staffId: string; publicKey: Uint8Array; today: Instant }): string {
  const today = dayOf(of.today)
  const enrolment = {
    document: 'suishenma-key-enrolment-1',
    organisationId: of.organisationId,
    holder: { kind: 'staff', id: of.staffId },
    publicKey: Buffer.from(of.publicKey).toString('base64'),
    notBefore: formatDay(today),
    notAfter: formatDay(day(today + KEY_DAYS)),
  }
  return `${JSON.stringify(enrolment, undefined, 2)}\n`
}

function notKey(zh: string, en: string): Problem {
  return new Problem('input-invalid', [{ field: 'publicKey', zh, en }])
}
