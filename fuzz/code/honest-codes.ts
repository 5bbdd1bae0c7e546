import fc from 'fast-check'
import { hex } from '../../core/bytes.ts'
import { decodeBase45 } from '../../core/code/base45.ts'
import { decodeCbor } from '../../core/code/cbor.ts'
import { readSign1, type Sign1 } from '../../core/code/cose.ts'
import type { Credential, PaperCredential } from '../../core/code/credential.ts'
import { MAX_TEXT_LENGTH, PREFIX } from '../../core/code/format.ts'
import { issueCredential, paperText } from '../../core/code/issue.ts'
import type { IssuingKey, Verifier } from '../../core/code/verify.ts'
import { after, instant, SECOND, type Instant } from '../../core/instant.ts'
import { issuingPublicKey, nodeCrypto, nodeSigner } from '../../server/kit/code-crypto.ts'
import { anyCredential, anyPaper } from '../../test/code-arbitraries.ts'
import {
  aCode,
  aCredential,
  aPaper,
  aVerifier,
  KEYS,
  phoneKeyOf,
  SHOWN_AT,
  type SampleKey,
} from '../../test/code-samples.ts'

/** The sample keys with signers that are as fast as the platform. */
export const SIGNERS = Object.fromEntries(
  Object.entries(KEYS).map(([name, key]) => [name, { ...key, signer: nodeSigner(key.privateKey) }]),
) as Readonly<Record<keyof typeof KEYS, SampleKey>>

const PUBLIC_KEYS = {
  city: issuingPublicKey(KEYS.city.privateKey),
  cityEd: issuingPublicKey(KEYS.cityEd.privateKey),
  paper: issuingPublicKey(KEYS.paper.privateKey),
}

/** One verifier for all: its keys stay imported. */
export const VERIFIER: Verifier = aVerifier({ crypto: nodeCrypto() })

/** A code that is genuine at `SHOWN_AT`, and whose it is. */
export interface HonestCode {
  readonly text: string
  readonly issuer: SampleKey
  readonly phone: SampleKey
  readonly isPaper: boolean
}

/** Genuine codes of both algorithms, of every colour, of two phones, and on paper; of odd and even length. */
export const HONEST: readonly HonestCode[] = await Promise.all([
  live(SIGNERS.city, SIGNERS.phone, { colour: 'red' }),
  live(SIGNERS.city, SIGNERS.otherPhone, { colour: 'green', maskedName: 'A* S**' }),
  live(SIGNERS.cityEd, SIGNERS.phone, { colour: 'yellow', index: 0 }),
  live(SIGNERS.cityEd, SIGNERS.otherPhone, { colour: 'grey', document: { type: 'passport', lastFour: '5678' } }),
  paper(SIGNERS.paper, {}),
  paper(SIGNERS.cityEd, { maskedName: '欧**娜' }),
])

/** The parts of a code: the credential's message and, but on paper, the proof's. */
export interface Opened {
  readonly credential: Sign1
  readonly proof: Sign1 | undefined
}

/** Takes an honest code apart. */
export function opened(text: string): Opened {
  const parts = decodeCbor(decodeBase45(text.slice(PREFIX.length))!, MAX_TEXT_LENGTH) as readonly Uint8Array[]
  const [credential, proof] = parts.map((part) => readSign1(part, MAX_TEXT_LENGTH)!)
  return { credential: credential!, proof }
}

/** A genuine code, and when and by whom it is seen. */
export interface SeenCode {
  readonly credential: Credential | PaperCredential
  readonly issuer: 'city' | 'cityEd' | 'paper'
  readonly phone: 'phone' | 'otherPhone'
  readonly shownAt: Instant
  readonly seenAt: Instant
}

/** How far a proof's age and the gate's clock may be off together, and the code is taken for certain. */
const WITHIN_MS = 80 * SECOND

/** Genuine codes, seen by a gate at most 80 s to either side of when they were shown, and alive for both. */
export function anySeenCode(): fc.Arbitrary<SeenCode> {
  const phones = { phone: phoneKeyOf(KEYS.phone), otherPhone: phoneKeyOf(KEYS.otherPhone) }
  const who = fc.record({
    issuer: fc.constantFrom('city' as const, 'cityEd' as const, 'paper' as const),
    phone: fc.constantFrom('phone' as const, 'otherPhone' as const),
  })
  return who.chain(({ issuer, phone }) => {
    const credential = issuer === 'paper' ? anyPaper() : anyCredential(phones[phone])
    const moments = fc.record({
      share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      off: fc.oneof(fc.constantFrom(0, WITHIN_MS, -WITHIN_MS), fc.integer({ min: -WITHIN_MS, max: WITHIN_MS })),
    })
    return fc.tuple(credential, moments).map(([one, { share, off }]): SeenCode => {
      const shownAt = after(one.issuedAt, Math.floor((one.expires - one.issuedAt - 1) * share))
      const seenAt = instant(Math.min(shownAt + off, one.expires - 1))
      return { credential: one, issuer, phone, shownAt, seenAt }
    })
  })
}

/** The text of such a code, and a gate that sees it: it knows the issuer by the name on the credential. */
export async function presented({ credential, issuer, phone, shownAt, seenAt }: SeenCode): Promise<[string, Verifier]> {
  const key = SIGNERS[issuer]
  const text =
    'phoneKey' in credential
      ? await aCode(credential, { issuer: key, phone: SIGNERS[phone], at: shownAt })
      : paperText(await issueCredential(credential, key.signer))
  const published: IssuingKey = {
    ...PUBLIC_KEYS[issuer],
    issuer: credential.issuer,
    demo: false,
    notBefore: credential.issuedAt,
    notAfter: after(credential.issuedAt, 1),
  }
  const kid = hex(published.kid)
  return [text, { ...VERIFIER, now: seenAt, keyOf: (wanted) => (wanted === kid ? published : undefined) }]
}

async function live(issuer: SampleKey, phone: SampleKey, parts: Partial<Credential>): Promise<HonestCode> {
  const text = await aCode(aCredential({ phoneKey: phoneKeyOf(phone), ...parts }), { issuer, phone, at: SHOWN_AT })
  return { text, issuer, phone, isPaper: false }
}

async function paper(issuer: SampleKey, parts: Partial<PaperCredential>): Promise<HonestCode> {
  const text = paperText(await issueCredential(aPaper(parts), issuer.signer))
  return { text, issuer, phone: SIGNERS.phone, isPaper: true }
}
