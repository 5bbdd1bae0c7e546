import { createHmac } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { concat, fromBase64url, base64url, utf8 } from '../../core/bytes.ts'
import { day, formatDay, parseDay, type Day, type Instant } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { openIssuingKeys } from './issuing-keys.ts'
import { logFolderIn, openLogKey, type LogKey } from './log-key.ts'
import { damaged, keepSecret, makeSecretFolder, readJsonSecret, readSecret } from './key-store.ts'
import type { MasterKeys } from './seal.ts'
import { countedSigner, openSignedCounts } from './signed-counts.ts'
import { StartFailure } from './start-failure.ts'
import type { IssuingKeys } from './world.ts'

const KEY_LENGTH = 32
const MASTER_VERSION = 1
const MASTER_NAMES = ['kek', 'blindIndex', 'evaluatorMac', 'cookie'] as const

/** The keys that never enter the database, and the operator's token. */
export interface KeyFiles {
  readonly master: MasterKeys
  readonly issuing: IssuingKeys
  readonly log: LogKey
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
  const issuing = openIssuingKeys(join(keysDir, 'issuing'), options)
  const signed = openSignedCounts(join(keysDir, 'signed'), uuidv7(options.clock(), random))
  return {
    master,
    issuing: Object.assign(issuing, {
      signed,
      credentialSigner: () => countedSigner(issuing.signer, signed),
      epochKey(epoch: number) {
        const known = epochKeys.get(epoch)
        if (known) return known
        const key = keptEpochKey(join(epochs, `${formatDay(day(epoch))}.key`), random)
        epochKeys.set(epoch, key)
        return key
      },
    }),
    log: openLogKey(join(keysDir, 'log'), { ...options, logDir: logFolderIn(options.dataDir) }),
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
  const told = readJsonSecret(bytes, path)
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
