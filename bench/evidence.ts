import type { ChildProcess } from 'node:child_process'
import { createPrivateKey, hash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deliverFiles } from '../cli/evidence-batch.ts'
import { askSource, type SourceClient } from '../cli/source-client.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { BatchAnswer } from '../contract/batches.ts'
import { formatShanghai, instant, MINUTE } from '../core/instant.ts'
import type { Figure, Group } from './figure.ts'
import { withMeasured } from './measured.ts'

const PEOPLE = 1_000_000
const ROWS = 1_000_000
const FACTS_PER_SECOND = 500
const SECONDS = 60
/** When every colour has followed a batch of a million rows that makes nobody worse; our own word in docs/evidence.md: minutes. */
const COLOURED_SECONDS = 600
/** Facts that a source sends together. */
const FACTS_AT_ONCE = 50

/** What the measured process tells once it listens. */
export interface Hosting {
  readonly port: number
  /** PEM. */
  readonly sourceKey: string
  readonly baselineRowsPerSecond: number
}

/** People about whom something was acknowledged that makes them red; milliseconds since 1970. */
export interface Delivered {
  readonly serials: readonly number[]
  readonly acknowledgedAt: number
}

export const group: Group = {
  name: 'evidence',
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
    try {
      return await withMeasured({ file: 'evidence-server.ts', args: [PEOPLE] }, async (hosting: Hosting, server) => {
        const client: SourceClient = {
          url: `http://127.0.0.1:${hosting.port}`,
          language: 'en',
          now: () => instant(Date.now()),
          key: createPrivateKey(hosting.sourceKey),
        }
        const rows = await measureRows(client, hosting, join(folder, 'million.csv'))
        return [rows, await measureColours(server), await measureLag(client, server)]
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

/** The passport of a made-up person. */
export function passportOf(serial: number): string {
  return `B${String(serial).padStart(8, '0')}`
}

/** A million rows from the command line until all of them are taken, weighed and coloured. */
async function measureRows(client: SourceClient, hosting: Hosting, file: string): Promise<Figure> {
  await writeRows(file)
  const printed: string[] = []
  const terminal: Terminal = {
    env: {},
    now: client.now,
    print: (text) => void printed.push(text),
    complain: (text) => void printed.push(text),
    showProgress: () => undefined,
    readInput: async () => '',
    random: (bytes) => randomBytes(bytes),
  }
  const began = performance.now()
  const told = { files: [file], encoding: undefined, mapping: undefined, dryRun: false, results: false, json: true }
  const exitCode = await deliverFiles(terminal, client, told)
  const seconds = (performance.now() - began) / 1_000
  if (exitCode !== 0) throw new Error(`the batch was not taken: ${printed.join('\n').slice(0, 600)}`)
  const value = ROWS / seconds
  return {
    name: 'evidence.rows_per_s',
    value,
    unit: 'rows/s',
    limit: 10_000,
    bound: 'value-at-least',
    ratio: value / hosting.baselineRowsPerSecond,
  }
}

/** From the moment at which the million rows are taken until the last colour has followed. */
async function measureColours(server: ChildProcess): Promise<Figure> {
  const began = performance.now()
  server.send('colours')
  await once(server, 'message')
  const value = (performance.now() - began) / 1_000
  const limit = COLOURED_SECONDS
  return { name: 'evidence.colours_follow_s', value, unit: 's', limit, bound: 'value-at-most', ratio: undefined }
}

/** 500 facts a second for a minute, of people of whom nothing bad was known: how long after the answer the last is red. */
async function measureLag(client: SourceClient, server: ChildProcess): Promise<Figure> {
  const began = performance.now()
  const sent: Promise<void>[] = []
  for (let first = 0; first < FACTS_PER_SECOND * SECONDS; first += FACTS_AT_ONCE) {
    const due = began + (first / FACTS_PER_SECOND) * 1_000
    await pause(Math.max(0, due - performance.now()))
    sent.push(deliver(client, server, first))
  }
  await Promise.all(sent)
  server.send('lags')
  const [lags] = (await once(server, 'message')) as [number[]]
  const sorted = lags.toSorted((a, b) => a - b)
  const value = (sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Infinity) / 1_000
  return { name: 'evidence.to_colour_p99_s', value, unit: 's', limit: 2, bound: 'value-at-most', ratio: undefined }
}

async function deliver(client: SourceClient, server: ChildProcess, first: number): Promise<void> {
  const serials = Array.from({ length: FACTS_AT_ONCE }, (_, at) => first + at)
  const rows = serials.map((serial) => rowOf(serial, 'positive'))
  const bytes = new TextEncoder().encode(`${HEAD}\n${rows.join('\n')}\n`)
  const batchId = hash('sha256', `${first}`, 'hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  const path = `/api/evidence/batches/${batchId}/file?fileName=few.csv&format=csv`
  const answer = await askSource<BatchAnswer>(client, { path, bytes })
  if (answer.taken !== FACTS_AT_ONCE) throw new Error(`taken were ${answer.taken}, state ${answer.state}`)
  server.send({ serials, acknowledgedAt: Date.now() } satisfies Delivered)
}

const HEAD = 'document_type,document_number,kind,from,result,sample'
const SAMPLED = formatShanghai(instant(Date.now() - 10 * MINUTE)).slice(0, 16)

function rowOf(serial: number, result: 'negative' | 'positive'): string {
  return `passport,${passportOf(serial)},test-result,${SAMPLED},${result},single`
}

async function writeRows(file: string): Promise<void> {
  await writeFile(file, `${HEAD}\n`)
  const out = createWriteStream(file, { flags: 'a' })
  for (let serial = 0; serial < ROWS; serial += 1) {
    if (!out.write(`${rowOf(serial, 'negative')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}
