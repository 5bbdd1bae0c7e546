import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogCrypto } from '../core/log/note.ts'
import { verifyLog, type ReadFile, type Verified } from '../core/log/verify.ts'
import { nodeCrypto, nodeSha256 } from '../server/kit/code-crypto.ts'
import { openLogKey, type LogKey } from '../server/kit/log-key.ts'
import type { World } from '../server/kit/world.ts'
import { openLogFolder } from '../server/log/folder.ts'
import { openLog, sequence, type LogPress } from '../server/log/sequencer.ts'

export const LOG_CRYPTO: LogCrypto = { sha256: nodeSha256, verify: nodeCrypto().verify }

/** The log of a world, kept in folders of its own. */
export interface TestLog {
  readonly press: LogPress
  readonly key: LogKey
  readonly logDir: string
  readonly keysDir: string
  readonly read: ReadFile
  /** Does what a program does that starts, and gives everything that waits its place; answers how many acts those were. */
  keep(): Promise<number>
  verify(kept?: Parameters<typeof verifyLog>[0]['kept']): Promise<Verified>
  delete(): Promise<void>
}

/** A log for one test file. */
export async function aLog(world: World): Promise<TestLog> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-log-'))
  const [logDir, keysDir] = [join(folder, 'log'), join(folder, 'keys')]
  const key = openLogKey(keysDir, { issuer: world.settings.issuer, logDir, random: (bytes) => randomBytes(bytes) })
  const press = { world, key, folder: await openLogFolder(logDir) }
  const read: ReadFile = (path) =>
    readFile(join(logDir, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
  return {
    press,
    key,
    logDir,
    keysDir,
    read,
    async keep() {
      const log = await openLog(press)
      let acts = 0
      for (let more = await sequence(press, log); more > 0; more = await sequence(press, log)) acts += more
      return acts
    },
    verify: (kept) => verifyLog({ read, key, crypto: LOG_CRYPTO, ...(kept && { kept }) }),
    delete: () => rm(folder, { recursive: true, force: true }),
  }
}
