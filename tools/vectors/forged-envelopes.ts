// Codes whose outside is wrong in one way: text, base45, the outer array, the two COSE_Sign1.

import { concat } from '../../core/bytes.ts'
import { encodeCredential } from '../../core/code/credential.ts'
import { PAPER_CONTEXT, PREFIX, PROOF_HEADER } from '../../core/code/format.ts'
import { byteString, head } from '../../core/code/heads.ts'
import { aPaper, KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { cbor, forgeCode, forgeCredential, forgeProof, issuerHeader, textOf, textOfBytes } from './forge.ts'

/** Malformed codes by the name of their one fault. */
export async function forgedEnvelopes(): Promise<[name: string, text: string][]> {
  const credential = await forgeCredential()
  const proof = await forgeProof(credential, {})
  return [
    ...forgedTexts(textOf([credential, proof])),
    ...(await forgedArrays(credential, proof)),
    ...(await forgedCredentials()),
    ...(await forgedProofs(credential)),
  ]
}

function forgedTexts(good: string): [string, string][] {
  const body = good.slice(PREFIX.length)
  return [
    ['text: empty', ''],
    ['text: the prefix alone', PREFIX],
    ['text: no prefix', body],
    ['text: prefix in small letters', `ssm1:${body}`],
    ['text: another version', `SSM2:${body}`],
    ['text: a space before the prefix', ` ${good}`],
    ['text: a line end behind', `${good}\n`],
    ['text: 484 characters', good.padEnd(484, '0')],
    ['text: a web address', 'https://city.example/SSM1:'],
    ['base45: a small letter', `${PREFIX}${body.slice(0, -1)}a`],
    ['base45: a foreign character', `${PREFIX}${body.slice(0, -1)}码`],
    ['base45: a length of 1 modulo 3', `${PREFIX}${body.slice(0, body.length - (body.length % 3))}0`],
    ['base45: a group of 65536', `${PREFIX}GGW${body.slice(3)}`],
    ['base45: a last pair of 256', textOfBytes(new Uint8Array(2)) + 'V5'],
    ['text: cut after 100 characters', good.slice(0, 100)],
    ['text: its last character missing', good.slice(0, -1)],
    ['text: its last group missing', good.slice(0, good.length - (good.length % 3 || 3))],
  ]
}

async function forgedArrays(credential: Uint8Array, proof: Uint8Array): Promise<[string, string][]> {
  const parts = [byteString(credential), byteString(proof)]
  const sheet = await forgeCredential({ payload: encodeCredential(aPaper()), context: PAPER_CONTEXT, by: KEYS.paper })
  return [
    ['outside: empty array', textOf([])],
    ['outside: a third part', textOf([credential, proof, new Uint8Array()])],
    ['outside: a credential without a proof', textOf([credential])],
    ['outside: a proof alone', textOf([proof])],
    ['outside: proof before credential', textOf([proof, credential])],
    ['outside: the credential twice', textOf([credential, credential])],
    ['outside: paper with a proof', textOf([sheet, await forgeProof(sheet, {})])],
    ['outside: a map', textOfBytes(concat(head(5, 1), ...parts))],
    ['outside: a tag around', textOfBytes(concat(head(6, 55_799), head(4, 2), ...parts))],
    ['outside: a byte behind', textOfBytes(concat(head(4, 2), ...parts, Uint8Array.of(0)))],
    ['outside: an indefinite array', textOfBytes(concat(Uint8Array.of(0x9f), ...parts, Uint8Array.of(0xff)))],
    ['outside: a length in two bytes for one', textOfBytes(concat(Uint8Array.of(0x98, 2), ...parts))],
    ['outside: parts not wrapped', textOfBytes(concat(head(4, 2), credential, proof))],
    ['outside: a byte string longer than the text', textOfBytes(concat(head(4, 1), head(2, 2 ** 40), credential))],
    ['outside: an array of 2^53 - 1', textOfBytes(head(4, Number.MAX_SAFE_INTEGER))],
    ['outside: 200 arrays in one another', textOfBytes(new Uint8Array(200).fill(0x81))],
    ['outside: parts as texts', textOfBytes(concat(head(4, 2), cbor('credential'), cbor('proof')))],
  ]
}

async function forgedCredentials(): Promise<[string, string][]> {
  const kid = KEYS.city.signer.kid
  const forged = {
    'credential: no tag': { tag: new Uint8Array() },
    'credential: tag 17 (COSE_Mac0)': { tag: head(6, 17) },
    'credential: tag 98 (COSE_Sign)': { tag: head(6, 98) },
    'credential: a CWT tag around': { tag: concat(head(6, 61), head(6, 18)) },
    'credential: an unprotected key id': { unprotected: cbor(new Map([[4, kid]])) },
    'credential: an unprotected algorithm': { unprotected: cbor(new Map([[1, -7]])) },
    'credential: no unprotected map': { unprotected: Uint8Array.of(0x40) },
    'credential: no algorithm': { header: cbor(new Map([[4, kid]])) },
    'credential: no key id': { header: PROOF_HEADER },
    'credential: empty header': { header: new Uint8Array() },
    'credential: algorithm -35 (ES384)': { header: issuerHeader(KEYS.city, -35) },
    'credential: algorithm 5 (HMAC)': { header: issuerHeader(KEYS.city, 5) },
    'credential: algorithm as a text': { header: concat(head(5, 2), cbor(1), cbor('ES256'), cbor(4), cbor(kid)) },
    'credential: key id of 7 bytes': { header: concat(head(5, 2), cbor(1), cbor(-7), cbor(4), cbor(kid.slice(1))) },
    'credential: key id as a text': { header: concat(head(5, 2), cbor(1), cbor(-7), cbor(4), cbor('12345678')) },
    'credential: a third header': { header: concat(head(5, 3), issuerHeader(KEYS.city).slice(1), cbor(5), cbor(0)) },
    'credential: a critical header': {
      header: concat(head(5, 3), cbor(1), cbor(-7), cbor(2), cbor([4]), cbor(4), cbor(kid)),
    },
    'credential: headers in the other order': { header: concat(head(5, 2), cbor(4), cbor(kid), cbor(1), cbor(-7)) },
    'credential: the algorithm twice': {
      header: concat(head(5, 3), cbor(1), cbor(-8), issuerHeader(KEYS.city).slice(1)),
    },
    'credential: a byte behind the header': { header: concat(issuerHeader(KEYS.city), Uint8Array.of(0)) },
    'credential: signature of 63 bytes': { alter: (signature: Uint8Array) => signature.slice(0, 63) },
    'credential: signature of 65 bytes': { alter: (signature: Uint8Array) => concat(signature, Uint8Array.of(0)) },
    'credential: no signature': { alter: () => new Uint8Array() },
  }
  const texts: [string, string][] = []
  for (const [name, parts] of Object.entries(forged)) texts.push([name, await forgeCode(await forgeCredential(parts))])
  return texts
}

async function forgedProofs(credential: Uint8Array): Promise<[string, string][]> {
  const seconds = SHOWN_AT / 1_000
  const forged = {
    'proof: no tag': { tag: new Uint8Array() },
    'proof: something unprotected': { unprotected: cbor(new Map([[1, -7]])) },
    'proof: empty header': { header: new Uint8Array() },
    'proof: a key id': { header: issuerHeader(KEYS.phone) },
    'proof: algorithm EdDSA': { header: cbor(new Map([[1, -8]])) },
    'proof: no time': { payload: new Uint8Array() },
    'proof: time as a text': { payload: cbor('2022-04-15') },
    'proof: time before 1970': { payload: cbor(-1) },
    'proof: time after 2100': { payload: cbor(4_102_444_801) },
    'proof: time in eight bytes': { payload: concat(Uint8Array.of(0x1b, 0, 0, 0, 0), cbor(seconds).slice(1)) },
    'proof: time in an array': { payload: cbor([seconds]) },
    'proof: a byte behind the time': { payload: concat(cbor(seconds), Uint8Array.of(0)) },
    'proof: signature of 63 bytes': { alter: (signature: Uint8Array) => signature.slice(0, 63) },
  }
  const texts: [string, string][] = []
  for (const [name, parts] of Object.entries(forged)) texts.push([name, await forgeCode(credential, parts)])
  return texts
}
