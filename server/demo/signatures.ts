import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { utf8 } from '../../core/bytes.ts'
import type { FactKind } from '../../core/facts.ts'
import { day, dayOf, formatDay, type Instant } from '../../core/instant.ts'
import { keepSecret, makeSecretFolder, readSecret } from '../kit/key-store.ts'
import { ORGANISATIONS_FILE, readRoots, writeRoots, type OrganisationRoot } from '../kit/organisation-roots.ts'
import type { Ctx } from '../kit/world.ts'
import type { SourceTerms } from '../signatures/enrolment.ts'
import type { SignEnrolment } from '../signatures/routes.ts'
import { enrolKey, findKey } from '../signatures/signatures.ts'
import { keyIdOf } from '../signatures/p256.ts'

// Who signs in the demo: two organisations whose root keys this program makes and holds, so that the demo enrols by itself, and three
// sources whose private keys lie in the data folder, to deliver with. A real city has none of this.

/** The organisations of the demo's health officers. Their ids stand in files as well as in the database, and so are fixed. */
export const HEALTH_ORGANISATIONS = [
  {
    organisationId: '0de00000-0000-8000-8000-000000000001',
    name: { zh: '演示区疾控中心（演示）', en: 'Centre for Disease Control of the demo district (demo)' },
  },
  {
    organisationId: '0de00000-0000-8000-8000-000000000002',
    name: { zh: '演示市卫生健康委员会（演示）', en: 'Health Commission of the demo city (demo)' },
  },
] as const

interface DemoSource {
  readonly sourceId: string
  readonly organisationId: string
  /** Its private key's, in `DATA_DIR/demo-sources`. */
  readonly fileName: string
  readonly terms: SourceTerms
}

const DEMO_SOURCES: readonly DemoSource[] = [
  {
    sourceId: '0de00000-0000-8000-8000-000000000011',
    organisationId: HEALTH_ORGANISATIONS[1].organisationId,
    fileName: 'hospital-laboratory.pem',
    terms: {
      nameZh: '演示医院检验科（演示）',
      nameEn: 'the laboratory of the demo hospital (demo)',
      kinds: ['test-result', 'fever-clinic-visit', 'vaccination'],
      longestValidityDays: 30,
      brakePeoplePerHour: 100,
      contact: 'laboratory@demo.invalid',
    },
  },
  {
    sourceId: '0de00000-0000-8000-8000-000000000012',
    organisationId: HEALTH_ORGANISATIONS[0].organisationId,
    fileName: 'cdc-office.pem',
    terms: {
      nameZh: '演示区疾控中心流调科（演示）',
      nameEn: 'the investigation office of the demo district (demo)',
      kinds: [
        'case-status',
        'contact',
        'quarantine-order',
        'told-to-test',
        'entry-from-abroad',
        'key-person-group',
        'measure-lifted',
      ] satisfies FactKind[],
      longestValidityDays: 365,
      brakePeoplePerHour: 100,
      contact: 'investigation@demo.invalid',
    },
  },
  {
    sourceId: '0de00000-0000-8000-8000-000000000013',
    organisationId: HEALTH_ORGANISATIONS[1].organisationId,
    fileName: 'community-office.pem',
    terms: {
      nameZh: '演示街道居家观察办（演示）',
      nameEn: 'the home observation office of the demo city (demo)',
      kinds: ['quarantine-order', 'told-to-test', 'measure-lifted'],
      longestValidityDays: 365,
      brakePeoplePerHour: 100,
      contact: 'observation@demo.invalid',
    },
  },
]

const SOURCE_KEY_DAYS = 3_650

/** What signs in the demo. */
export interface DemoSignatures {
  readonly signEnrolment: SignEnrolment
  /** Enrols the demo's sources in a database that does not know them; others it leaves as they are. */
  enrolSources(ctx: Ctx): Promise<void>
  /** The demo's sources, to deliver on their behalf. */
  readonly sources: readonly DemoSigner[]
}

/** A source of the demo, with its key. */
export interface DemoSigner {
  readonly sourceId: string
  readonly organisationId: string
  readonly terms: SourceTerms
  readonly keyId: string
  sign(bytes: Uint8Array): Uint8Array
}

/** Makes the keys of the demo where they are missing, and names its organisations in the file of those whose signatures count. */
export function openDemoSignatures(
  folders: { readonly keysDir: string; readonly dataDir: string },
  random: (bytes: number) => Uint8Array,
): DemoSignatures {
  const rootsFolder = join(folders.keysDir, 'demo-roots')
  const sourcesFolder = join(folders.dataDir, 'demo-sources')
  makeSecretFolder(rootsFolder)
  makeSecretFolder(sourcesFolder)
  const roots = new Map(
    HEALTH_ORGANISATIONS.map(({ organisationId }) => [
      organisationId as string,
      keyOf(join(rootsFolder, `${organisationId}.pem`), random),
    ]),
  )
  nameOrganisations(join(folders.keysDir, ORGANISATIONS_FILE), roots)
  const sources = DEMO_SOURCES.map((source) => ({ source, key: keyOf(join(sourcesFolder, source.fileName), random) }))

  const signEnrolment: SignEnrolment = (organisationId, enrolment) => {
    const root = roots.get(organisationId)
    return root && new Uint8Array(sign('sha256', utf8(enrolment), root))
  }
  return {
    signEnrolment,
    sources: sources.map(({ source: { sourceId, organisationId, terms }, key }) => ({
      sourceId,
      organisationId,
      terms,
      keyId: keyIdOf(spkiOf(key)),
      sign: (bytes) => new Uint8Array(sign('sha256', bytes, key)),
    })),
    async enrolSources(ctx) {
      for (const { source, key } of sources) await enrolSource(ctx, { source, publicKey: spkiOf(key), signEnrolment })
    },
  }
}

async function enrolSource(
  ctx: Ctx,
  told: { source: DemoSource; publicKey: Uint8Array; signEnrolment: SignEnrolment },
): Promise<void> {
  const { source, publicKey, signEnrolment } = told
  const { organisationId } = source
  const keyId = keyIdOf(publicKey)
  const isRevoked = ctx.roots.find(organisationId)?.revoked.has(keyId) === true
  if (isRevoked || (await findKey(ctx.db, ctx, keyId, ctx.now))) return
  const document = enrolmentOf(source, publicKey, ctx.now)
  const signature = signEnrolment(organisationId, document)
  if (signature) await ctx.db.transaction().execute((tx) => enrolKey(tx, ctx, { document, signature }))
}

function enrolmentOf({ sourceId, organisationId, terms }: DemoSource, publicKey: Uint8Array, now: Instant): string {
  const today = dayOf(now)
  const enrolment = {
    document: 'suishenma-key-enrolment-1',
    organisationId,
    holder: { kind: 'source', id: sourceId },
    publicKey: Buffer.from(publicKey).toString('base64'),
    notBefore: formatDay(today),
    notAfter: formatDay(day(today + SOURCE_KEY_DAYS)),
    source: terms,
  }
  return `${JSON.stringify(enrolment, undefined, 2)}\n`
}

/** Adds the demo's organisations to those on file; whoever else stands there, and what is revoked, stays. */
function nameOrganisations(path: string, keys: ReadonlyMap<string, KeyObject>): void {
  const known = readRoots(path)
  const demo = HEALTH_ORGANISATIONS.map(({ organisationId, name }): OrganisationRoot => {
    const earlier = known.find((root) => root.organisationId === organisationId)
    const rootKey = spkiOf(keys.get(organisationId)!)
    const revoked = earlier?.revoked ?? new Set<string>()
    return { organisationId, nameZh: name.zh, nameEn: name.en, rootKey, revoked, demo: true }
  })
  const isThere = demo.every((root) => {
    const earlier = known.find(({ organisationId }) => organisationId === root.organisationId)
    return earlier !== undefined && Buffer.from(earlier.rootKey).equals(root.rootKey)
  })
  if (isThere) return
  const others = known.filter((root) => !demo.some(({ organisationId }) => organisationId === root.organisationId))
  writeRoots(path, [...demo, ...others])
}

function keyOf(path: string, random: (bytes: number) => Uint8Array): KeyObject {
  const kept = readSecret(path) ?? keepSecret(path, newPem(), random)
  return createPrivateKey(kept)
}

function newPem(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return utf8(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
}

function spkiOf(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))
}
