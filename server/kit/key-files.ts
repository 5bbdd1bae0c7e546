import { createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { concat, fromBase64url, base64url, hex, utf8 } from '../../core/bytes.ts'
import type { Signer } from '../../core/code/crypto.ts'
import type { IssuingKey } from '../../core/code/verify.ts'
import {
  after,
  DAY_LENGTH,
  day,
  formatDay,
  instant,
  parseDay,
  within,
  type Day,
  type Instant,
} from '../../core/instant.ts'
import { issuingPublicKey, nodeSigner } from './code-crypto.ts'
import { keepSecret, makeSecretFolder, readSecret } from './key-store.ts'
import type { MasterKeys } from './seal.ts'
import { StartFailure } from './start-failure.ts'
import type { IssuingKeys } from './world.ts'

const KEY_LENGTH = 32
const MASTER_VERSION = 1
const MASTER_NAMES = ['kek', 'blindIndex', 'evaluatorMac', 'cookie'] as const

/** An issuing key signs for a year; its successor is published a month earlier, so that every gate knows it by then. */
const ISSUING_LIFE = 365 * DAY_LENGTH
const ISSUING_OVERLAP = 30 * DAY_LENGTH

/** The keys that never enter the database, and the operator's token. */
export interface KeyFiles {
  readonly master: MasterKeys
  readonly issuing: IssuingKeys
  /** 32 bytes in base64url; who can read its file may operate the program. */
  readonly operatorToken: string
  /** A value by which a database knows its master keys without telling anything about them. */
  keyCheck(): string
  /** Deletes the permutation keys of the days before one, after which nobody can tell whose place was whose; answers how many. */
  destroyEpochKeysBefore(first: Day): number
}

/**
 * The keys of a folder, made where they are missing. `knownCheck` is the value that the database keeps from its first start: with it,
 * missing or different master keys are an error and no fresh ones are made. Throws `StartFailure`.
 */
export function openKeyFolder(options: {
  keysDir: string
  dataDir: string
  issuer: string
  demo: boolean
  clock: () => Instant
  random: (bytes: number) => Uint8Array
  knownCheck: string | undefined
}): KeyFiles {
  const { keysDir, random } = options
  const epochs = join(keysDir, 'epochs')
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  for (const folder of [keysDir, epochs, join(keysDir, 'issuing')]) makeSecretFolder(folder)
  const master = openMaster(join(keysDir, 'master.json'), options)
  const epochKeys = new Map<number, Uint8Array>()
  const token = join(options.dataDir, 'operator.token')
  return {
    master,
    issuing: Object.assign(openIssuing(join(keysDir, 'issuing'), options), {
      epochKey(epoch: number) {
        const known = epochKeys.get(epoch)
        if (known) return known
        const key = keptEpochKey(join(epochs, `${formatDay(day(epoch))}.key`), random)
        epochKeys.set(epoch, key)
        return key
      },
    }),
    operatorToken: (readSecret(token) ?? keepSecret(token, utf8(base64url(random(KEY_LENGTH))), random))
      .toString('utf8')
      .trim(),
    keyCheck: () => checkOf(master),
    destroyEpochKeysBefore(first) {
      const old = readdirSync(epochs).filter((name) => isDayBefore(name, first))
      for (const name of old) rmSync(join(epochs, name))
      for (const epoch of epochKeys.keys()) if (epoch < first) epochKeys.delete(epoch)
      return old.length
    },
  }
}

function openMaster(
  path: string,
  options: { random: (bytes: number) => Uint8Array; knownCheck: string | undefined },
): MasterKeys {
  const kept = readSecret(path)
  if (kept === undefined && options.knownCheck !== undefined) throw masterLost(path)
  const master = readMaster(kept ?? keepSecret(path, freshMaster(options.random), options.random), path)
  if (options.knownCheck !== undefined && options.knownCheck !== checkOf(master)) throw masterForeign(path)
  return master
}

function freshMaster(random: (bytes: number) => Uint8Array): Uint8Array {
  const keys = MASTER_NAMES.map((name) => [name, base64url(random(KEY_LENGTH))])
  return utf8(`${JSON.stringify({ version: MASTER_VERSION, ...Object.fromEntries(keys) }, undefined, 2)}\n`)
}

function readMaster(bytes: Buffer, path: string): MasterKeys {
  const told = readJson(bytes, path)
  if (told.version !== MASTER_VERSION) throw damaged(path)
  const [kek, blindIndex, evaluatorMac, cookie] = MASTER_NAMES.map((name) => {
    const key = fromBase64url(String(told[name]))
    if (key?.length !== KEY_LENGTH) throw damaged(path)
    return key
  })
  if (!kek || !blindIndex || !evaluatorMac || !cookie) throw damaged(path)
  return { kek, blindIndex, evaluatorMac, cookie }
}

function checkOf(master: MasterKeys): string {
  const all = concat(...MASTER_NAMES.map((name) => master[name]))
  return createHmac('sha256', all).update('suishenma: these are the master keys of this database').digest('hex')
}

function keptEpochKey(path: string, random: (bytes: number) => Uint8Array): Uint8Array {
  const key = readSecret(path) ?? keepSecret(path, random(KEY_LENGTH), random)
  if (key.length !== KEY_LENGTH) throw damaged(path)
  return new Uint8Array(key)
}

function isDayBefore(name: string, first: Day): boolean {
  const named = name.endsWith('.key') ? parseDay(name.slice(0, -'.key'.length)) : undefined
  return named !== undefined && named < first
}

interface Issuing {
  readonly key: IssuingKey
  readonly signer: Signer
}

/** The keys that sign and signed for this issuer in this mode; a new one in time, also in a program that runs for years. */
function openIssuing(
  folder: string,
  options: { issuer: string; demo: boolean; clock: () => Instant; random: (bytes: number) => Uint8Array },
): Omit<IssuingKeys, 'epochKey'> {
  let keys = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .map((name) => readIssuing(join(folder, name)))
    .filter(({ key }) => key.issuer === options.issuer && key.demo === options.demo)

  function current(): Issuing {
    const now = options.clock()
    const usable = keys.filter(({ key }) => within({ from: key.notBefore, to: key.notAfter }, now))
    const [oldest, ...younger] = usable.toSorted((a, b) => a.key.notAfter - b.key.notAfter)
    if (oldest && (younger.length > 0 || now < after(oldest.key.notAfter, -ISSUING_OVERLAP))) return oldest
    const made = makeIssuing(folder, { ...options, now })
    keys = [...keys, made]
    return oldest ?? made
  }

  current()
  return {
    get signer() {
      return current().signer
    },
    get published() {
      return keys.map(({ key }) => key)
    },
  }
}

function makeIssuing(
  folder: string,
  options: { issuer: string; demo: boolean; now: Instant; random: (bytes: number) => Uint8Array },
): Issuing {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { issuer, demo, now } = options
  const told = {
    issuer,
    demo,
    notBefore: now,
    notAfter: after(now, ISSUING_LIFE),
    jwk: privateKey.export({ format: 'jwk' }),
  }
  const path = join(folder, `${hex(issuingPublicKey(privateKey).kid)}.json`)
  keepSecret(path, utf8(`${JSON.stringify(told, undefined, 2)}\n`), options.random)
  return readIssuing(path)
}

function readIssuing(path: string): Issuing {
  const told = readJson(readSecret(path) ?? Buffer.alloc(0), path)
  try {
    const privateKey = createPrivateKey({ key: told.jwk as JsonWebKey, format: 'jwk' })
    const key: IssuingKey = {
      ...issuingPublicKey(privateKey),
      issuer: String(told.issuer),
      demo: told.demo === true,
      notBefore: instant(Number(told.notBefore)),
      notAfter: instant(Number(told.notAfter)),
    }
    return { key, signer: nodeSigner(privateKey) }
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function readJson(bytes: Buffer, path: string): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function damaged(path: string, cause?: unknown): StartFailure {
  return new StartFailure(
    `密钥文件 ${path} 已损坏；请从备份恢复，不要新建。`,
    `The key file ${path} is damaged; restore it from a backup, and make no new one.`,
    { cause },
  )
}

function masterLost(path: string): StartFailure {
  return new StartFailure(
    `数据库中已有资料，但主密钥 ${path} 不见了，没有它资料无法读取；请从备份恢复这个文件，或另选一个数据目录（DATA_DIR）重新开始。`,
    `The database has records, but its master key ${path} is missing, and nothing can be read without it; restore that file from a backup, or begin anew in another data folder (DATA_DIR).`,
  )
}

function masterForeign(path: string): StartFailure {
  return new StartFailure(
    `主密钥 ${path} 不是这个数据库的；请从备份恢复原来的文件，或用 KEYS_DIR 指定它所在的目录。`,
    `The master key ${path} is not the one of this database; restore the right file from a backup, or name its folder in KEYS_DIR.`,
  )
}
