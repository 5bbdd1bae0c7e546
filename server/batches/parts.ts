import { createHash } from 'node:crypto'
import type { Db } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, sameSecret, seal, sha256, unseal } from '../kit/seal.ts'
import { hex } from '../../core/bytes.ts'
import type { Tx } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import type { BatchHead } from './head.ts'
import { lookAtText } from './read-file.ts'
import { findPart, insertPart, sizeOfParts } from './row-store.ts'

// A batch's file, as its parts lie sealed.

/** The shortest row of a sheet that anybody has: to tell how many there may be. */
const SHORTEST_SHEET_ROW = 40

/** Keeps a part; the same again changes nothing. Problems: idempotency-conflict. */
export async function keepPart(
  tx: Tx,
  ctx: Ctx,
  part: { batchId: string; part: number; bytes: Uint8Array },
): Promise<void> {
  const { batchId, bytes } = part
  const partHash = blindIndex(ctx.keys, 'request', `batch-part\n${batchId}\n${part.part}\n${hex(sha256(bytes))}`)
  const sealed = seal(ctx, ctx.keys.cookie, partContext(batchId, part.part), bytes)
  const before = await insertPart(tx, { batchId, part: part.part, partHash, size: bytes.length, sealed })
  if (before && !sameSecret(before, partHash)) throw new Problem('idempotency-conflict')
}

/** The file, part by part. */
export async function* readParts(db: Db, ctx: Pick<Ctx, 'keys'>, batchId: string): AsyncGenerator<Uint8Array> {
  for (let part = 1; ; part += 1) {
    const sealed = await findPart(db, batchId, part)
    if (!sealed) return
    yield unseal(ctx.keys.cookie, partContext(batchId, part), sealed)
  }
}

/**
 * Looks at a file that should be whole: its size, and how its text is written if nobody said so.
 * Problems: batch-incomplete.
 */
export async function checkWhole(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  of: { batchId: string; head: BatchHead },
): Promise<{ size: number; found: NonNullable<BatchHead['found']> }> {
  const { batchId, head } = of
  const { parts, last, size } = await sizeOfParts(db, batchId)
  if (parts === 0 || parts !== last) throw new Problem('batch-incomplete')
  const hash = createHash('sha256')
  const look = lookAtText()
  for await (const bytes of readParts(db, ctx, batchId)) {
    hash.update(bytes)
    if (head.format !== 'xlsx') look.see(bytes)
  }
  if (hash.digest('hex') !== head.fileHash) throw new Problem('batch-incomplete')
  if (head.format === 'xlsx') return { size, found: { encoding: 'utf-8', most: Math.ceil(size / SHORTEST_SHEET_ROW) } }
  const { encoding, most } = look.found()
  return { size, found: { encoding: head.encoding ?? encoding, most } }
}

function partContext(batchId: string, part: number): string {
  return `batch-part:${batchId}:${part}`
}
