// Well-formed codes and what a verifier says of them: genuine, not genuine, or "cannot tell".

import { concat, hex } from '../../core/bytes.ts'
import { encodeCredential, expiryOf, type Credential, type PaperCredential } from '../../core/code/credential.ts'
import { CREDENTIAL_CONTEXT, PAPER_CONTEXT, PROOF_CONTEXT } from '../../core/code/format.ts'
import { issueCredential, paperText } from '../../core/code/issue.ts'
import { phoneKeyHash } from '../../core/code/phone-key.ts'
import { after, dayOf, instant, MINUTE, SECOND, startOfDay, day, type Instant } from '../../core/instant.ts'
import { issuingPublicKey, nodeCrypto } from '../../server/kit/code-crypto.ts'
import {
  aCode,
  aCredential,
  aPaper,
  ISSUED_AT,
  KEYS,
  phoneKeyOf,
  SHOWN_AT,
  type SampleKey,
} from '../../test/code-samples.ts'
import { cbor, forgeCode, forgeCredential, highS, issuerHeader, textOf, type CodeVector } from './forge.ts'

type Refusal = 'signature' | 'proof' | 'expired' | 'demo-key' | 'wrong-issuer'

/** Codes that are genuine. */
export async function genuine(): Promise<CodeVector[]> {
  const edges = { from: after(SHOWN_AT, -90 * SECOND), to: after(SHOWN_AT, 90 * SECOND - 1) }
  const first = startOfDay(dayOf(ISSUED_AT))
  const yesterday = aCredential({ issuedAt: after(first, -SECOND) })
  const paper = paperText(await issueCredential(aPaper(), KEYS.paper.signer))
  return [
    await shown('green, resident ID card, ES256', aCredential()),
    await shown(
      'yellow, passport',
      aCredential({ colour: 'yellow', document: { type: 'passport', lastFour: '5678' }, maskedName: 'A* S*' }),
    ),
    await shown('red, index 0', aCredential({ colour: 'red', index: 0 })),
    await shown('grey, highest index', aCredential({ colour: 'grey', index: 2 ** 32 - 1 })),
    await shown('issuing key of EdDSA', aCredential(), { issuer: KEYS.cityEd }),
    await shown('name of 24 bytes', aCredential({ maskedName: 'A* B* C* D* E* F* G* HI*' })),
    await shown('one character of a document', aCredential({ document: { type: 'taiwan-permit', lastFour: '7' } })),
    await shown('phone key with odd y', aCredential({ phoneKey: phoneKeyOf(KEYS.otherPhone) }), {
      phone: KEYS.otherPhone,
    }),
    await shown('seen 90 s before it was shown', aCredential(), { now: edges.from }),
    await shown('seen 89.999 s after it was shown', aCredential(), { now: edges.to }),
    await shown('shorter life than it may have', aCredential({ expires: after(ISSUED_AT, 10 * MINUTE) })),
    await shown('issued in the last second of yesterday', yesterday, { at: first }),
    await shown('last second of its life', aCredential(), { at: after(expiryOf(ISSUED_AT), -SECOND) }),
    await shown('demo key at a demo gate', aCredential({ issuer: 'demo.example' }), {
      issuer: KEYS.demo,
      acceptsDemo: true,
    }),
    sheet('paper', paper, ISSUED_AT),
    sheet('paper on its 180th day', paper, after(startOfDay(day(dayOf(ISSUED_AT) + 181)), -1)),
  ]
}

/** Codes that are well formed and not genuine, each for one reason. */
export async function refused(): Promise<CodeVector[]> {
  const credential = await forgeCredential()
  const code = (because: Refusal, name: string, text: string, parts: Partial<CodeVector> = {}): CodeVector => ({
    name,
    text,
    now: SHOWN_AT,
    acceptsDemo: false,
    expect: { genuine: false, because },
    ...parts,
  })
  const other = await forgeCredential({ payload: encodeCredential(aCredential({ index: 1 })) })
  const before = aCredential({ issuedAt: instant(Date.UTC(2022, 2, 31, 15, 59, 59)) })
  const late = aCredential({ issuedAt: instant(Date.UTC(2022, 3, 30, 16)) })
  const end = expiryOf(ISSUED_AT)
  return [
    code('signature', 'a bit of the signature', await forgeCode(await forgeCredential({ alter: flip }))),
    code('signature', 'high s', await forgeCode(await forgeCredential({ alter: highS }))),
    code('signature', 'r and s of zero', await forgeCode(await forgeCredential({ alter: () => new Uint8Array(64) }))),
    code(
      'signature',
      'by a key that is not the one named',
      await forgeCode(await forgeCredential({ by: KEYS.unpublished, header: issuerHeader(KEYS.city) })),
    ),
    code(
      'signature',
      'EdDSA named with the id of an ES256 key',
      await forgeCode(await forgeCredential({ header: issuerHeader(KEYS.city, -8) })),
    ),
    code(
      'signature',
      'ES256 named with the id of an EdDSA key',
      await forgeCode(await forgeCredential({ header: issuerHeader(KEYS.cityEd) })),
    ),
    code('signature', 'signed as a paper code', await forgeCode(await forgeCredential({ context: PAPER_CONTEXT }))),
    code('signature', 'signed as a proof', await forgeCode(await forgeCredential({ context: PROOF_CONTEXT }))),
    code(
      'signature',
      'signed without a context',
      await forgeCode(await forgeCredential({ context: new Uint8Array() })),
    ),
    code(
      'signature',
      'paper signed as a credential',
      textOf([
        await forgeCredential({ payload: encodeCredential(aPaper()), context: CREDENTIAL_CONTEXT, by: KEYS.paper }),
      ]),
    ),
    code(
      'signature',
      'issued a second before its key began',
      await aCode(before, { at: after(before.issuedAt, MINUTE) }),
      { now: after(before.issuedAt, MINUTE) },
    ),
    code('signature', 'issued at the moment its key ended', await aCode(late, { at: after(late.issuedAt, MINUTE) }), {
      now: after(late.issuedAt, MINUTE),
    }),
    code('wrong-issuer', 'another published issuer’s key', await aCode(aCredential(), { issuer: KEYS.other })),
    code(
      'demo-key',
      'demo key at a production gate',
      await aCode(aCredential({ issuer: 'demo.example' }), { issuer: KEYS.demo }),
    ),
    code(
      'wrong-issuer',
      'demo key in the city’s name at a demo gate',
      await aCode(aCredential(), { issuer: KEYS.demo }),
      { acceptsDemo: true },
    ),
    code('proof', 'another phone', await aCode(aCredential(), { phone: KEYS.otherPhone })),
    code('proof', 'the issuer instead of the phone', await aCode(aCredential(), { phone: KEYS.city })),
    code('proof', 'proof of another credential', await forgeCode(credential, { of: other })),
    code('proof', 'a bit of the proof’s signature', await forgeCode(credential, { alter: flip })),
    code('proof', 'high s in the proof', await forgeCode(credential, { alter: highS })),
    code('proof', 'proof without the credential’s hash', await forgeCode(credential, { context: PROOF_CONTEXT })),
    code(
      'proof',
      'proof in the context of a credential',
      await forgeCode(credential, { context: concat(CREDENTIAL_CONTEXT, await nodeCrypto().sha256(credential)) }),
    ),
    code('proof', 'time altered under the signature', await retimed(credential)),
    code('expired', 'shown at the end of its life', await aCode(aCredential(), { at: end }), { now: end }),
    code('expired', 'seen at the end of its life', await aCode(aCredential(), { at: after(end, -SECOND) }), {
      now: end,
    }),
    code('expired', 'paper after its 180th day', paperText(await issueCredential(aPaper(), KEYS.paper.signer)), {
      now: startOfDay(day(dayOf(ISSUED_AT) + 181)),
    }),
  ]
}

/** Codes of which a gate cannot tell. */
export async function untold(): Promise<CodeVector[]> {
  const cannot = (because: 'clock' | 'unknown-key', name: string, text: string, now: Instant): CodeVector => ({
    name,
    text,
    now,
    acceptsDemo: false,
    expect: { genuine: 'unknown', because },
  })
  const good = await aCode()
  const paper = paperText(await issueCredential(aPaper(), KEYS.paper.signer))
  const early = after(ISSUED_AT, -90 * SECOND)
  return [
    cannot('clock', 'replayed after 90 s', good, after(SHOWN_AT, 90 * SECOND)),
    cannot('clock', 'seen more than 90 s before it was shown', good, after(SHOWN_AT, -90 * SECOND - 1)),
    cannot('clock', 'a screenshot of the day before', good, after(SHOWN_AT, 24 * 60 * MINUTE)),
    cannot('clock', 'a gate whose clock stands in 1970', good, instant(0)),
    cannot('clock', 'a gate whose clock is a year ahead: not expired', good, after(SHOWN_AT, 365 * 24 * 60 * MINUTE)),
    cannot(
      'clock',
      'shown and seen more than 90 s before issue',
      await aCode(aCredential(), { at: after(early, -SECOND) }),
      after(early, -1),
    ),
    cannot('clock', 'paper seen more than 90 s before issue', paper, after(early, -1)),
    cannot(
      'unknown-key',
      'a key that was never published',
      await aCode(aCredential(), { issuer: KEYS.unpublished }),
      SHOWN_AT,
    ),
  ]
}

async function shown(
  name: string,
  credential: Credential,
  by: { issuer?: SampleKey; phone?: SampleKey; at?: Instant; now?: Instant; acceptsDemo?: boolean } = {},
): Promise<CodeVector> {
  const { issuer = KEYS.city, phone = KEYS.phone, at = SHOWN_AT, acceptsDemo = false } = by
  const hash = await phoneKeyHash(issuingPublicKey(phone.privateKey).publicKey, nodeCrypto())
  return {
    name,
    text: await aCode(credential, { issuer, phone, at }),
    now: by.now ?? at,
    acceptsDemo,
    expect: {
      genuine: true,
      kind: 'presentation',
      credential: readable(credential),
      keyId: hex(issuer.signer.kid),
      phoneKeyHash: hex(hash),
      shownAt: at,
    },
  }
}

function sheet(name: string, text: string, now: Instant): CodeVector {
  const expect = { genuine: true, kind: 'paper', credential: readable(aPaper()), keyId: hex(KEYS.paper.signer.kid) }
  return { name, text, now, acceptsDemo: false, expect }
}

/** A credential as JSON can hold it: the phone's key in hexadecimal. */
function readable(credential: Credential | PaperCredential): object {
  return 'phoneKey' in credential ? { ...credential, phoneKey: hex(credential.phoneKey) } : credential
}

/** A proof whose time was set forward a minute after it had been signed. */
async function retimed(credential: Uint8Array): Promise<string> {
  const signature = new Uint8Array(64)
  await forgeCode(credential, {
    alter: (right) => {
      signature.set(right)
      return right
    },
  })
  return forgeCode(credential, { payload: cbor(SHOWN_AT / 1_000 + 60), alter: () => signature })
}

function flip(signature: Uint8Array): Uint8Array {
  return signature.with(63, signature[63]! ^ 1)
}
