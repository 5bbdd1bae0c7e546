import { createPublicKey } from 'node:crypto'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { isUuid } from '../../core/uuid.ts'
import { readSecret } from './key-store.ts'
import { StartFailure } from './start-failure.ts'

// The organisations whose signatures count stand in a file, so that no write to the database adds one. It is read again when
// it was changed: a revocation counts at once.

/** An organisation as the file names it. `rootKey`: SubjectPublicKeyInfo, DER. */
export interface OrganisationRoot {
  readonly organisationId: string
  readonly nameZh: string
  readonly nameEn: string
  readonly rootKey: Uint8Array
  /** Ids of keys of this organisation that count no longer. */
  readonly revoked: ReadonlySet<string>
}

/** The organisations on file. */
export interface OrganisationRoots {
  find(organisationId: string): OrganisationRoot | undefined
  list(): readonly OrganisationRoot[]
}

/** The roots of a file that may not be there yet. Throws `StartFailure` for one that others may write, or that is damaged. */
export function openOrganisationRoots(path: string): OrganisationRoots {
  let known = readRoots(path)
  let changedAt = changeOf(path)

  function current(): readonly OrganisationRoot[] {
    const change = changeOf(path)
    if (change !== changedAt) {
      known = readRoots(path)
      changedAt = change
    }
    return known
  }

  return {
    find: (organisationId) => current().find((root) => root.organisationId === organisationId.toLowerCase()),
    list: current,
  }
}

/** Reads the file; without it there are none. Throws `StartFailure`. */
export function readRoots(path: string): OrganisationRoot[] {
  const bytes = readSecret(path)
  if (bytes === undefined) return []
  const told = parse(bytes.toString('utf8'))
  const rows = Array.isArray(told) ? told : undefined
  const roots = rows?.map(rootOf)
  if (!roots || roots.includes(undefined)) {
    throw new StartFailure(
      `${path} 已损坏：应为 {"organisations":[…]}，每项有 organisationId、nameZh、nameEn、rootKey；请从备份恢复。`,
      `${path} is damaged: it should be {"organisations":[…]}, each with organisationId, nameZh, nameEn and rootKey; restore it from a backup.`,
    )
  }
  return roots.filter((root) => root !== undefined)
}

/** Writes the file whole: either the old one stands or the new one. */
export function writeRoots(path: string, roots: readonly OrganisationRoot[]): void {
  const organisations = roots.map(({ organisationId, nameZh, nameEn, rootKey, revoked }) => ({
    organisationId,
    nameZh,
    nameEn,
    rootKey: Buffer.from(rootKey).toString('base64'),
    revoked: [...revoked],
  }))
  const half = `${path}.new`
  writeFileSync(half, `${JSON.stringify({ organisations }, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(half, path)
}

/** The public key of a PEM file as SubjectPublicKeyInfo, DER; undefined when it is none on P-256. */
export function readPublicPem(path: string): Uint8Array | undefined {
  try {
    const key = createPublicKey(readFileSync(path))
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined
    return new Uint8Array(key.export({ format: 'der', type: 'spki' }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    return undefined
  }
}

function changeOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs}:${stat.size}:${stat.ino}` : ''
}

function parse(text: string): unknown {
  try {
    return (JSON.parse(text) as { organisations?: unknown }).organisations
  } catch {
    return undefined
  }
}

function rootOf(told: unknown): OrganisationRoot | undefined {
  if (typeof told !== 'object' || told === null) return undefined
  const { organisationId, nameZh, nameEn, rootKey, revoked = [] } = told as Record<string, unknown>
  if (typeof organisationId !== 'string' || !isUuid(organisationId.toLowerCase())) return undefined
  if (typeof nameZh !== 'string' || typeof nameEn !== 'string' || typeof rootKey !== 'string') return undefined
  if (!Array.isArray(revoked)) return undefined
  return {
    organisationId: organisationId.toLowerCase(),
    nameZh,
    nameEn,
    rootKey: new Uint8Array(Buffer.from(rootKey, 'base64')),
    revoked: new Set(revoked.map(String)),
  }
}
