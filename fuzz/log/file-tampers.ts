// What somebody may do to the files of a log: each is to be found when the log is read again, and named by its path.

import { generateKeyPairSync, sign } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCheckpoint, signCheckpoint } from '../../core/log/checkpoint.ts'
import { CHECKPOINT_PATH } from '../../core/log/tiles.ts'
import { verifyLog } from '../../core/log/verify.ts'
import { issuingPublicKey, nodeSha256 } from '../../server/kit/code-crypto.ts'
import { LOG_CRYPTO, type TestLog } from '../../test/a-log.ts'
import type { LoggedCity } from './a-city.ts'
import type { Chance } from './chance.ts'
import { findLogFiles } from './log-files.ts'

/** What was tampered with, in words, and whether it was found and named. */
export interface Tried {
  readonly words: string
  readonly found: boolean
}

type Alter = (bytes: Buffer, chance: Chance, other: Buffer) => Buffer | undefined

/** Undefined deletes the file. */
const ALTERATIONS: Readonly<Record<string, Alter>> = {
  'a bit is turned over': (bytes, chance) => {
    const at = chance.below(bytes.length)
    return Buffer.from(bytes.with(at, bytes[at]! ^ (1 << chance.below(8))))
  },
  'its end is cut off': (bytes, chance) => bytes.subarray(0, chance.below(bytes.length)),
  'something is added': (bytes, chance) => Buffer.concat([bytes, chance.bytes(1 + chance.below(64))]),
  'a hash is added': (bytes, chance) => Buffer.concat([bytes, chance.bytes(32)]),
  'two stretches are exchanged': (bytes, chance) => {
    const length = Math.min(32, Math.floor(bytes.length / 3))
    const [one, other] = [chance.below(bytes.length - 2 * length), bytes.length - length]
    const altered = Buffer.from(bytes)
    bytes.copy(altered, one, other, other + length)
    bytes.copy(altered, other, one, one + length)
    return altered
  },
  'it is replaced by another file': (_bytes, _chance, other) => other,
  'it is deleted': () => undefined,
}

/** Tampers with a file, looks whether that is found, and puts it back. */
export async function tamperWithFile({ log, earlier }: LoggedCity, chance: Chance): Promise<Tried> {
  const path = chance.oneOf(await findLogFiles(log))
  const whole = join(log.logDir, path)
  const genuine = await readFile(whole)
  const [name, altered] = await alterationOf(path, genuine, { log, earlier, chance })
  if (altered?.equals(genuine)) return tamperWithFile({ log, earlier } as LoggedCity, chance)
  try {
    await (altered ? writeFile(whole, altered) : rm(whole))
    const kept = await readCheckpoint(LOG_CRYPTO, log.key.findSigned()!, log.key)
    if (!kept.ok) throw new Error('the kept head is not signed')
    const { faults } = await verifyLog({
      read: log.read,
      key: log.key,
      crypto: LOG_CRYPTO,
      kept: [{ ...kept, name: CHECKPOINT_PATH }],
    })
    return { words: `${path}: ${name}`, found: faults.some((fault) => fault.path === path) }
  } finally {
    await writeFile(whole, genuine)
  }
}

async function alterationOf(
  path: string,
  genuine: Buffer,
  { log, earlier, chance }: { log: TestLog; earlier: string; chance: Chance },
): Promise<[name: string, altered: Buffer | undefined]> {
  if (path === CHECKPOINT_PATH && chance.below(3) === 0) {
    if (chance.below(2) === 0) return ['an earlier one is put back', Buffer.from(earlier)]
    const head = await readCheckpoint(LOG_CRYPTO, genuine.toString(), log.key)
    if (!head.ok) throw new Error('the head is not signed')
    const { privateKey } = generateKeyPairSync('ed25519')
    const { publicKey } = issuingPublicKey(privateKey)
    const forger = { name: log.key.name, publicKey, sign: (text: Uint8Array) => sign(null, text, privateKey) }
    return ['it is signed by another key', Buffer.from(signCheckpoint(nodeSha256, head, forger))]
  }
  const others = (await findLogFiles(log)).filter((other) => other !== path)
  const [name, alter] = chance.oneOf(Object.entries(ALTERATIONS))
  return [name, alter(genuine, chance, await readFile(join(log.logDir, chance.oneOf(others))))]
}

/** Alters the head that is kept outside the database and looks whether the log stops. */
export async function tamperWithSigned({ log }: LoggedCity, chance: Chance): Promise<Tried> {
  const path = join(log.keysDir, CHECKPOINT_PATH)
  const genuine = await readFile(path)
  const at = chance.below(genuine.length)
  const altered = genuine.with(at, genuine[at]! ^ (1 << chance.below(7)))
  try {
    await writeFile(path, altered)
    const stopped = await log.keep().then(
      () => undefined,
      (error: Error) => error.message,
    )
    return { words: `signed head: byte ${at}`, found: stopped === 'log-signed-head-damaged' }
  } finally {
    await writeFile(path, genuine)
  }
}
