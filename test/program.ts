import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deleteEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'

const ROOT = join(import.meta.dirname, '..')
const LONGEST_WAIT_MS = 120_000

/** The program, in a process of its own. */
export interface Program {
  readonly url: string
  readonly pid: number
  /** Everything it has printed so far. */
  readonly output: () => string
  /** Milliseconds from its start to its readiness. */
  readonly readyMs: number
  /** Reads nothing of it any more, as a terminal that is gone. */
  hangUp(): void
  /** Sends a signal and answers the exit code; undefined where the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | undefined>
  /** Calls an operator's route with the token of its data folder. */
  operate(path: string, body?: string): Promise<Response>
}

/** How to run it. */
export interface Run {
  readonly dataDir: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly account?: { readonly uid: number; readonly gid: number }
  /** By `npm start`, whole, as a person types it; otherwise what that starts in the end. */
  readonly throughNpm?: boolean
}

/** Starts the program and waits until it says that it is ready. */
export async function startProgram(run: Run): Promise<Program> {
  const began = performance.now()
  const { child, output } = launch(run)
  const exit = once(child, 'exit')
  while (!output().includes('Suishenma is ready')) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${output()}`)
    if (performance.now() - began > LONGEST_WAIT_MS) throw new Error(`the program is not ready:\n${output()}`)
    await pause(5)
  }
  const isSecure = run.args?.includes('--lan') === true || run.env?.['TLS_CERT'] !== undefined
  const url = `${isSecure ? 'https' : 'http'}://localhost:${run.port}`
  return {
    url,
    pid: child.pid ?? 0,
    output,
    readyMs: performance.now() - began,
    hangUp() {
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
    async end(signal) {
      // A terminal, too, tells everybody in the group.
      if (run.throughNpm) process.kill(-child.pid!, signal)
      else child.kill(signal)
      const [code] = (await exit) as [number | null]
      return code ?? undefined
    },
    async operate(path, body) {
      const token = (await readFile(join(run.dataDir, 'operator.token'), 'utf8')).trim()
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }
      return fetch(url + path, body === undefined ? { headers } : { method: 'POST', headers, body })
    },
  }
}

/** Runs a program that is expected not to start, and answers what it printed and its exit code. */
export async function runToEnd(run: Run): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(run)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output() }
}

/** Data folders for the runs of one test file, and how to delete them all with what lies in them. */
export function dataFolders(): { aRun(rest?: Partial<Run>): Promise<Run>; deleteAll(): Promise<void> } {
  const folders: string[] = []
  return {
    async aRun(rest = {}) {
      const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-start-'))
      folders.push(dataDir)
      return { dataDir, port: await freePort(), ...rest }
    },
    async deleteAll() {
      for (const folder of folders) {
        await deleteEmbeddedPostgres(folder)
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** One sentence in each language and nothing else, least of all a stack trace. */
export function assertSentence(end: { code: number | null; output: string }, pattern: RegExp): void {
  assert.equal(end.code, 1, end.output)
  const lines = end.output.split('\n').filter((line) => line !== '')
  assert.equal(lines.length, 2, end.output)
  assert.match(lines[0] ?? '', /[\u4e00-\u9fff]/)
  assert.match(lines[1] ?? '', pattern)
  assert.doesNotMatch(end.output, /^\s+at |node:internal/m)
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function launch(run: Run): { child: ChildProcess; output: () => string } {
  let output = ''
  const args = run.args ?? []
  const [command, words] = run.throughNpm
    ? ['npm', ['start', '--', ...args]]
    : [process.execPath, ['server/main.ts', ...args]]
  const child = spawn(command, words, {
    cwd: ROOT,
    detached: run.throughNpm === true,
    env: {
      ...process.env,
      // As in `npm start`.
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node'),
      DATA_DIR: run.dataDir,
      PORT: String(run.port),
      REQUEST_LOG: '0',
      ...run.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...run.account,
  })
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { child, output: () => output }
}
