import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { utf8 } from '../../core/bytes.ts'
import type { Signer } from '../../core/code/crypto.ts'
import { isUuid } from '../../core/uuid.ts'
import { makeSecretFolder, readJsonSecret, readSecret, replaceSecret } from './key-store.ts'

// How many credentials were signed is counted by who signs, in files outside the database: what the database says was issued can then
// be held against it. Each run of the program has a file of its own, for several may sign side by side.

/** What a run of the program has signed, as far as its file says. */
export interface SignedByRun {
  readonly runId: string
  readonly signed: number
  /** Whether the run has ended in order: then its count is the last word. A killed one may have signed some more. */
  readonly ended: boolean
}

/** The counts of this run and of those before and beside it. */
export interface SignedCounts {
  readonly runId: string
  /** How many this run has signed. */
  readonly signed: number
  add(): void
  /** Writes this run's count down. */
  keep(): void
  /** The same for the last time. */
  end(): void
  /** What the other runs say of themselves. */
  others(): SignedByRun[]
  /** Forgets another run. */
  forget(runId: string): void
}

/** A signer that counts what it signs. */
export function countedSigner({ kid, algorithm, sign }: Signer, counts: Pick<SignedCounts, 'add'>): Signer {
  return {
    kid,
    algorithm,
    sign(message) {
      counts.add()
      return sign(message)
    },
  }
}

const SUFFIX = '.json'

/** Begins the count of a run in a folder. Throws `StartFailure` for one that others may read. */
export function openSignedCounts(folder: string, runId: string): SignedCounts {
  makeSecretFolder(folder)
  let [signed, kept] = [0, 0]

  function write(ended: boolean): void {
    replaceSecret(join(folder, runId + SUFFIX), utf8(`${JSON.stringify({ signed, ended })}\n`))
    kept = signed
  }

  function read(name: string): SignedByRun | undefined {
    const path = join(folder, name)
    const bytes = readSecret(path)
    if (bytes === undefined) return undefined
    const told = readJsonSecret(bytes, path)
    return { runId: name.slice(0, -SUFFIX.length), signed: Number(told['signed']), ended: told['ended'] === true }
  }

  return {
    runId,
    get signed() {
      return signed
    },
    add() {
      signed += 1
    },
    keep() {
      if (signed !== kept) write(false)
    },
    end() {
      if (signed > 0) write(true)
    },
    others() {
      const names = readdirSync(folder).filter((name) => isUuid(name.slice(0, -SUFFIX.length)))
      return names.filter((name) => name !== runId + SUFFIX).flatMap((name) => read(name) ?? [])
    },
    forget(other) {
      rmSync(join(folder, other + SUFFIX), { force: true })
    },
  }
}
