import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import type { CodeCrypto, Signer } from '../../core/code/crypto.ts'
import type { Instant } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import type { Actor } from './actor.ts'
import type { Db } from './db.ts'
import type { IssuingKeyRing } from './issuing-keys.ts'
import type { Jobs } from './jobs.ts'
import type { Metrics } from './metrics.ts'
import type { OrganisationRoots } from './organisation-roots.ts'
import type { MasterKeys } from './seal.ts'
import type { SignedCounts } from './signed-counts.ts'

/** The settings that features read; `server/config.ts` fills them from the environment. */
export interface Settings {
  /** The address under which people reach us, without a slash at the end. */
  readonly publicUrl: string
  /** Where the colour list is published: an address, or a path of ours; without a slash at the end. */
  readonly listUrl: string
  /** The origin that proofs are saved from, another one than the site's; undefined where there is none, and none is given out. */
  readonly proofOrigin: string | undefined
  readonly demo: boolean
  readonly register: 'demo' | 'none'
  /** The issuer named in every credential. */
  readonly issuer: string
  readonly helpline: string
  readonly servicePoint: { readonly zh: string; readonly en: string }
  readonly channels: readonly ChannelSetting[]
  /** What staff show besides their sign-in before they have their role. */
  readonly secondFactor: 'passkey' | 'none'
}

/** An OpenID Connect provider that people may sign in with. */
export interface ChannelSetting {
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The population register: a source outside, asked at registration; what it answers decides what can be matched. */
export interface PopulationRegister {
  /** The record under a document, if the register has one. */
  find(documentHash: Uint8Array): Promise<RegisterRecord | undefined>
  /** The organisation that keeps it, if it answers appeals about names here. */
  readonly keeperId?: string
}

export interface RegisterRecord {
  readonly name: string
  /** Whether the register knows the person to live in the city; who does not declares the arrival first. */
  readonly residesHere: boolean
  /** The register's photo, an SVG or JPEG. */
  readonly photo: { readonly mediaType: string; readonly bytes: Uint8Array } | undefined
}

/** Issuing keys and the day's permutation keys, which never enter the database. */
export interface IssuingKeys extends IssuingKeyRing {
  /** The permutation key of an epoch, 32 bytes; made when first asked for. */
  epochKey(epoch: number): Uint8Array
  /** `signer` for credentials, which it counts. */
  credentialSigner(): Signer
  readonly signed: SignedCounts
}

/** Everything from outside that the program works with, made once in `server/main.ts` and handed in. */
export interface World {
  readonly settings: Settings
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: () => Instant
  readonly random: (bytes: number) => Uint8Array
  readonly keys: MasterKeys
  readonly issuing: IssuingKeys
  readonly crypto: Required<CodeCrypto>
  /** The organisations whose signatures count. */
  readonly roots: OrganisationRoots
  /** Undefined where the city has no register to ask. */
  readonly register: PopulationRegister | undefined
  readonly operatorToken: string
  readonly jobs: Jobs
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
}

/** The world at one moment on somebody's behalf. */
export interface Ctx extends World {
  readonly now: Instant
  readonly actor: Actor
}

/** The world as the program itself sees it now. */
export function systemCtx(world: World): Ctx {
  return { ...world, now: world.clock(), actor: { kind: 'system' } }
}

/** The same world later, on behalf of the program: for work that goes on after whatever began it. */
export function systemNow(ctx: Ctx): Ctx {
  return Object.assign(Object.create(ctx) as Ctx, { now: ctx.clock(), actor: { kind: 'system' } as const })
}

/** A new UUIDv7 of this moment. */
export function newId(ctx: Pick<World, 'random'> & { now: Instant }): string {
  return uuidv7(ctx.now, ctx.random)
}
