import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { approvalStatement, type ApprovalSubject } from '../core/approval.ts'
import { day, dayOf, formatDay, type Instant } from '../core/instant.ts'
import type { OrganisationRoot } from '../server/kit/organisation-roots.ts'
import { newId, type Ctx } from '../server/kit/world.ts'
import type { Enrolment, SourceTerms } from '../server/signatures/enrolment.ts'
import { keyIdOf } from '../server/signatures/p256.ts'
import { enrolKey } from '../server/signatures/signatures.ts'
import type { TestWorld } from './world.ts'

// Organisations, officers and sources that sign in tests, with real keys.

/** A key with its private half, which only the test has. */
export interface KeyPair {
  readonly privateKey: KeyObject
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly keyId: string
}

/** An organisation on file, with the private half of its root key. */
export interface Organisation {
  readonly organisationId: string
  readonly root: KeyPair
}

/** A member of staff whose key his organisation has enrolled. */
export interface Officer {
  readonly staffId: string
  readonly organisationId: string
  readonly key: KeyPair
  /** The world on his behalf, now. */
  ctx(): Ctx
}

/** A new key on P-256. */
export function aKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))
  return { privateKey, publicKey, keyId: keyIdOf(publicKey) }
}

/** A signature in DER, as openssl writes it. */
export function derSignature({ privateKey }: KeyPair, bytes: Uint8Array | string): Uint8Array {
  return new Uint8Array(sign('sha256', Buffer.from(bytes), privateKey))
}

/** A signature as r and s, as browsers write it. */
export function rawSignatureOf({ privateKey }: KeyPair, bytes: Uint8Array | string): Uint8Array {
  return new Uint8Array(sign('sha256', Buffer.from(bytes), { key: privateKey, dsaEncoding: 'ieee-p1363' }))
}

/** Puts an organisation on file. */
export function anOrganisation(world: TestWorld, name = '测试单位'): Organisation {
  const organisation = { organisationId: newId(world.system()), root: aKeyPair() }
  world.organisations.push(rootOf(organisation, name))
  return organisation
}

/** An organisation as the file names it. */
function rootOf({ organisationId, root }: Organisation, name = '测试单位'): OrganisationRoot {
  return { organisationId, nameZh: name, nameEn: `the ${name}`, rootKey: root.publicKey, revoked: new Set() }
}

/** Takes a key off its organisation's list of those that count. */
export function revoke(world: TestWorld, keyId: string): void {
  world.organisations.forEach((root, place) => {
    world.organisations[place] = { ...root, revoked: new Set([...root.revoked, keyId]) }
  })
}

/** The text that enrols a key, for a year from `from` unless told otherwise. */
export function anEnrolment(told: {
  organisationId: string
  holder: Enrolment['holder']
  key: KeyPair
  from: Instant
  days?: number
  source?: SourceTerms
}): string {
  const first = dayOf(told.from)
  return JSON.stringify({
    document: 'suishenma-key-enrolment-1',
    organisationId: told.organisationId,
    holder: told.holder,
    publicKey: Buffer.from(told.key.publicKey).toString('base64'),
    notBefore: formatDay(first),
    notAfter: formatDay(day(first + (told.days ?? 365))),
    ...(told.source ? { source: told.source } : {}),
  })
}

/** A health officer with an enrolled key; `days` for how long it is valid. */
export async function anOfficer(
  world: TestWorld,
  organisation: Organisation,
  told: { days?: number; staffId?: string } = {},
): Promise<Officer> {
  const { organisationId } = organisation
  const staffId = told.staffId ?? newId(world.system())
  const key = aKeyPair()
  const holder = { kind: 'staff', id: staffId } as const
  await enrol(world, organisation, anEnrolment({ organisationId, holder, key, from: world.clock(), ...told }))
  return { staffId, organisationId, key, ctx: () => onBehalfOf(world, { staffId, organisationId }) }
}

/** A source with an enrolled key. */
export async function aSource(
  world: TestWorld,
  organisation: Organisation,
  terms: Partial<SourceTerms> = {},
): Promise<{ sourceId: string; key: KeyPair }> {
  const { organisationId } = organisation
  const sourceId = newId(world.system())
  const key = aKeyPair()
  const source: SourceTerms = {
    nameZh: '测试检验科',
    nameEn: 'the laboratory of a test',
    kinds: ['test-result'],
    longestValidityDays: 30,
    brakePeoplePerHour: 100,
    contact: 'laboratory@test.invalid',
    ...terms,
  }
  const holder = { kind: 'source', id: sourceId } as const
  await enrol(world, organisation, anEnrolment({ organisationId, holder, key, from: world.clock(), source }))
  return { sourceId, key }
}

/** An approval as an officer's browser makes it. */
export function signedApproval(key: KeyPair, subject: ApprovalSubject, hash: Uint8Array) {
  return { subject, hash, keyId: key.keyId, signature: rawSignatureOf(key, approvalStatement(subject, hash)) }
}

function onBehalfOf(world: TestWorld, staff: { staffId: string; organisationId: string }): Ctx {
  const actor: Ctx['actor'] = {
    kind: 'staff',
    ...staff,
    accountId: staff.staffId,
    channel: 'demo',
    role: 'health-officer',
    division: '',
    venueId: undefined,
    sessionHash: new Uint8Array(32),
  }
  return { ...world.system(), actor }
}

async function enrol(world: TestWorld, { root }: Organisation, document: string): Promise<void> {
  const signature = derSignature(root, document)
  await world.db.transaction().execute((tx) => enrolKey(tx, world.system(), { document, signature }))
}
