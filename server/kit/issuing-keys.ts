import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex, hex, utf8 } from '../../core/bytes.ts'
import type { Signer } from '../../core/code/crypto.ts'
import { signKeyDocument } from '../../core/code/key-document.ts'
import type { IssuingKey } from '../../core/code/verify.ts'
import { after, DAY_LENGTH, day, dayOf, HOUR, instant, startOfDay, within, type Instant } from '../../core/instant.ts'
import { issuingPublicKey, nodeSigner } from './code-crypto.ts'
import { damaged, keepSecret, readJsonSecret, readSecret } from './key-store.ts'

// The keys that codes are issued with: one a Shanghai day, made days ahead, so that a gate which was cut off for two days knows
// the key of every code that it meets; and a spare, known as long, for the day on which a key must be withdrawn at once. The root
// signs the list of them and nothing else. No private half leaves this file but as a `Signer`.

/** How long a key is published before it signs: a gate is cut off for a weekend. */
const AHEAD = 48 * HOUR
/** Days for which keys lie ready, today's not counted: the last one is made 48 to 72 hours before its day. */
const DAYS_READY = 3
/** Entries come up to 8 days late, on codes that lived into the day after; until then the public half stays published. */
const KEPT = 10 * DAY_LENGTH
const SPARE_LIFE = 90 * DAY_LENGTH
const ROOT_LIFE = 3_650 * DAY_LENGTH

const ROLES = ['root', 'day', 'spare'] as const
type Role = (typeof ROLES)[number]

/** A key as its file has it; `signer` is gone once its day is over. */
interface KeptKey {
  readonly role: Role
  readonly key: IssuingKey
  readonly publishedAt: Instant
  readonly signer: Signer | undefined
}

/** A key that codes are issued with, as it may be told to anybody. */
export interface ListedKey {
  readonly key: IssuingKey
  readonly role: Exclude<Role, 'root'>
  readonly publishedAt: Instant
  readonly withdrawnAt: Instant | undefined
}

/** The keys of one issuer. */
export interface IssuingKeyRing {
  /** Signs with the key of now. */
  readonly signer: Signer
  /** Every key that may have signed a code which somebody still shows or sends. */
  readonly published: readonly IssuingKey[]
  readonly root: IssuingKey
  /** The published ones and those that were withdrawn, in the order of their days. */
  readonly listed: readonly ListedKey[]
  /** The published keys and the withdrawn ones, signed by the root now. */
  document(): Promise<Uint8Array>
  /** Takes a key, named by its id in hexadecimal, out of use at once and for good; `unknown` where there is none of that id. */
  withdraw(keyId: string): 'withdrawn' | 'unknown'
  /** Since when a code must have been issued to be worth showing: the latest withdrawal; undefined where there was none. */
  readonly codesSince: Instant | undefined
  /** Makes the keys of the days ahead and destroys the private halves of days that are over. */
  tend(): void
}

/** Opens the issuing keys in a folder of their own, and makes what is missing. Throws `StartFailure` for a damaged file. */
export function openIssuingKeys(
  folder: string,
  options: { issuer: string; demo: boolean; clock: () => Instant; random: (bytes: number) => Uint8Array },
): IssuingKeyRing {
  const { issuer, demo, clock, random } = options
  let known = readFolder(folder, options)
  let changedAt = changeOf(folder)

  /** Another program on the same folder may have made or withdrawn keys. */
  function ring(): Folder {
    if (changeOf(folder) !== changedAt) reread()
    return known
  }

  function reread(): void {
    changedAt = changeOf(folder)
    known = readFolder(folder, options)
  }

  function make(role: Role, notBefore: Instant, notAfter: Instant): void {
    writeKey(folder, { issuer, demo, role, notBefore, notAfter, publishedAt: clock(), random })
    reread()
  }

  function tend(): void {
    const now = clock()
    const { keys } = ring()
    const has = (role: Role, until: Instant) => keys.some((one) => one.role === role && until < one.key.notAfter)
    if (!has('root', now)) make('root', now, after(now, ROOT_LIFE))
    for (let ahead = 0; ahead <= DAYS_READY; ahead += 1) {
      const from = startOfDay(day(dayOf(now) + ahead))
      if (keys.some(({ role, key }) => role === 'day' && key.notBefore === from)) continue
      make('day', from, startOfDay(day(dayOf(now) + ahead + 1)))
    }
    if (!has('spare', after(now, DAYS_READY * DAY_LENGTH))) make('spare', now, after(now, SPARE_LIFE))
    for (const one of known.keys) retire(folder, one, { now, random })
    if (changeOf(folder) !== changedAt) reread()
  }

  function current(): Signer {
    const now = clock()
    const usable = ring().keys.filter(({ role, key, signer }) => {
      return role !== 'root' && signer !== undefined && within({ from: key.notBefore, to: key.notAfter }, now)
    })
    const signer = preferred(usable, now)?.signer
    if (signer) return signer
    // The program slept through the days that it had keys for.
    tend()
    return preferred(
      known.keys.filter(({ role }) => role === 'day'),
      now,
    )!.signer!
  }

  tend()
  return {
    get signer() {
      return current()
    },
    get published() {
      return ring().keys.flatMap(({ role, key }) => (role === 'root' ? [] : [key]))
    },
    get root() {
      return rootOf(ring()).key
    },
    get listed() {
      return ring().listed
    },
    async document() {
      const { withdrawn } = ring()
      const keys = this.published
      return signKeyDocument({ issuer, signedAt: clock(), keys, withdrawn }, rootOf(known).signer!)
    },
    withdraw(keyId) {
      if (!this.published.some((key) => hex(key.kid) === keyId)) return 'unknown'
      keepSecret(join(folder, `${keyId}${WITHDRAWN}`), utf8(String(clock())), random)
      reread()
      tend()
      return 'withdrawn'
    },
    get codesSince() {
      return ring().codesSince
    },
    tend,
  }
}

/** What gates have known for long enough comes first, and of that the key of the day. */
function preferred(usable: readonly KeptKey[], now: Instant): KeptKey | undefined {
  const known = usable.filter(({ publishedAt }) => after(publishedAt, AHEAD) <= now)
  const ofDay = (keys: readonly KeptKey[]) => keys.findLast(({ role, key }) => role === 'day' && key.notBefore <= now)
  return ofDay(known) ?? known.at(-1) ?? ofDay(usable) ?? usable.at(-1)
}

interface Folder {
  /** Without those that were withdrawn, the youngest last. */
  readonly keys: readonly KeptKey[]
  readonly withdrawn: readonly Uint8Array[]
  readonly listed: readonly ListedKey[]
  readonly codesSince: Instant | undefined
}

const PRIVATE = '.json'
const PUBLIC = '.public'
const WITHDRAWN = '.withdrawn'

function readFolder(folder: string, of: { issuer: string; demo: boolean }): Folder {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'))
  const struck = names.filter((name) => name.endsWith(WITHDRAWN))
  const withdrawn = struck.flatMap((name) => fromHex(name.slice(0, -WITHDRAWN.length)) ?? [])
  const struckAt = new Map(
    struck.map((name) => [
      name.slice(0, -WITHDRAWN.length),
      instant(Number(readSecret(join(folder, name))?.toString('utf8'))),
    ]),
  )
  const all = names
    .filter((name) => name.endsWith(PRIVATE) || name.endsWith(PUBLIC))
    .map((name) => readKey(join(folder, name)))
    .filter(({ key }) => key.issuer === of.issuer && key.demo === of.demo)
    .toSorted((a, b) => a.key.notBefore - b.key.notBefore || a.publishedAt - b.publishedAt)
  return {
    keys: all.filter(({ key }) => !struckAt.has(hex(key.kid))),
    withdrawn,
    listed: all.flatMap(({ role, key, publishedAt }) =>
      role === 'root' ? [] : [{ role, key, publishedAt, withdrawnAt: struckAt.get(hex(key.kid)) }],
    ),
    codesSince: struckAt.size === 0 ? undefined : instant(Math.max(...struckAt.values())),
  }
}

function rootOf({ keys }: Folder): KeptKey {
  const root = keys.find(({ role }) => role === 'root')
  if (!root) throw new Error('the issuing keys have no root')
  return root
}

/** Destroys the private half of a key whose time is over, and in the end forgets the key. */
function retire(folder: string, one: KeptKey, at: { now: Instant; random: (bytes: number) => Uint8Array }): void {
  const { role, key, signer } = one
  if (role === 'root' || at.now < key.notAfter) return
  const path = join(folder, hex(key.kid))
  if (at.now >= after(key.notAfter, KEPT)) {
    for (const half of [PRIVATE, PUBLIC]) rmSync(path + half, { force: true })
  } else if (signer) {
    const { jwk, ...told } = readJson(path + PRIVATE)
    const { d: _, ...publicHalf } = jwk as JsonWebKey
    keepSecret(path + PUBLIC, asText({ ...told, jwk: publicHalf }), at.random)
    rmSync(path + PRIVATE)
  }
}

function writeKey(
  folder: string,
  told: {
    issuer: string
    demo: boolean
    role: Role
    notBefore: Instant
    notAfter: Instant
    publishedAt: Instant
    random: (bytes: number) => Uint8Array
  },
): void {
  const { random, ...said } = told
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const path = join(folder, hex(issuingPublicKey(privateKey).kid) + PRIVATE)
  keepSecret(path, asText({ ...said, jwk: privateKey.export({ format: 'jwk' }) }), random)
}

function readKey(path: string): KeptKey {
  const told = readJson(path)
  try {
    const jwk = told['jwk'] as JsonWebKey
    const privateKey = jwk.d === undefined ? undefined : createPrivateKey({ key: jwk, format: 'jwk' })
    const publicKey = privateKey ?? createPublicKey({ key: jwk, format: 'jwk' })
    const [notBefore, notAfter] = [instant(Number(told['notBefore'])), instant(Number(told['notAfter']))]
    const key = {
      ...issuingPublicKey(publicKey),
      issuer: String(told['issuer']),
      demo: told['demo'] === true,
      notBefore,
      notAfter,
    }
    const role = ROLES.find((known) => known === told['role']) ?? 'spare'
    const publishedAt = instant(Number(told['publishedAt'] ?? notBefore))
    return { role, key, publishedAt, signer: privateKey && nodeSigner(privateKey) }
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function readJson(path: string): Record<string, unknown> {
  return readJsonSecret(readSecret(path) ?? Buffer.alloc(0), path)
}

function asText(value: object): Uint8Array {
  return utf8(`${JSON.stringify(value, undefined, 2)}\n`)
}

function changeOf(folder: string): number {
  return statSync(folder).mtimeMs
}
