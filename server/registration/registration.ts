import type { IdentityCheck, IdentityCheckResult, MyPage, Registration } from '../../contract/registration.ts'
import { sameBytes } from '../../core/bytes.ts'
import { readDocument, type IdentityDocument } from '../../core/document.ts'
import { after } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { placeOfClaim } from '../identity/claim-place.ts'
import { recordWrongAttempt, refuseTooMany, type Attempt } from '../identity/attempts.ts'
import { citizenOf } from '../identity/citizen.ts'
import { findOrCreatePerson, markAwaiting, writePerson, writePhoto, type Person } from '../identity/persons.ts'
import { findRecord } from '../identity/population-register.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, documentHash, sealJson } from '../kit/seal.ts'
import type { Ctx, RegisterRecord } from '../kit/world.ts'
import { reassess } from '../risk/risk.ts'
import { myPage } from './my-page.ts'
import { COMPARISON_MS, settle } from './rules.ts'
import { findAssertedDocument, findClaimOfAccount, insertClaim, isClaimedByAnother, lockAccount } from './store.ts'

/**
 * Step 1 of the wizard: whether the register knows this name under this number, and whether the channel vouches for the document.
 * A wrong name and an unknown number get the same answer, and only they count against the limit.
 * Problems: document-invalid, too-many-wrong-attempts.
 */
export async function checkIdentity(ctx: Ctx, typed: IdentityCheck): Promise<IdentityCheckResult> {
  const { accountId } = citizenOf(ctx)
  const document = readTyped(typed.document)
  const record = await findRecord(ctx, { name: typed.name, document })
  await ctx.db
    .transaction()
    .execute((tx) => countAttempt(tx, ctx, { accountId, document, matched: record !== undefined }))
  return { outcome: record ? 'matched' : 'unmatched', proved: await isProved(ctx, accountId, document) }
}

/**
 * Step 3 of the wizard: the claim itself, settled at once or given to staff, with the colour that follows.
 * Problems: document-invalid, too-many-wrong-attempts, already-registered, idempotency-conflict.
 */
export async function register(ctx: Ctx, typed: Registration): Promise<MyPage> {
  const { accountId, channel } = citizenOf(ctx)
  const document = readTyped(typed.document)
  const requestHash = blindIndex(ctx.keys, 'request', JSON.stringify(typed))
  const record = await findRecord(ctx, { name: typed.name, document })
  const proved = await isProved(ctx, accountId, document)
  await ctx.db.transaction().execute(async (tx) => {
    await lockAccount(tx, accountId)
    const before = await findClaimOfAccount(tx, accountId)
    if (before) {
      if (before.registration_id !== typed.registrationId) throw new Problem('already-registered')
      if (!sameBytes(before.request_hash, requestHash)) throw new Problem('idempotency-conflict')
      return
    }
    await countAttempt(tx, ctx, { accountId, document, matched: record !== undefined })
    const person = await findOrCreatePerson(tx, ctx, document)
    const outcome = settle({
      matched: record !== undefined,
      proved,
      claimedByAnother: await isClaimedByAnother(tx, { personId: person.personId, accountId }),
    })
    await insertClaim(tx, {
      registrationId: typed.registrationId,
      accountId,
      personId: person.personId,
      channel,
      at: ctx.now,
      dueAt: after(ctx.now, COMPARISON_MS),
      state: outcome.state,
      reason: outcome.state === 'confirmed' ? null : outcome.reason,
      arriving: typed.arriving || (record !== undefined && !record.residesHere),
      requestHash,
      sealed: sealJson(ctx, person.key, `registration:${typed.registrationId}`, {
        name: typed.name,
        document,
        phone: typed.phone,
        address: typed.address,
      }),
      place: placeOfClaim(ctx.keys, typed.address.divisionCode),
    })
    if (outcome.state === 'confirmed' && record) await confirm(tx, ctx, { person, record, typed, document })
    else await markAwaiting(tx, ctx, person.personId)
    await append(tx, ctx, {
      action: outcome.state === 'confirmed' ? 'registered' : 'registration-awaits-staff',
      subject: person.personId,
      detail: { registration: typed.registrationId, channel },
    })
    await reassess(tx, ctx, [person.personId])
  })
  return myPage(ctx, accountId)
}

/** Refuses whoever had too many wrong attempts, and counts this one where it is wrong; without a register nothing can be wrong. */
async function countAttempt(tx: Tx, ctx: Ctx, attempt: Attempt & { matched: boolean }): Promise<void> {
  if (!ctx.register) return
  await refuseTooMany(tx, ctx, attempt)
  if (!attempt.matched) await recordWrongAttempt(tx, ctx, attempt)
}

async function confirm(
  tx: Tx,
  ctx: Ctx,
  claim: { person: Person; record: RegisterRecord; typed: Registration; document: IdentityDocument },
): Promise<void> {
  const { person, record, typed, document } = claim
  const details = { name: record.name, document, phone: typed.phone, address: typed.address }
  await writePerson(tx, ctx, { personId: person.personId, key: person.key, identity: 'confirmed', details })
  if (record.photo) await writePhoto(tx, ctx, person, record.photo)
}

function readTyped(typed: { type: IdentityDocument['type']; number: string }): IdentityDocument {
  const read = readDocument(typed.type, typed.number)
  if (read.ok) return read.document
  throw new Problem('document-invalid', [{ field: 'document.number', ...read.message }])
}

async function isProved(ctx: Ctx, accountId: string, document: IdentityDocument): Promise<boolean> {
  const asserted = await findAssertedDocument(ctx.pool, accountId)
  return asserted !== undefined && sameBytes(asserted, documentHash(ctx.keys, document))
}
