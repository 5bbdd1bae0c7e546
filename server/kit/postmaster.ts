import { execFile } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What the file `postmaster.pid` says of the server of a data folder. */
export interface Postmaster {
  readonly pid: number
  /** The folder of its socket. */
  readonly sockets: string
  readonly state: 'starting' | 'ready' | 'stopping'
}

/** The server of a data folder that runs now, whoever started it. */
export async function findRunning(data: string): Promise<Postmaster | undefined> {
  const status = await readStatus(data)
  return status && (await isServerOf(data, status.pid)) ? status : undefined
}

/** What the pid file says, whether or not it is still true. */
export async function readStatus(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(data), 'utf8').catch(() => '')
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, sockets: lines[4] ?? '', state: stateOf(lines[7]) }
}

/** Whether a process of that number exists and could be ours. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Lets PostgreSQL start over a stale pid file whose number now belongs to some other program of this account, as happens after a
 * power cut: it would take that program for a server. With its parent's number in the file it goes on, but still looks whether
 * anybody holds the old shared memory, which it could not after a deletion.
 */
export async function releasePidFile(data: string): Promise<void> {
  const status = await readStatus(data)
  if (!status || !isAlive(status.pid) || (await isServerOf(data, status.pid))) return
  const file = await open(pidFile(data), 'r+')
  try {
    const text = await file.readFile('utf8')
    await file.truncate(0)
    await file.write(text.replace(/^\d+/, `${process.pid}`), 0)
  } finally {
    await file.close()
  }
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid')
}

function stateOf(line: string | undefined): Postmaster['state'] {
  if (line === 'ready') return 'ready'
  return line === 'stopping' ? 'stopping' : 'starting'
}

async function isServerOf(data: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  return (await commandOf(pid)).includes(data)
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const told = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', `${pid}`]).catch(() => ({ stdout: '' }))
  return told.stdout
}
