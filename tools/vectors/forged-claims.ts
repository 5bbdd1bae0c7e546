// Credentials whose claims are wrong in one way, though the city's own key signed them.

import { concat, utf8 } from '../../core/bytes.ts'
import { expiryOf } from '../../core/code/credential.ts'
import { PAPER_CONTEXT } from '../../core/code/format.ts'
import { head, textString } from '../../core/code/heads.ts'
import { dayOf } from '../../core/instant.ts'
import { ISSUED_AT } from '../../test/code-samples.ts'
import {
  cbor,
  claimsMap,
  forgeCode,
  forgeCredential,
  LIVE_CLAIM,
  someClaims,
  someHolder,
  somePhone,
  textOf,
  type Claim,
} from './forge.ts'

const PAPER_CLAIM = -65_538
const EXPIRES = expiryOf(ISSUED_AT) / 1_000
// 1649982100.0 as a double: the same moment in a type that is not ours.
const FLOAT_SECONDS = concat(Uint8Array.of(0xfb), doubleBytes(ISSUED_AT / 1_000))

/** Malformed codes by the name of their one fault. */
export async function forgedClaims(): Promise<[name: string, text: string][]> {
  const forged: [string, string][] = []
  for (const [name, claims] of faultyClaims()) {
    forged.push([name, await forgeCode(await forgeCredential({ payload: claims }))])
  }
  for (const [name, claims] of faultySheets()) {
    forged.push([name, textOf([await forgeCredential({ payload: claims, context: PAPER_CONTEXT })])])
  }
  return forged
}

function faultyClaims(): [string, Uint8Array][] {
  const claims = someClaims()
  const [issuer, expires, issuedAt, phone, holder] = claims.map((claim) => [claim])
  return [
    ['claims: not a map', cbor('city.example')],
    ['claims: empty', new Uint8Array()],
    ['claims: an unknown one', claimsMap([...claims.slice(0, 4), [9, cbor(0)], ...claims.slice(4)])],
    ['claims: the issuer twice', claimsMap([...issuer!, ...claims])],
    ['claims: expiry after issue', claimsMap([...issuer!, ...issuedAt!, ...expires!, ...phone!, ...holder!])],
    ['claims: a byte behind them', concat(claimsMap(claims), Uint8Array.of(0))],
    ['claims: an indefinite map', concat(Uint8Array.of(0xbf), claimsMap(claims).slice(1), Uint8Array.of(0xff))],
    ['claims: paper beside live', claimsMap([...claims, [PAPER_CLAIM, cbor(['李*兰', 0, '1949', 7])]])],
    ...claims.map(([label]): [string, Uint8Array] => [
      `claims: ${label} missing`,
      claimsMap(claims.filter((claim) => claim[0] !== label)),
    ]),
    ['issuer: bytes', claimsWith(1, cbor(utf8('city.example')))],
    ['issuer: capital letters', claimsWith(1, cbor('City.example'))],
    ['issuer: empty', claimsWith(1, cbor(''))],
    ['issuer: 33 characters', claimsWith(1, cbor('c'.repeat(33)))],
    ['issued: a float', claimsWith(6, FLOAT_SECONDS)],
    ['issued: a text', claimsWith(6, cbor('2022-04-15'))],
    ['issued: a date under tag 1', claimsWith(6, concat(head(6, 1), cbor(ISSUED_AT / 1_000)))],
    ['issued: eight bytes for a number of four', claimsWith(6, longNumber(ISSUED_AT / 1_000))],
    ['issued: negative', claimsWith(6, cbor(-1))],
    ['issued: after its expiry', claimsWith(6, cbor(EXPIRES + 1))],
    ['expires: a second beyond the next day', claimsWith(4, cbor(EXPIRES + 1))],
    ['expires: at issue', claimsWith(4, cbor(ISSUED_AT / 1_000))],
    ['expires: after 2100', claimsWith(4, cbor(4_102_444_801))],
    ...faultyPhones().map(([name, value]): [string, Uint8Array] => [name, claimsWith(8, value)]),
    ...faultyHolders(),
  ]
}

function faultyHolders(): [string, Uint8Array][] {
  const first = someHolder()
  return [
    ['holder: a seventh value', claimsMap(someClaims([...first, cbor(0)]))],
    ['holder: five values', claimsMap(someClaims(first.slice(0, 5)))],
    ['holder: a map', claimsWith(LIVE_CLAIM, cbor(new Map([[0, 0]])))],
    ['colour: 4', holderWith(0, cbor(4))],
    ['colour: a word', holderWith(0, cbor('green'))],
    ['colour: a boolean', holderWith(0, cbor(false))],
    ['colour: negative', holderWith(0, cbor(-1))],
    ['name: empty', holderWith(1, cbor(''))],
    ['name: 25 bytes', holderWith(1, cbor('王王王王王王王王*'))],
    ['name: a control character', holderWith(1, cbor('王\n明'))],
    ['name: not UTF-8', holderWith(1, Uint8Array.of(0x63, 0xe7, 0x8e, 0x2a))],
    ['name: an indefinite text', holderWith(1, concat(Uint8Array.of(0x7f), textString('王*明'), Uint8Array.of(0xff)))],
    ['document type: 7', holderWith(2, cbor(7))],
    ['document type: a word', holderWith(2, cbor('passport'))],
    ['document: five characters', holderWith(3, cbor('0002X'))],
    ['document: none', holderWith(3, cbor(''))],
    ['document: a small letter', holderWith(3, cbor('002x'))],
    ['document: a number', holderWith(3, cbor(2_020))],
    ['epoch: the day after', holderWith(4, cbor(dayOf(ISSUED_AT) + 1))],
    ['epoch: a text', holderWith(4, cbor('2022-04-15'))],
    ['index: 2^32', holderWith(5, cbor(2 ** 32))],
    ['index: negative', holderWith(5, cbor(-1))],
    ['index: null', holderWith(5, Uint8Array.of(0xf6))],
    ['index: a big number under tag 2', holderWith(5, concat(head(6, 2), cbor(Uint8Array.of(1))))],
  ]
}

function faultyPhones(): [string, Uint8Array][] {
  const aboveThePrime = new Uint8Array(32).fill(0xff)
  // P-256 has no point with x = 1.
  const offTheCurve = Uint8Array.of(...new Uint8Array(31), 1)
  return [
    ['phone: a key id instead of the key', cbor(new Map([[3, utf8('kid')]]))],
    ['phone: cnf with a second member', concat(Uint8Array.of(0xa2), somePhone().slice(1), cbor(3), cbor(utf8('kid')))],
    ['phone: key type OKP', somePhone({ 1: 1 })],
    ['phone: curve P-384', somePhone({ [-1]: 2 })],
    ['phone: x of 31 bytes', somePhone({ [-2]: new Uint8Array(31).fill(1) })],
    ['phone: x above the prime', somePhone({ [-2]: aboveThePrime })],
    ['phone: x off the curve', somePhone({ [-2]: offTheCurve })],
    ['phone: y in full', somePhone({ [-3]: new Uint8Array(32).fill(1) })],
    ['phone: y as a number', somePhone({ [-3]: 1 })],
    ['phone: a key id beside', somePhone({ 2: utf8('kid') })],
    ['phone: a private key beside', somePhone({ [-4]: new Uint8Array(32).fill(1) })],
  ]
}

function faultySheets(): [string, Uint8Array][] {
  const sheet = cbor(['李*兰', 0, '1949', 77_001])
  const good: Claim[] = [
    [1, cbor('city.example')],
    [4, cbor(EXPIRES)],
    [6, cbor(ISSUED_AT / 1_000)],
    [PAPER_CLAIM, sheet],
  ]
  const lastDay = (dayOf(ISSUED_AT) + 181) * 86_400 - 8 * 3_600
  return [
    [
      'paper: expiry after the 180th day',
      claimsMap(good.map((claim) => (claim[0] === 4 ? [4, cbor(lastDay + 1)] : claim))),
    ],
    ['paper: bound to a phone', claimsMap([...good.slice(0, 3), [8, somePhone()], ...good.slice(3)])],
    ['paper: with a colour', claimsMap([...good.slice(0, 3), [PAPER_CLAIM, cbor([0, '李*兰', 0, '1949', 77_001])]])],
    [
      'paper: with an epoch',
      claimsMap([...good.slice(0, 3), [PAPER_CLAIM, cbor(['李*兰', 0, '1949', 19_097, 77_001])]]),
    ],
  ]
}

function claimsWith(label: number, value: Uint8Array): Uint8Array {
  return claimsMap(someClaims().map((claim) => (claim[0] === label ? [label, value] : claim)))
}

function holderWith(place: number, value: Uint8Array): Uint8Array {
  return claimsMap(someClaims(someHolder().map((old, at) => (at === place ? value : old))))
}

function longNumber(value: number): Uint8Array {
  return concat(Uint8Array.of(0x1b, 0, 0, 0, 0), cbor(value).slice(1))
}

function doubleBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}
