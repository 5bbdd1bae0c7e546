import { createPublicKey } from 'node:crypto'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isUuid } from '../../core/uuid.ts'
import { readSecret } from './key-store.ts'
import { StartFailure } from './start-failure.ts'

// The organisations whose signatures count stand in a file, so that no write to the database adds one. It is read again when
// it was changed: a revocation counts at once.

/** The name of the file in `KEYS_DIR`. */
export const ORGANISATIONS_FILE = 'organisations.json'

/** An organisation as the file names it. `rootKey`: SubjectPublicKeyInfo, DER. */
export interface OrganisationRoot {
  readonly organisationId: string
  readonly nameZh: string
  readonly nameEn: string
  readonly rootKey: Uint8Array
  /** Ids of keys of this organisation that count no longer. */
  readonly revoked: ReadonlySet<string>
  /** Whether it is made up, and its root key this program's own; a production city has none of these. */
  readonly demo?: boolean
}

/** The organisations on file. */
export interface OrganisationRoots {
  find(organisationId: string): OrganisationRoot | undefined
  list(): readonly OrganisationRoot[]
}

/**
 * The roots of a file that may not be there yet. Throws `StartFailure` for one that others may read or write, that is damaged, or that
 * names a demo's organisations in a city that is none.
 */
export function openOrganisationRoots(path: string, city: { readonly demo: boolean }): OrganisationRoots {
  let known = rootsOf(path, city)
  let changedAt = changeOf(path)

  function current(): readonly OrganisationRoot[] {
    const change = changeOf(path)
    if (change !== changedAt) {
      known = rootsOf(path, city)
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
  const rows = parse(bytes.toString('utf8'))
  const roots = Array.isArray(rows) ? rows.map(rootOf).filter((root) => root !== undefined) : []
  if (!Array.isArray(rows) || roots.length !== rows.length) {
    throw new StartFailure(
      `${path} 已损坏：应为 {"organisations":[…]}，每项有 organisationId、nameZh、nameEn、rootKey（P-256 公钥）；请从备份恢复。`,
      `${path} is damaged: it should be {"organisations":[…]}, each with organisationId, nameZh, nameEn and rootKey (public, on P-256); restore it from a backup.`,
    )
  }
  // What two organisations stand for is worth what their keys are apart.
  const keys = new Set(roots.map(({ rootKey }) => Buffer.from(rootKey).toString('base64')))
  const ids = new Set(roots.map(({ organisationId }) => organisationId))
  if (keys.size === roots.length && ids.size === roots.length) return roots
  throw new StartFailure(
    `${path} 中有两个单位的编号或根密钥相同；请为每个单位各用一把根密钥。`,
    `Two organisations of ${path} have the same id or the same root key; give each a root key of its own.`,
  )
}

/** Writes the file whole: either the old one stands or the new one. */
export function writeRoots(path: string, roots: readonly OrganisationRoot[]): void {
  const organisations = roots.map(({ organisationId, nameZh, nameEn, rootKey, revoked, demo }) => ({
    organisationId,
    nameZh,
    nameEn,
    rootKey: Buffer.from(rootKey).toString('base64'),
    revoked: [...revoked],
    ...(demo === true ? { demo } : {}),
  }))
  const half = `${path}.new`
  // One that an earlier run left might be open to others, and would stay so.
  rmSync(half, { force: true })
  writeFileSync(half, `${JSON.stringify({ organisations }, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(half, path)
}

/** The public key of a PEM file as SubjectPublicKeyInfo, DER; undefined when it is none on P-256. */
export function readPublicPem(pem: Uint8Array): Uint8Array | undefined {
  return spkiOf(Buffer.from(pem))
}

function rootsOf(path: string, city: { readonly demo: boolean }): OrganisationRoot[] {
  const roots = readRoots(path)
  if (city.demo || !roots.some(({ demo }) => demo === true)) return roots
  throw new StartFailure(
    `${path} 含有演示城市的单位，其根密钥不保密；请删去这些单位，或用 KEYS_DIR 另选密钥目录。`,
    `${path} names organisations of a demo city, whose root keys are no secret; take them out, or choose another key folder with KEYS_DIR.`,
  )
}

/** The public half of a key on P-256. */
function spkiOf(key: Parameters<typeof createPublicKey>[0]): Uint8Array | undefined {
  try {
    const made = createPublicKey(key)
    if (made.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined
    return new Uint8Array(made.export({ format: 'der', type: 'spki' }))
  } catch {
    // OpenSSL has no other way to say that this is no key.
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
  const { organisationId, nameZh, nameEn, rootKey, revoked = [], demo } = told as Record<string, unknown>
  if (typeof organisationId !== 'string' || !isUuid(organisationId.toLowerCase())) return undefined
  if (typeof nameZh !== 'string' || typeof nameEn !== 'string' || typeof rootKey !== 'string') return undefined
  if (!Array.isArray(revoked)) return undefined
  const spki = spkiOf({ key: Buffer.from(rootKey, 'base64'), format: 'der', type: 'spki' })
  if (!spki) return undefined
  return {
    organisationId: organisationId.toLowerCase(),
    nameZh,
    nameEn,
    rootKey: spki,
    revoked: new Set(revoked.map((keyId) => String(keyId).toLowerCase())),
    demo: demo === true,
  }
}
