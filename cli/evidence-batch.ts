import { createHash, hash } from 'node:crypto'
import { open, writeFile, type FileHandle } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { BatchAnnouncement, BatchView, RowResult, RowResults } from '../contract/batches.ts'
import { LARGEST_PART, NEXT_HEADER } from '../core/source-request.ts'
import { describeBatch } from './batch-words.ts'
import { ServerFault } from './server.ts'
import { askSource, fetchAsSource, type SourceClient } from './source-client.ts'
import { Refusal, type ExitCode, type Terminal } from './terminal.ts'

// A source's files, sent in parts. Nothing is kept here between two runs: a batch's id follows from its file, so whoever was
// interrupted types the same words again, and only what is missing is sent.

/** How a file of a source is to be read. */
export interface Delivery {
  readonly files: readonly string[]
  readonly encoding: BatchAnnouncement['encoding']
  readonly mapping: string | undefined
  readonly dryRun: boolean
  /** Whether what became of every row is written beside the file, as JSON Lines. */
  readonly results: boolean
  readonly json: boolean
}

const FORMATS: Readonly<Record<string, BatchAnnouncement['format']>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.xlsx': 'xlsx',
}

const LOOK_AGAIN_MS = 300
const AT_WORK: ReadonlySet<BatchView['state']> = new Set(['trying', 'waiting', 'taking', 'withdrawing'])
const OVER: ReadonlySet<BatchView['state']> = new Set(['refused', 'withdrawn', 'abandoned'])

/** Delivers files, one after the other; one that fails is named and the next one goes on. */
export async function deliverFiles(terminal: Terminal, client: SourceClient, told: Delivery): Promise<ExitCode> {
  let complete = true
  for (const file of told.files) {
    try {
      complete = (await deliverFile(terminal, client, { ...told, file })) && complete
    } catch (error) {
      terminal.showProgress('')
      if (!(error instanceof Refusal) || error instanceof ServerFault) throw error
      complete = false
      const why = error.words[client.language]
      if (told.json) terminal.print(JSON.stringify({ file, error: why }))
      else terminal.complain(`${file}\n  ${why}`)
    }
  }
  return complete ? 0 : 1
}

/** Waits until nobody works at a batch any more, and shows how far it is. */
export async function awaitBatch(terminal: Terminal, client: SourceClient, first: BatchView): Promise<BatchView> {
  let batch = first
  while (AT_WORK.has(batch.state)) {
    const words = { zh: '正在处理', en: 'Being dealt with' }[client.language]
    terminal.showProgress(bar(words, batch.rows, batch.mostRows ?? 0))
    await pause(LOOK_AGAIN_MS)
    batch = await askSource<BatchView>(client, { path: `/api/evidence/batches/${batch.batchId}` })
  }
  terminal.showProgress('')
  return batch
}

async function deliverFile(
  terminal: Terminal,
  client: SourceClient,
  told: Delivery & { file: string },
): Promise<boolean> {
  const { file } = told
  const format = FORMATS[extname(file).toLowerCase()]
  if (format === undefined) {
    throw new Refusal(
      '看不出文件格式；文件名应以 .csv、.jsonl 或 .xlsx 结尾。',
      'The name does not tell the format; it should end in .csv, .jsonl or .xlsx.',
    )
  }
  const handle = await open(file).catch((cause: unknown) => {
    throw new Refusal('读不到这个文件。', 'This file cannot be read.', { cause })
  })
  try {
    const sent = await send(terminal, client, { ...told, handle, format })
    const batch = await awaitBatch(terminal, client, sent)
    const refusedFiles = await saveRefused(client, batch, file)
    if (told.results) await saveResults(client, batch, `${file}.results.jsonl`)
    terminal.print(
      told.json
        ? JSON.stringify({ file, refusedFiles, ...batch })
        : describeBatch(client.language, { file, batch, refusedFiles }),
    )
    const isWhole = batch.state === 'taken' || batch.tried
    return isWhole && batch.refused === 0 && batch.inReview === 0
  } finally {
    await handle.close()
  }
}

async function send(
  terminal: Terminal,
  client: SourceClient,
  told: Delivery & { file: string; handle: FileHandle; format: BatchAnnouncement['format'] },
): Promise<BatchView> {
  const { handle, encoding, mapping } = told
  const { size } = await handle.stat()
  if (size === 0) throw new Refusal('文件是空的。', 'The file is empty.')
  const query = new URLSearchParams({
    fileName: basename(told.file),
    format: told.format,
    ...(encoding !== undefined && { encoding }),
    ...(mapping !== undefined && { mapping }),
    sha256: await sha256Of(handle, size),
  })
  const announced = await announce(client, String(query))
  if (announced.state !== 'receiving') return announced
  const path = `/api/evidence/batches/${announced.batchId}`
  const parts = Math.ceil(size / LARGEST_PART)
  for (let part = 1; part <= parts; part += 1) {
    const words = { zh: '正在上传', en: 'Being sent' }[client.language]
    terminal.showProgress(bar(words, part - 1, parts))
    if (announced.parts.includes(part)) continue
    await askSource<BatchView>(client, { path: `${path}/parts/${part}`, bytes: await partOf(handle, size, part) })
  }
  const complete = `${path}/complete${told.dryRun ? '?dryRun=yes' : ''}`
  return askSource<BatchView>(client, { path: complete, bytes: new Uint8Array(0) })
}

/** Begins a batch, or goes on with the one of the same words. One that is over stays so: then another is begun. */
async function announce(client: SourceClient, query: string): Promise<BatchView> {
  for (let attempt = 0; ; attempt += 1) {
    const path = `/api/evidence/batches/${batchIdOf(query, attempt)}?${query}`
    const batch = await askSource<BatchView>(client, { path, bytes: new Uint8Array(0) })
    if (!OVER.has(batch.state)) return batch
  }
}

/** The id follows from what is sent and how it is to be read, so that the same words are the same batch. UUID version 8. */
function batchIdOf(query: string, attempt: number): string {
  const digest = hash('sha256', `batch\n${query}\n${attempt}`, 'hex')
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
}

async function sha256Of(handle: FileHandle, size: number): Promise<string> {
  const digest = createHash('sha256')
  for (let part = 1; part <= Math.ceil(size / LARGEST_PART); part += 1) digest.update(await partOf(handle, size, part))
  return digest.digest('hex')
}

async function partOf(handle: FileHandle, size: number, part: number): Promise<Uint8Array<ArrayBuffer>> {
  const from = (part - 1) * LARGEST_PART
  const bytes = new Uint8Array(Math.min(LARGEST_PART, size - from))
  for (let read = 0; read < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, from + read)
    if (bytesRead === 0)
      throw new Refusal('文件在读取时变短了；请再试一次。', 'The file became shorter while it was read; try again.')
    read += bytesRead
  }
  return bytes
}

/** Writes the rows that were not taken beside the file, in its own format; answers the names of what was written. */
async function saveRefused(client: SourceClient, batch: BatchView, file: string): Promise<string[]> {
  if (batch.refused + batch.inReview === 0) return []
  const [extension, written] = [extname(file), [] as string[]]
  const stem = file.slice(0, file.length - extension.length)
  for (let after: string | null = '0'; after !== null;) {
    const path = `/api/evidence/batches/${batch.batchId}/refused?after=${after}`
    const { bytes, header } = await fetchAsSource(client, path, NEXT_HEADER)
    const name = `${stem}.refused${written.length === 0 ? '' : `-${written.length + 1}`}${extension}`
    await writeFile(name, bytes, { mode: 0o600 })
    written.push(name)
    after = header
  }
  return written
}

async function saveResults(client: SourceClient, batch: BatchView, path: string): Promise<void> {
  const out = await open(path, 'w', 0o600)
  try {
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: RowResults = await askSource(client, {
        path: `/api/evidence/batches/${batch.batchId}/rows?after=${after}`,
      })
      await out.write(page.results.map((row: RowResult) => `${JSON.stringify(row)}\n`).join(''))
      after = page.next
    }
  } finally {
    await out.close()
  }
}

const BAR_LENGTH = 30

function bar(words: string, done: number, of: number): string {
  const share = of === 0 ? 0 : Math.min(1, done / of)
  const full = Math.round(share * BAR_LENGTH)
  return `${words} [${'█'.repeat(full)}${'░'.repeat(BAR_LENGTH - full)}] ${Math.round(share * 100)} %`
}
