import { hash } from 'node:crypto'
import type { Knowledge } from '../evidence/facts.ts'
import type { IdentityState } from '../identity/identity-states.ts'
import { sameSecret, type MasterKeys } from '../kit/seal.ts'
import { vouch } from '../kit/vouch.ts'

// No colour changes because something is gone. Evidence, lists and identities are only ever added to: what was believed when a
// colour was found is believed at the next evaluation, or somebody has altered or deleted it, and then the colour stays as it is.

/** Eight bytes tell a person's few rows apart, and nobody can choose an id that meets another's hash: ids are vouched for. */
const HASH_LENGTH = 8
const EACH_HASH = /.{16}/g
const MAC_LENGTH = 32

/** What an evaluation rests on. */
export interface Resting {
  readonly knowledge: Knowledge
  readonly listNumber: number
  readonly identities: readonly IdentityState[]
}

/** The grounds of an evaluation, each hashed once. */
export interface Grounds {
  readonly hashes: ReadonlySet<string>
  readonly letGo: readonly string[]
  readonly listIds: ReadonlySet<string>
}

/** What an evaluation rests on. */
export function groundsOf({ knowledge, listNumber, identities }: Resting): Grounds {
  const { grounds, letGo, listIds } = knowledge
  const named = [...grounds, `number ${listNumber}`, ...identities.map(({ version }) => `identity ${version}`)]
  return { hashes: new Set(named.map(hashOf)), letGo, listIds }
}

/** The column that keeps grounds: their hashes in order, and the program's MAC over them, person and version. */
export function sealGrounds(
  keys: MasterKeys,
  of: { personId: string; version: number },
  { hashes }: Grounds,
): Uint8Array {
  const text = [...hashes].toSorted().join('')
  return Buffer.concat([Buffer.from(text, 'hex'), macOf(keys, of, text)])
}

/** Whether everything stands on which a colour rested, as its column says; false too for a column that we did not write so. */
export function stillStands(
  keys: MasterKeys,
  of: { personId: string; version: number; column: Uint8Array | null },
  { hashes, letGo, listIds }: Grounds,
): boolean {
  const column = Buffer.from(of.column ?? [])
  const noted = column.subarray(0, -MAC_LENGTH).toString('hex')
  if (!sameSecret(column.subarray(-MAC_LENGTH), macOf(keys, of, noted))) return false
  const missing = (noted.match(EACH_HASH) ?? []).filter((one) => !hashes.has(one))
  return missing.every((one) => hashesOf(listIds).has(one) || letGo.some((ground) => hashOf(ground) === one))
}

// Once for the people of a chunk: they share the lists.
const hashed = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>()

function hashesOf(listIds: ReadonlySet<string>): ReadonlySet<string> {
  const hashes = hashed.get(listIds) ?? new Set([...listIds].map(hashOf))
  hashed.set(listIds, hashes)
  return hashes
}

function hashOf(ground: string): string {
  return hash('sha256', ground, 'hex').slice(0, 2 * HASH_LENGTH)
}

function macOf(keys: MasterKeys, { personId, version }: { personId: string; version: number }, hashes: string) {
  return vouch(keys, 'colour-grounds', [personId, version, hashes])
}
