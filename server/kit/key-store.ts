import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { hex } from '../../core/bytes.ts'
import { StartFailure } from './start-failure.ts'

// Files that hold secrets: for their account's eyes only, whole or not there, and never written over.

/** Makes a folder for secrets, or checks that nobody else may look into the one that is there. Throws `StartFailure`. */
export function makeSecretFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  checkPrivate(path, '700')
}

/** The bytes of a secret file, or undefined where there is none. Throws `StartFailure` when others may read it. */
export function readSecret(path: string): Buffer | undefined {
  try {
    checkPrivate(path, '600')
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Writes a secret file that is there, whole and on the disk, when this returns; answers what the file holds then: where another
 * program made it at the same moment, the other's bytes.
 */
export function keepSecret(path: string, bytes: Uint8Array, random: (bytes: number) => Uint8Array): Buffer {
  const half = join(dirname(path), `.${basename(path)}.${hex(random(6))}`)
  const file = openSync(half, 'wx', 0o600)
  try {
    writeSync(file, bytes)
    fsyncSync(file)
    // A link and no rename: it fails where the name is taken, and so never replaces a key that is in use.
    linkSync(half, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    closeSync(file)
    rmSync(half, { force: true })
  }
  syncFolder(dirname(path))
  return readSecret(path) ?? Buffer.from(bytes)
}

/** Writes a file among secrets that is replaced again and again: whoever reads it, also after a power cut, finds the old one or the new one. */
export function replaceSecret(path: string, bytes: Uint8Array): void {
  const half = join(dirname(path), `.${basename(path)}.new`)
  // One that an earlier run left might be open to others, and would stay so.
  rmSync(half, { force: true })
  writeFileSync(half, bytes, { mode: 0o600, flush: true })
  renameSync(half, path)
  syncFolder(dirname(path))
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function checkPrivate(path: string, mode: '600' | '700'): void {
  if ((statSync(path).mode & 0o077) === 0) return
  throw new StartFailure(
    `${path} 含有密钥，但其他账号也能读取；请执行 chmod ${mode} ${path}，并考虑密钥是否已经外泄。`,
    `${path} holds keys, and other accounts may read it; run chmod ${mode} ${path}, and consider whether the keys are still secret.`,
  )
}

/** The object in a secret file's bytes. Throws `StartFailure` for anything else. */
export function readJsonSecret(bytes: Buffer, path: string): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>
  } catch (cause) {
    throw damaged(path, cause)
  }
}

/** What to say of a key file that cannot be read. */
export function damaged(path: string, cause?: unknown): StartFailure {
  return new StartFailure(
    `密钥文件 ${path} 已损坏；请从备份恢复，不要新建。`,
    `The key file ${path} is damaged; restore it from a backup, and make no new one.`,
    { cause },
  )
}
