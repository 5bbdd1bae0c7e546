import { approvalStatement, type ApprovalSubject } from '../../core/approval.ts'
import { hex, utf8 } from '../../core/bytes.ts'
import type { Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem, type FieldFault } from '../kit/problem.ts'
import { newId, type Ctx, type World } from '../kit/world.ts'
import { openKey, openSigned } from './chain.ts'
import { readEnrolment, type Enrolment } from './enrolment.ts'
import { isP256, isSignature, keyIdOf, rawSignature } from './p256.ts'
import * as store from './store.ts'

// Who may sign what. A signature counts by a chain that ends outside the database: officer's or source's key, enrolment, root key
// of the organisation in the file `organisations.json`. Whoever writes rows here without those keys writes nothing that counts.

/** A key whose enrolment its organisation has signed. */
export interface EnrolledKey extends Enrolment {
  readonly keyId: string
  readonly recordedAt: Instant
}

/** A signature that counts under a subject. */
export interface Approval {
  readonly organisationId: string
  readonly staffId: string
  readonly keyId: string
  readonly at: Instant
}

/** Most keys that one holder has, and most sources that are listed. */
const MOST_KEYS = 100
const MOST_SOURCES = 1_000

/**
 * Takes up a key that an organisation's root key enrolled; the same again changes nothing. One key has one enrolment: other dates or
 * terms come with a new key, so that what was signed under the old ones goes on counting. Problems: enrolment-invalid.
 */
export async function enrolKey(
  tx: Tx,
  ctx: Ctx,
  told: { document: string; signature: Uint8Array },
): Promise<EnrolledKey> {
  const reading = readEnrolment(told.document)
  if (!reading.ok) throw new Problem('enrolment-invalid', reading.faults)
  const { enrolment } = reading
  if (!isP256(enrolment.publicKey)) throw invalid('publicKey', '不是 P-256 公钥', 'is no public key on P-256')
  const root = ctx.roots.find(enrolment.organisationId)
  if (!root) throw invalid('organisationId', '该单位的根密钥尚未登记', 'this organisation has no root key on file')
  const signature = rawSignature(told.signature)
  if (!signature || !isSignature(root.rootKey, utf8(told.document), signature)) {
    throw invalid('signature', '不是该单位根密钥的签名', 'is not by the root key of this organisation')
  }
  const keyId = keyIdOf(enrolment.publicKey)
  if (root.revoked.has(keyId)) throw invalid('publicKey', '该密钥已被吊销', 'this key was revoked')
  const known = await store.findStoredKey(tx, keyId)
  const earlier = known && openSigned(ctx, known)
  if (earlier && known.enrolment === told.document) return earlier
  if (earlier)
    throw invalid('publicKey', '该密钥已有登记，请换用新密钥', 'this key is enrolled already; make a new one')
  await store.writeKey(tx, { keyId, enrolment: told.document, signature, recordedAt: ctx.now }, enrolment)
  const { holder, organisationId } = enrolment
  await append(tx, ctx, {
    action: 'key-enrolled',
    subject: holder.id,
    detail: { key: keyId, organisation: organisationId, holder: holder.kind },
  })
  return { ...enrolment, keyId, recordedAt: ctx.now }
}

/** A key that may sign at a moment: enrolled by its organisation, valid then, not revoked. */
export async function findKey(
  db: Db,
  ctx: Pick<World, 'roots'>,
  keyId: string,
  at: Instant,
): Promise<EnrolledKey | undefined> {
  const stored = await store.findStoredKey(db, keyId)
  return stored && openKey(ctx, stored, at)
}

/** The keys with which somebody may sign at a moment, the latest enrolled first. */
export async function keysOfHolder(
  db: Db,
  ctx: Pick<World, 'roots'>,
  holder: Enrolment['holder'],
  at: Instant,
): Promise<EnrolledKey[]> {
  const stored = await store.listStoredKeys(db, holder, MOST_KEYS)
  return stored.flatMap((one) => {
    const key = openKey(ctx, one, at)
    return key?.holder.kind === holder.kind && key.holder.id === holder.id ? [key] : []
  })
}

/** The keys of all sources that may deliver at a moment, in the order of their enrolment. */
export async function listSources(db: Db, ctx: Pick<World, 'roots'>, at: Instant): Promise<EnrolledKey[]> {
  const stored = await store.listSourceKeys(db, MOST_SOURCES)
  return stored.flatMap((one) => {
    const key = openKey(ctx, one, at)
    return key?.source ? [key] : []
  })
}

/** The keys of the sources of an organisation, also those that have expired or were revoked, in the order of their enrolment. */
export async function listSourcesOf(db: Db, ctx: Pick<World, 'roots'>, organisationId: string): Promise<EnrolledKey[]> {
  const stored = await store.listSourceKeys(db, MOST_SOURCES)
  return stored.flatMap((one) => {
    const key = openSigned(ctx, one)
    return key?.source && key.organisationId === organisationId ? [key] : []
  })
}

/** Whether a key made a signature over bytes; written as r and s, or in DER. */
export function isSignedBy(key: EnrolledKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  const raw = rawSignature(signature)
  return raw !== undefined && isSignature(key.publicKey, bytes, raw)
}

/**
 * Records that the member of staff who calls stands for something; signing the same again changes nothing.
 * Problems: key-unknown, signature-invalid.
 */
export async function writeApproval(
  tx: Tx,
  ctx: Ctx,
  told: { subject: ApprovalSubject; hash: Uint8Array; keyId: string; signature: Uint8Array },
): Promise<Approval> {
  const { subject, hash, keyId } = told
  const key = await findKey(tx, ctx, keyId, ctx.now)
  const isOwn = ctx.actor.kind === 'staff' && key?.holder.kind === 'staff' && key.holder.id === ctx.actor.staffId
  if (!key || !isOwn) throw new Problem('key-unknown')
  const signature = rawSignature(told.signature)
  if (!signature || !isSignature(key.publicKey, approvalStatement(subject, hash), signature)) {
    throw new Problem('signature-invalid')
  }
  const earlier = (await readApprovals(tx, ctx, { subject, hash })).find((approval) => approval.keyId === keyId)
  if (earlier) return earlier
  const approvalId = newId(ctx)
  await store.writeApproval(tx, { approvalId, subject, hash, keyId, signature, at: ctx.now })
  await append(tx, ctx, {
    action: 'approved',
    subject: approvalId,
    detail: { of: subject, hash: hex(hash), key: keyId },
  })
  return { organisationId: key.organisationId, staffId: key.holder.id, keyId, at: ctx.now }
}

/** The approvals of a subject that count: by keys that could sign then and are not revoked now. */
export async function readApprovals(
  db: Db,
  ctx: Pick<World, 'roots'>,
  of: { subject: ApprovalSubject; hash: Uint8Array },
): Promise<Approval[]> {
  const statement = approvalStatement(of.subject, of.hash)
  const approvals: Approval[] = []
  for (const stored of await store.listStoredApprovals(db, of.subject, of.hash)) {
    const key = await findKey(db, ctx, stored.keyId, stored.at)
    if (key?.holder.kind !== 'staff' || !isSignature(key.publicKey, statement, stored.signature)) continue
    const { organisationId, holder, keyId } = key
    approvals.push({ organisationId, staffId: holder.id, keyId, at: stored.at })
  }
  return approvals
}

/** Whether two different organisations stand for a subject. */
export function approvedByTwo(approvals: readonly Approval[]): boolean {
  return new Set(approvals.map((approval) => approval.organisationId)).size >= 2
}

function invalid(field: string, zh: string, en: string): Problem {
  const fault: FieldFault = { field, zh, en }
  return new Problem('enrolment-invalid', [fault])
}
