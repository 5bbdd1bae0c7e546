import type { AppealProof, AppealProofs } from '../../contract/appeals.ts'
import { hex, sameBytes } from '../../core/bytes.ts'
import { MOST_PROOFS, type ProofType } from '../../core/proof.ts'
import { isUuid } from '../../core/uuid.ts'
import { append } from '../audit/audit.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, seal, sealJson, sha256, unseal, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { OpenAppeal } from './appeal-row.ts'
import { getCitizen } from './appeals.ts'
import { proofFileOf } from './proof-file.ts'
import { getAppeal, lockAppeal, type Sought } from './views.ts'

// Proofs of an appeal, as the citizen adds them. What is sealed is bound to person, appeal and proof.

/** What is sealed of a proof beside its bytes. */
interface Described {
  readonly type: ProofType
  readonly bytes: number
}

/** The person's own proofs of an appeal, in the order in which they came. Problems: not-registered, identity-not-confirmed, not-found. */
export async function myProofs(ctx: Ctx, appealId: string): Promise<AppealProofs> {
  const { personId } = await getCitizen(ctx)
  return { proofs: await listProofs(ctx.db, ctx, await getAppeal(ctx.db, ctx, { by: 'person', personId, appealId })) }
}

/**
 * Adds a file to an open appeal; the same again changes nothing.
 * Problems: not-registered, identity-not-confirmed, not-found, appeal-closed, proof-too-large, proof-kind, proof-unreadable,
 * proofs-enough, idempotency-conflict.
 */
export async function addProof(
  ctx: Ctx,
  { appealId, proofId }: { appealId: string; proofId: string },
  sent: Uint8Array,
): Promise<AppealProofs> {
  const { personId } = await getCitizen(ctx)
  if (!isUuid(proofId)) throw new Problem('not-found')
  const sought: Sought = { by: 'person', personId, appealId }
  // A picture is unpacked for nobody who could not keep it.
  if ((await getAppeal(ctx.db, ctx, sought)).row.ended) throw new Problem('appeal-closed')
  const requestHash = blindIndex(ctx.keys, 'request', hex(sha256(sent)))
  const file = await proofFileOf(sent)
  return ctx.db.transaction().execute(async (tx) => {
    const own = await lockAppeal(tx, ctx, sought)
    const before = await findRequest(tx, proofId)
    if (before) {
      const isSame = before.person_id === personId && before.appeal_id === own.row.appealId
      if (!isSame || !sameBytes(before.request_hash, requestHash)) throw new Problem('idempotency-conflict')
      return { proofs: await listProofs(tx, ctx, own) }
    }
    if (own.row.ended) throw new Problem('appeal-closed')
    if ((await countProofs(tx, own)) >= MOST_PROOFS) throw new Problem('proofs-enough')
    const described: Described = { type: file.type, bytes: file.bytes.length }
    await tx
      .insertInto('appeal_proof')
      .values({
        person_id: personId,
        appeal_id: own.row.appealId,
        proof_id: proofId,
        added_at: toDate(ctx.now),
        request_hash: requestHash,
        described: sealJson(ctx, own.key, placeOf('appeal-proof', own, proofId), described),
        sealed: seal(ctx, own.key, placeOf('appeal-proof-bytes', own, proofId), file.bytes),
      })
      .execute()
    await append(tx, ctx, { action: 'appeal-proof-added', subject: personId, detail: { appeal: own.row.appealId } })
    return { proofs: await listProofs(tx, ctx, own) }
  })
}

/** What an appeal's proofs are, in the order in which they came; not their bytes. */
export async function listProofs(db: Db, ctx: Ctx, own: OpenAppeal): Promise<AppealProof[]> {
  const rows = await db
    .selectFrom('appeal_proof')
    .select(['appeal_proof.proof_id', 'appeal_proof.added_at', 'appeal_proof.described'])
    .where('appeal_proof.person_id', '=', own.row.personId)
    .where('appeal_proof.appeal_id', '=', own.row.appealId)
    .orderBy('appeal_proof.added_at')
    .orderBy('appeal_proof.proof_id')
    .execute()
  return rows.flatMap(({ proof_id: proofId, added_at: addedAt, described }) => {
    const what = openDescribed(own, proofId, described)
    if (!what) {
      ctx.log.error({ appeal: own.row.appealId }, 'appeal-proof-not-ours')
      return []
    }
    return [{ proofId, at: toInstant(addedAt), ...what }]
  })
}

/** A proof of an appeal with its bytes; undefined where it is none of that appeal, or not as the program sealed it. */
export async function openProof(
  db: Db,
  own: OpenAppeal,
  proofId: string,
): Promise<{ type: ProofType; bytes: Uint8Array } | undefined> {
  const row = await db
    .selectFrom('appeal_proof')
    .select(['appeal_proof.described', 'appeal_proof.sealed'])
    .where('appeal_proof.proof_id', '=', proofId)
    .where('appeal_proof.person_id', '=', own.row.personId)
    .where('appeal_proof.appeal_id', '=', own.row.appealId)
    .executeTakeFirst()
  const described = row && openDescribed(own, proofId, row.described)
  if (!described) return undefined
  try {
    return {
      type: described.type,
      bytes: unseal(own.key, placeOf('appeal-proof-bytes', own, proofId), row.sealed),
    }
  } catch {
    return undefined
  }
}

function openDescribed(own: OpenAppeal, proofId: string, sealed: Uint8Array): Described | undefined {
  try {
    return unsealJson<Described>(own.key, placeOf('appeal-proof', own, proofId), sealed)
  } catch {
    return undefined
  }
}

async function findRequest(tx: Tx, proofId: string) {
  return tx
    .selectFrom('appeal_proof')
    .select(['appeal_proof.person_id', 'appeal_proof.appeal_id', 'appeal_proof.request_hash'])
    .where('appeal_proof.proof_id', '=', proofId)
    .executeTakeFirst()
}

async function countProofs(tx: Tx, { row }: OpenAppeal): Promise<number> {
  const rows = await tx
    .selectFrom('appeal_proof')
    .select('appeal_proof.proof_id')
    .where('appeal_proof.person_id', '=', row.personId)
    .where('appeal_proof.appeal_id', '=', row.appealId)
    .execute()
  return rows.length
}

function placeOf(what: string, { row }: OpenAppeal, proofId: string): string {
  return `${what}:${row.personId}:${row.appealId}:${proofId}`
}
