import type { BatchAnnouncement } from '../../contract/batches.ts'
import { fromHex, hex } from '../../core/bytes.ts'
import { canonicalJson } from '../../core/canonical.ts'
import type { Instant } from '../../core/instant.ts'
import { sourceRequestText } from '../../core/source-request.ts'
import type { Db } from '../kit/db.ts'
import { blindIndex, sealJson, sha256, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { findKey, isSignedBy, type EnrolledKey } from '../signatures/signatures.ts'
import type { BatchEncoding } from './file.ts'
import type { Mapping } from './mapping.ts'

// What a batch is: a file, how it is read, and the signed request that began it. It is sealed to the batch, and the signature is
// checked again whenever the batch acts, so that a key that was revoked meanwhile changes nobody.

/** A request of a source as it was signed; what is not text is in base64 or, where it is a hash, in hexadecimal. */
export interface SignedRequest {
  readonly path: string
  readonly time: string
  readonly bodyHash: string
  readonly keyId: string
  readonly signature: string
}

/** What is sealed of a batch. */
export interface BatchHead {
  readonly request: SignedRequest
  readonly receivedAt: Instant
  readonly fileName: string
  readonly format: BatchAnnouncement['format']
  /** As announced; undefined: to be found by looking. */
  readonly encoding: BatchEncoding | undefined
  /** The mapping as it stood when the batch was announced. */
  readonly mapping: Mapping
  /** SHA-256 of the file in hexadecimal: the batch's root. */
  readonly fileHash: string
  /** What was found by looking when the file had arrived whole: its encoding, and the most rows that it can have. */
  readonly found?: { readonly encoding: BatchEncoding; readonly most: number }
  /** Whether the source has asked that it be taken, and not only tried. */
  readonly wanted?: boolean
}

/** Whose batch it is. */
export interface BatchName {
  readonly batchId: string
  readonly sourceId: string
}

/** Seals a head to its batch and source. */
export function sealHead(ctx: Ctx, of: BatchName, head: BatchHead): Uint8Array {
  return sealJson(ctx, ctx.keys.cookie, headContext(of), head)
}

/** The head of a batch. Throws for one that was sealed for another batch or source. */
export function openHead(ctx: Pick<Ctx, 'keys'>, of: BatchName & { readonly sealed: Uint8Array }): BatchHead {
  return unsealJson<BatchHead>(ctx.keys.cookie, headContext(of), of.sealed)
}

/** By which the same file of the same source, to be read the same way, is known again. */
export function contentHash(ctx: Pick<Ctx, 'keys'>, sourceId: string, head: BatchHead): Uint8Array {
  return blindIndex(ctx.keys, 'request', `batch\n${sourceId}\n${whatIsRead(head)}`)
}

/** What two organisations put their names to when a batch was held: the batch, its source, its file and how that is read. */
export function approvalHash({ batchId, sourceId }: BatchName, head: BatchHead): Uint8Array {
  return sha256(`suishenma-batch-1\n${batchId}\n${sourceId}\n${whatIsRead(head)}\n`)
}

/** The key that signed the request which began a batch; undefined when it counts no longer, or did not sign it. */
export async function findRootKey(db: Db, ctx: Ctx, of: BatchName, head: BatchHead): Promise<EnrolledKey | undefined> {
  const path = `/api/evidence/batches/${of.batchId}`
  if (!head.request.path.startsWith(`${path}?`) && !head.request.path.startsWith(`${path}/file?`)) return undefined
  return findSigner(db, ctx, { ...of, request: head.request, at: head.receivedAt })
}

/** The key of a source that signed a request; undefined when it counts no longer, or did not sign it. */
export async function findSigner(
  db: Db,
  ctx: Ctx,
  signed: { sourceId: string; request: SignedRequest; at: Instant },
): Promise<EnrolledKey | undefined> {
  const { path, time, bodyHash, keyId, signature } = signed.request
  const key = await findKey(db, ctx, keyId, signed.at)
  if (!key?.source || key.holder.id !== signed.sourceId) return undefined
  const text = sourceRequestText({ method: 'POST', path, time, bodyHash: fromHex(bodyHash) ?? new Uint8Array(0) })
  return isSignedBy(key, text, Buffer.from(signature, 'base64')) ? key : undefined
}

/** A request as it stays with what it began. */
export function signedRequest(told: {
  path: string
  time: string
  bodyHash: Uint8Array
  keyId: string
  signature: Uint8Array
}): SignedRequest {
  const { path, time, bodyHash, keyId, signature } = told
  return { path, time, bodyHash: hex(bodyHash), keyId, signature: Buffer.from(signature).toString('base64') }
}

function whatIsRead({ fileHash, format, encoding, mapping }: BatchHead): string {
  const { columns, values, constants } = mapping
  return canonicalJson({ sha256: fileHash, format, encoding, mapping: { columns, values, constants } })
}

function headContext({ batchId, sourceId }: BatchName): string {
  return `batch:${batchId}:${sourceId}`
}
