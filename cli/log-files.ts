import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { subtleCrypto } from '../core/code/subtle-crypto.ts'
import { readCheckpoint, type TreeHead } from '../core/log/checkpoint.ts'
import { readKeyText, type LogCrypto, type NoteFault, type NoteKey } from '../core/log/note.ts'
import { CHECKPOINT_PATH, KEY_PATH } from '../core/log/tiles.ts'
import type { ReadFile } from '../core/log/verify.ts'
import type { Bilingual } from '../core/bilingual.ts'
import { noServer } from './server.ts'
import { Refusal } from './terminal.ts'
import { DEFAULT_SERVER, mistake } from './typed.ts'

// The files of a log, in a folder or at an address, and whose signature counts there.

export const LOG_CRYPTO: LogCrypto = {
  verify: subtleCrypto(globalThis.crypto.subtle).verify,
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
}

/** A log that is read. */
export interface LogSource {
  readonly read: ReadFile
  readonly key: NoteKey
  /** Whether the key is only what lies beside the log: whoever forges the one forges the other. */
  readonly trustsItself: boolean
}

const LONGEST_WAIT_MS = 60_000

export const LOG_OPTIONS = {
  dir: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
} as const

/** The log that the options name: `--dir`, `--url`, or that of `--server`. Throws `Refusal`. */
export async function openSource(told: {
  dir?: string | undefined
  url?: string | undefined
  key?: string | undefined
  server?: string | undefined
}): Promise<LogSource> {
  if (told.dir !== undefined && told.url !== undefined) {
    throw mistake('--dir 与 --url 只能写一个', 'give --dir or --url, not both')
  }
  const read =
    told.dir === undefined ? atAddress(told.url ?? `${told.server ?? DEFAULT_SERVER}/log`) : inFolder(told.dir)
  const trustsItself = told.key === undefined
  const text = told.key === undefined ? await read(KEY_PATH) : await keyTextOf(told.key)
  const key = text && readKeyText(LOG_CRYPTO.sha256, new TextDecoder().decode(text).trim())
  if (!key) {
    throw new Refusal(
      `没有可用的日志公钥；请用 --key 写明公钥（形如 名称+编号+密钥）或存有它的文件。`,
      'There is no key of the log that can be read; give it with --key, as name+id+key or as a file that has it.',
    )
  }
  return { read, key, trustsItself }
}

/** The head that a log shows now, with the note that says so. Throws `Refusal` where there is none or it is not signed by the key. */
export async function headNow(log: LogSource): Promise<TreeHead & { readonly note: string }> {
  const bytes = await log.read(CHECKPOINT_PATH)
  if (!bytes) {
    throw new Refusal('那里没有日志（没有 checkpoint）。', 'There is no log there: it has no checkpoint.')
  }
  const note = new TextDecoder().decode(bytes)
  const head = await readCheckpoint(LOG_CRYPTO, note, log.key)
  if (!head.ok) throw notSigned(CHECKPOINT_PATH, head.because)
  return { size: head.size, root: head.root, note }
}

/** A head that somebody kept in a file, a checkpoint as the log gave it. Throws `Refusal`. */
export async function keptHead(path: string, key: NoteKey): Promise<TreeHead & { readonly note: string }> {
  const note = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Refusal(`读不到文件 ${path}。`, `The file ${path} cannot be read.`, { cause })
  })
  const head = await readCheckpoint(LOG_CRYPTO, note, key)
  if (!head.ok) throw notSigned(path, head.because)
  return { size: head.size, root: head.root, note }
}

const NOTE_WORDS: Readonly<Record<NoteFault, Bilingual>> = {
  malformed: { zh: '不符合签名记录的格式', en: 'is not in the form of a checkpoint' },
  unsigned: { zh: '没有这把公钥的签名', en: 'is not signed by this key' },
  signature: { zh: '签名不对', en: 'has a wrong signature' },
}

function notSigned(path: string, because: NoteFault): Refusal {
  const { zh, en } = NOTE_WORDS[because]
  return new Refusal(`${path} ${zh}。`, `${path} ${en}.`)
}

async function keyTextOf(told: string): Promise<Uint8Array | undefined> {
  if (told.includes('+')) return new TextEncoder().encode(told)
  return readFile(told).catch((cause: unknown) => {
    throw new Refusal(`读不到公钥文件 ${told}。`, `The key file ${told} cannot be read.`, { cause })
  })
}

function inFolder(folder: string): ReadFile {
  return (path) =>
    readFile(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
      throw new Refusal(`读不到 ${join(folder, path)}。`, `${join(folder, path)} cannot be read.`, { cause: error })
    })
}

function atAddress(url: string): ReadFile {
  const base = url.endsWith('/') ? url : `${url}/`
  if (!/^https?:$/.test(URL.parse(base)?.protocol ?? '')) {
    throw new Refusal(`${url} 不是网址。`, `${url} is no address.`)
  }
  return async (path) => {
    const answer = await fetch(base + path, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }).catch(
      (cause: unknown) => {
        throw noServer(url, cause)
      },
    )
    if (answer.status === 404) return undefined
    if (!answer.ok) {
      throw new Refusal(`${base}${path} 的应答是 ${answer.status}。`, `${base}${path} answers ${answer.status}.`)
    }
    return new Uint8Array(await answer.arrayBuffer())
  }
}
