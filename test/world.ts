import { createHash, generateKeyPairSync } from 'node:crypto'
import { instant, type Instant } from '../core/instant.ts'
import { allJobs } from '../server/jobs.ts'
import { signKeyDocument } from '../core/code/key-document.ts'
import { issuingPublicKey, nodeCrypto, nodeSigner } from '../server/kit/code-crypto.ts'
import type { Connection } from '../server/kit/db.ts'
import { openJobs } from '../server/kit/jobs.ts'
import { openLog } from '../server/kit/log.ts'
import { openMetrics } from '../server/kit/metrics.ts'
import type { OrganisationRoot } from '../server/kit/organisation-roots.ts'
import { countedSigner, type SignedCounts } from '../server/kit/signed-counts.ts'
import { systemCtx, type Ctx, type PopulationRegister, type Settings, type World } from '../server/kit/world.ts'
import { aDatabase } from './database.ts'

/** 2022-04-16 08:00 in Shanghai: the morning after the first of the real lists. */
export const A_MORNING = instant(1_650_067_200_000)

/** A world over a database of its own: only clock and randomness are made up, and nothing leaves it. */
export interface TestWorld extends World {
  readonly connection: Connection
  /** Sets the clock. */
  at(now: Instant): void
  /** The organisations whose signatures count: tests add theirs. */
  readonly organisations: OrganisationRoot[]
  /** The world on behalf of the program itself. */
  system(): Ctx
  /** Does the jobs that wait now, until none is left; answers how many those were. */
  work(): Promise<number>
  close(): Promise<void>
}

/** A world for one test file. The same seed gives the same ids and keys. */
export async function aWorld(
  options: {
    now?: Instant
    /** Another clock than the one that stands still. */
    clock?: () => Instant
    seed?: string
    random?: (bytes: number) => Uint8Array
    settings?: Partial<Settings>
    register?: (world: World) => PopulationRegister
  } = {},
): Promise<TestWorld> {
  const { db, pool, connection, drop } = await aDatabase()
  const random = options.random ?? seededRandom(options.seed ?? 'test')
  let now = options.now ?? A_MORNING
  const jobs = openJobs(pool, (error) => {
    throw error
  })
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = options.settings?.issuer ?? 'shanghai.test'
  const key = {
    ...issuingPublicKey(privateKey),
    issuer,
    demo: true,
    notBefore: instant(0),
    notAfter: instant(4_000_000_000_000),
  }
  const epochKeys = new Map<number, Uint8Array>()
  const organisations: OrganisationRoot[] = []
  const signed = countsInMemory(options.seed ?? 'test')
  const world: TestWorld = {
    settings: {
      publicUrl: 'http://localhost',
      listUrl: '/list',
      proofOrigin: 'http://proofs.localhost',
      demo: true,
      register: 'none',
      issuer,
      helpline: '12345',
      servicePoint: { zh: '社区事务受理服务中心', en: 'Community service centre' },
      channels: [],
      secondFactor: 'none',
      ...options.settings,
    },
    connection,
    organisations,
    db,
    pool,
    clock: options.clock ?? (() => now),
    random,
    keys: { kek: random(32), blindIndex: random(32), evaluatorMac: random(32), cookie: random(32) },
    issuing: {
      signer: nodeSigner(privateKey),
      published: [key],
      root: key,
      listed: [{ key, role: 'day', publishedAt: key.notBefore, withdrawnAt: undefined }],
      codesSince: undefined,
      document: async () =>
        signKeyDocument({ issuer, signedAt: now, keys: [key], withdrawn: [] }, nodeSigner(privateKey)),
      withdraw: () => 'unknown',
      tend: () => undefined,
      signed,
      credentialSigner: () => countedSigner(world.issuing.signer, signed),
      epochKey(epoch) {
        const known = epochKeys.get(epoch) ?? random(32)
        epochKeys.set(epoch, known)
        return known
      },
    },
    crypto: nodeCrypto(),
    roots: { find: (id) => organisations.find((root) => root.organisationId === id), list: () => organisations },
    register: undefined,
    operatorToken: 'operator-token-of-a-test',
    jobs,
    metrics: openMetrics(),
    log: openLog('silent', () => undefined),
    at(moment) {
      now = moment
    },
    system: () => systemCtx(world),
    async work() {
      let done = 0
      for (let more = await jobs.drain(allJobs(world)); more > 0; more = await jobs.drain(allJobs(world))) done += more
      return done
    },
    async close() {
      await jobs.stop()
      await drop()
    },
  }
  if (options.register) Object.assign(world, { register: options.register(world) })
  await jobs.install(Object.keys(allJobs(world)))
  return world
}

/** What the signer of a world has signed; no other run is known. */
function countsInMemory(seed: string): SignedCounts {
  let signed = 0
  const id = createHash('sha256').update(seed).digest('hex')
  return {
    runId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    get signed() {
      return signed
    },
    add: () => void (signed += 1),
    keep: () => undefined,
    end: () => undefined,
    others: () => [],
    forget: () => undefined,
  }
}

/** Bytes that look random and are the same for the same seed. */
export function seededRandom(seed: string): (bytes: number) => Uint8Array {
  let calls = 0
  return (bytes) => {
    calls += 1
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
      createHash('sha256').update(`${seed}:${calls}:${block}`).digest(),
    )
    return new Uint8Array(Buffer.concat(blocks).subarray(0, bytes))
  }
}
