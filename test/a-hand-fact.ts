import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { approvalStatement } from '../core/approval.ts'
import { hex } from '../core/bytes.ts'
import type { HandFactStatement } from '../core/hand-fact.ts'
import { day, dayOf, formatDay } from '../core/instant.ts'
import type { NewFact } from '../server/evidence/evidence.ts'
import { hashOfHandFact } from '../server/evidence/hand.ts'
import { documentHash } from '../server/kit/seal.ts'
import { newId } from '../server/kit/world.ts'
import { keyIdOf } from '../server/signatures/p256.ts'
import { enrolKey } from '../server/signatures/signatures.ts'
import { aDocument } from './people.ts'
import { A_MORNING, type TestWorld } from './world.ts'

interface Officer {
  readonly organisationId: string
  readonly keyId: string
  readonly privateKey: KeyObject
}

async function anOfficer(world: TestWorld): Promise<Officer> {
  const ctx = world.system()
  const [root, own] = [aKeyPair(), aKeyPair()]
  const organisationId = newId(ctx)
  world.organisations.push({
    organisationId,
    nameZh: '测试单位',
    nameEn: 'an organisation of a test',
    rootKey: root.spki,
    revoked: new Set(),
  })
  const document = JSON.stringify({
    document: 'suishenma-key-enrolment-1',
    organisationId,
    holder: { kind: 'staff', id: newId(ctx) },
    publicKey: Buffer.from(own.spki).toString('base64'),
    notBefore: formatDay(day(dayOf(A_MORNING) - 1)),
    notAfter: formatDay(day(dayOf(A_MORNING) + 100)),
  })
  const signature = signedBy(root.privateKey, Buffer.from(document))
  await world.db.transaction().execute((tx) => enrolKey(tx, ctx, { document, signature }))
  return { organisationId, keyId: keyIdOf(own.spki), privateKey: own.privateKey }
}

function aKeyPair(): { privateKey: KeyObject; spki: Uint8Array } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, spki: new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })) }
}

function signedBy(key: KeyObject, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }))
}

/** A close contact as two officers of different organisations have signed it; the source is the caller's. */
export async function aHandFact(
  world: TestWorld,
  person: { personId: string; key: Uint8Array; serial: number; sourceId: string },
): Promise<NewFact> {
  const [author, approver] = [await anOfficer(world), await anOfficer(world)]
  const statement: HandFactStatement = {
    document: 'suishenma-hand-fact-1',
    factId: newId(world.system()),
    personHash: hex(documentHash(world.keys, aDocument(person.serial))),
    kind: 'contact',
    from: A_MORNING,
    details: { degree: 'close' },
    organisationId: author.organisationId,
    attachmentHash: '00'.repeat(32),
    draftedAt: A_MORNING,
  }
  const signed = approvalStatement('fact', hashOfHandFact(statement))
  const by = ({ keyId, privateKey }: Officer) => ({ keyId, signature: signedBy(privateKey, signed) })
  return {
    personId: person.personId,
    key: person.key,
    sourceId: person.sourceId,
    kind: 'contact',
    period: { from: A_MORNING, to: undefined },
    details: statement.details,
    hand: { statement, author: by(author), approver: by(approver) },
  }
}
