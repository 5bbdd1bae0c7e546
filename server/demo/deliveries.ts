import { utf8 } from '../../core/bytes.ts'
import { day, dayOf, formatDay } from '../../core/instant.ts'
import { sourceRequestText } from '../../core/source-request.ts'
import { receiveFile } from '../batches/batches.ts'
import { signedRequest } from '../batches/head.ts'
import { findBatch } from '../batches/store.ts'
import { sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { SHOW_HANDLES } from './handles.ts'
import { demoPerson } from './people.ts'
import type { DemoSigner } from './signatures.ts'

// What the sources of the demo have delivered when it begins: what makes some people yellow who may appeal. It comes in by the same
// door as any agency's, signed by the source's own key, and so can be taken back as any agency takes back.

const DOUBTS: readonly { sourceId: string; batchId: string; cells: Readonly<Record<string, string>> }[] = [
  {
    sourceId: '0de00000-0000-8000-8000-000000000012',
    batchId: '0de00000-0000-8000-8000-000000000021',
    cells: { kind: 'contact', degree: 'secondary' },
  },
  {
    sourceId: '0de00000-0000-8000-8000-000000000013',
    batchId: '0de00000-0000-8000-8000-000000000022',
    cells: { kind: 'quarantine-order', place: 'home', action: 'ordered', because: 'close-contact' },
  },
]

const SINCE_DAYS = 2
/** Long enough to play, short enough to be plausible. */
const WATCHED_DAYS = 7

/** Delivers, once, what two sources say of the people whose handles are `doubted`. */
export async function deliverDoubts(
  ctx: Ctx,
  demo: { readonly seed: string; readonly sources: readonly DemoSigner[] },
): Promise<void> {
  for (const { sourceId, batchId, cells } of DOUBTS) {
    const source = demo.sources.find((one) => one.sourceId === sourceId)
    if (!source || (await findBatch(ctx.db, batchId))) continue
    await deliver(ctx, source, { batchId, bytes: utf8(fileOf(ctx, demo.seed, cells)) })
  }
}

async function deliver(ctx: Ctx, source: DemoSigner, file: { batchId: string; bytes: Uint8Array }): Promise<void> {
  const { sourceId, organisationId, terms, keyId } = source
  const announcement = { fileName: 'demo.csv', format: 'csv' } as const
  const path = `/api/evidence/batches/${file.batchId}/file?fileName=demo.csv&format=csv`
  const time = new Date(ctx.now).toISOString()
  const bodyHash = sha256(file.bytes)
  const signature = source.sign(sourceRequestText({ method: 'POST', path, time, bodyHash }))
  const request = signedRequest({ path, time, bodyHash, keyId, signature })
  const asSource: Ctx = { ...ctx, actor: { kind: 'source', sourceId, organisationId, keyId } }
  await receiveFile(asSource, { sourceId, terms, request }, { ...file, announcement })
}

function fileOf(ctx: Ctx, seed: string, cells: Readonly<Record<string, string>>): string {
  const first = dayOf(ctx.now) - SINCE_DAYS
  // The last day belongs to what lasts.
  const [from, to] = [formatDay(day(first)), formatDay(day(first + WATCHED_DAYS - 1))]
  const people = SHOW_HANDLES.filter(({ role }) => role === 'doubted').map(({ index }) => demoPerson(seed, index))
  const names = ['document_type', 'document_number', 'from', 'to', ...Object.keys(cells)]
  const rows = people.map(({ document }) => [document.type, document.number, from, to, ...Object.values(cells)])
  return [names, ...rows].map((row) => `${row.join(',')}\n`).join('')
}
