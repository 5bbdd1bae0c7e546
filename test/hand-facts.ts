import { randomBytes } from 'node:crypto'
import type { HandFactDetail, HandFactRow } from '../contract/hand-facts.ts'
import type { ProblemBody } from '../contract/problems.ts'
import type { MyPage } from '../contract/registration.ts'
import type { SignedApproval } from '../contract/signatures.ts'
import type { ApprovalSubject } from '../core/approval.ts'
import type { IdentityDocument } from '../core/document.ts'
import { instant } from '../core/instant.ts'
import { uuidv7 } from '../core/uuid.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { sha256 } from '../server/kit/seal.ts'
import { call, type Answer } from './app.ts'
import { aDocument, aPerson, aStaff, aStaffSession, type SignedIn } from './people.ts'
import { anOfficer, anOrganisation, signedApproval, type Organisation } from './signers.ts'
import { aWorld, type TestWorld } from './world.ts'

/** What a route of a draft answers: the draft, or a problem. */
export type DraftAnswer = Answer<HandFactRow & ProblemBody>

/** A health officer who is signed in and has a signing key. */
export interface TestOfficer {
  readonly staffId: string
  readonly organisationId: string
  readonly cookie: string
  /** The cookie of a new session. */
  signInAgain(): Promise<string>
  readonly keyId: string
  /** Signs for what has that hash, a fact unless told otherwise, as his browser does. */
  sign(hash: Uint8Array, subject?: ApprovalSubject): SignedApproval
}

/** A scan of something, as small as one can be. */
export const A_PDF = Buffer.from('%PDF-1.4\n% a made-up order\n%%EOF\n')

/** A close contact since a day, as it is typed. */
export function contactCells(document: IdentityDocument, told: Readonly<Record<string, string>> = {}) {
  return {
    document_type: document.type,
    document_number: document.number,
    kind: 'contact',
    from: '2022-04-15',
    degree: 'close',
    ...told,
  }
}

/** A new id, as a browser makes one. */
export function aFactId(): string {
  return uuidv7(instant(Date.now()), (length) => new Uint8Array(randomBytes(length)))
}

/** A city with three health officers: two of one organisation, one of another. */
export interface HandFactCity {
  readonly world: TestWorld
  readonly city: CityApp
  readonly does: ReturnType<typeof handFactsOf>
  readonly centre: Organisation
  /** The organisation of the approver. */
  readonly bureau: Organisation
  readonly author: TestOfficer
  /** Of the author's organisation. */
  readonly colleague: TestOfficer
  readonly approver: TestOfficer
  /** Somebody green, with what an officer types about him as a close contact. */
  aResident(): Promise<Resident>
  pageOf(resident: { readonly cookie: string }): Promise<MyPage>
  close(): Promise<void>
}

export interface Resident extends SignedIn {
  readonly cells: ReturnType<typeof contactCells>
}

/** The organisations of the author and of the approver, as people read them. */
export const BY_BOTH = {
  author: { zh: '甲区疾控', en: 'the 甲区疾控' },
  approver: { zh: '乙区卫健委', en: 'the 乙区卫健委' },
}

/** Opens such a city over a database of its own. */
export async function aHandFactCity(): Promise<HandFactCity> {
  const world = await aWorld()
  const city = await buildApp(world)
  const centre = anOrganisation(world, BY_BOTH.author.zh)
  const bureau = anOrganisation(world, BY_BOTH.approver.zh)
  let serial = 100
  return {
    world,
    city,
    does: handFactsOf(city),
    centre,
    bureau,
    author: await aSignedInOfficer(world, centre),
    colleague: await aSignedInOfficer(world, centre),
    approver: await aSignedInOfficer(world, bureau),
    async aResident() {
      serial += 1
      return { ...(await aPerson(world, { serial })), cells: contactCells(aDocument(serial)) }
    },
    async pageOf({ cookie }) {
      return (await call<MyPage>(city, { url: '/api/me', cookie })).body
    },
    async close() {
      await city.app.close()
      await world.close()
    },
  }
}

/** An officer of an organisation with a session and an enrolled key; he signs in again for whatever he does. */
export async function aSignedInOfficer(world: TestWorld, of: Organisation): Promise<TestOfficer> {
  const staff = await aStaff(world, { role: 'health-officer', organisationId: of.organisationId })
  const { key } = await anOfficer(world, of, { staffId: staff.staffId })
  return {
    ...staff,
    // Desks are left after half an hour, and tests of deadlines go on for days.
    signInAgain: () => aStaffSession(world, staff),
    keyId: key.keyId,
    sign(hash, subject = 'fact') {
      const { keyId, signature } = signedApproval(key, subject, hash)
      return { keyId, signature: Buffer.from(signature).toString('base64') }
    },
  }
}

/** What an officer does at the drafts of a city, each by its route. */
export function handFactsOf(city: CityApp) {
  async function post(by: TestOfficer, path: string, body: object): Promise<DraftAnswer> {
    return call(city, { url: `/api/hand-facts${path}`, cookie: await by.signInAgain(), body })
  }

  async function draft(
    by: TestOfficer,
    cells: Readonly<Record<string, string>>,
    told: { factId?: string; attachment?: Uint8Array } = {},
  ): Promise<DraftAnswer> {
    const attachment = Buffer.from(told.attachment ?? A_PDF).toString('base64')
    return post(by, '', { factId: told.factId ?? aFactId(), cells, attachment })
  }

  async function read(by: TestOfficer, factId: string): Promise<Answer<HandFactDetail & ProblemBody>> {
    const cookie = await by.signInAgain()
    return call(city, { url: `/api/hand-facts/${factId}/read`, cookie, body: { purpose: 'approval' } })
  }

  function takeOn(by: TestOfficer, factId: string): Promise<DraftAnswer> {
    return post(by, `/${factId}/assignment`, { to: 'me' })
  }

  /** Signs a draft as its author, or takes it on and approves it. */
  async function sign(
    by: TestOfficer,
    factId: string,
    told: { as: 'signature' | 'approval'; statement?: string },
  ): Promise<DraftAnswer> {
    const statement = told.statement ?? (await read(by, factId)).body.statement
    if (told.as === 'approval') await takeOn(by, factId)
    return post(by, `/${factId}/${told.as}`, by.sign(sha256(statement)))
  }

  return {
    post,
    draft,
    read,
    takeOn,
    sign,
    /** Takes a draft on and rejects it. */
    async reject(by: TestOfficer, factId: string, reason = '不成立'): Promise<DraftAnswer> {
      await takeOn(by, factId)
      return post(by, `/${factId}/rejection`, { reason })
    },
    /** From the form to the signature of its author; the id. */
    async drafted(by: TestOfficer, cells: Readonly<Record<string, string>>): Promise<string> {
      const { body } = await draft(by, cells)
      await sign(by, body.factId, { as: 'signature' })
      return body.factId
    },
    /** From the form to the approval by another organisation; the id. */
    async written(
      by: { author: TestOfficer; approver: TestOfficer },
      cells: Readonly<Record<string, string>>,
    ): Promise<string> {
      const { body } = await draft(by.author, cells)
      await sign(by.author, body.factId, { as: 'signature' })
      await sign(by.approver, body.factId, { as: 'approval' })
      return body.factId
    },
    /** From the wish to take a fact back to its approval; the answers of both steps. */
    async takenBack(by: { author: TestOfficer; approver: TestOfficer }, factId: string): Promise<DraftAnswer> {
      const attachment = A_PDF.toString('base64')
      const { body } = await post(by.author, `/${factId}/taking-back`, { factId: aFactId(), attachment })
      await sign(by.author, body.factId, { as: 'signature' })
      return sign(by.approver, body.factId, { as: 'approval' })
    },
  }
}
