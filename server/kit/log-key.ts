import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { utf8 } from '../../core/bytes.ts'
import { isNoteName, type NoteSigner } from '../../core/log/note.ts'
import { CHECKPOINT_PATH } from '../../core/log/tiles.ts'
import { issuingPublicKey } from './code-crypto.ts'
import { damaged, keepSecret, makeSecretFolder, readJsonSecret, readSecret, replaceSecret } from './key-store.ts'
import { StartFailure } from './start-failure.ts'

/** The log's key, and the last head that it signed: kept outside the database, so that a database put back to an earlier day is noticed. */
export interface LogKey extends NoteSigner {
  /** The last checkpoint that was signed; undefined before the first. */
  findSigned(): string | undefined
  /** Keeps one that is signed, on the disk when this returns. It leaves the house only after that. */
  keepSigned(note: string): void
}

/** Where the log's files lie, in the folder of everything that is kept. */
export function logFolderIn(dataDir: string): string {
  return join(dataDir, 'log')
}

/**
 * Opens the key of the log in a folder of its own, and makes it where there is none; a log keeps the name that it began with. `logDir`
 * has the log's files: where they are and the key is not, it is lost. Throws `StartFailure`.
 */
export function openLogKey(
  folder: string,
  told: { issuer: string; logDir: string; random: (bytes: number) => Uint8Array },
): LogKey {
  makeSecretFolder(folder)
  const [path, signed] = [join(folder, 'key.json'), join(folder, CHECKPOINT_PATH)]
  const kept = readSecret(path)
  if (kept === undefined && existsSync(join(told.logDir, CHECKPOINT_PATH))) throw keyLost(path, told.logDir)
  return {
    ...readKey(kept ?? keepSecret(path, freshKey(told.issuer), told.random), path),
    findSigned: () => readSecret(signed)?.toString('utf8'),
    keepSigned: (note) => replaceSecret(signed, utf8(note)),
  }
}

function freshKey(issuer: string): Uint8Array {
  const { privateKey } = generateKeyPairSync('ed25519')
  return utf8(`${JSON.stringify({ name: `${issuer}/log`, jwk: privateKey.export({ format: 'jwk' }) }, undefined, 2)}\n`)
}

function readKey(bytes: Buffer, path: string): NoteSigner {
  const { name, jwk } = readJsonSecret(bytes, path)
  try {
    const privateKey = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
    const { algorithm, publicKey } = issuingPublicKey(privateKey)
    if (algorithm !== 'EdDSA' || !isNoteName(String(name))) throw new TypeError('a key of the log is on Ed25519')
    return { name: String(name), publicKey, sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function keyLost(path: string, logDir: string): StartFailure {
  return new StartFailure(
    `日志 ${logDir} 已经存在，但它的密钥 ${path} 不见了；请从备份恢复密钥，或把旧日志移到别处，以新密钥另起一份（见 docs/log.md）。`,
    `There is a log in ${logDir}, but its key ${path} is missing; restore it from a backup, or move the old log away and begin another under a new key (docs/log.md).`,
  )
}
