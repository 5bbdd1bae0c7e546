// What stands in each file of docs/vectors.

import { createHash } from 'node:crypto'
import { hex, utf8 } from '../../core/bytes.ts'
import { encodeBase45 } from '../../core/code/base45.ts'
import { publishKey } from '../../core/code/published-key.ts'
import { domainSize, placesOf, type EpochShape } from '../../core/permutation.ts'
import { aesBlocks } from '../../server/kit/code-crypto.ts'
import { KEYS, PUBLISHED, SHOWN_AT } from '../../test/code-samples.ts'
import { forgedClaims } from './forged-claims.ts'
import { forgedEnvelopes } from './forged-envelopes.ts'
import type { CodeVector } from './forge.ts'
import { genuine, refused, untold } from './judged.ts'

const WARNING = 'Made up for tests. The private keys are public: never use them.'

/** Codes and what a verifier that knows keys.json says of each. */
export async function codeVectors(): Promise<{ about: string; codes: CodeVector[] }> {
  const malformed = [...(await forgedEnvelopes()), ...(await forgedClaims())].map(([name, text]): CodeVector => ({
    name,
    text,
    now: SHOWN_AT,
    acceptsDemo: false,
    expect: { genuine: false, because: 'malformed' },
  }))
  const codes = [...(await genuine()), ...(await refused()), ...(await untold()), ...malformed]
  return { about: `${WARNING} "now" and moments in milliseconds since 1970-01-01T00:00:00Z.`, codes }
}

/** The issuing keys that the verifier knows, and every private key. */
export function keyVectors(): object {
  return {
    about: `${WARNING} Private keys in hexadecimal: the scalar of P-256, the seed of Ed25519.`,
    published: PUBLISHED.map(publishKey),
    private: Object.fromEntries(Object.entries(KEYS).map(([name, key]) => [name, hex(key.secret)])),
  }
}

/** Numbers and their places, in a park, a town and a city of 25 million, with and without appended segments. */
export function permutationVectors(): object {
  const key = new Uint8Array(createHash('sha256').update('SSM1 vectors: epoch').digest())
  const shapes: [string, EpochShape][] = [
    ['a park: one shard', { segments: [{ first: 0, size: domainSize(40_000) }] }],
    [
      'a town: two shards, one more appended, then two',
      {
        segments: [
          { first: 0, size: domainSize(100_000) },
          { first: 131_072, size: 65_536 },
          { first: 196_608, size: 131_072 },
        ],
      },
    ],
    [
      'a city: 25 million',
      {
        segments: [
          { first: 0, size: domainSize(25_000_000) },
          { first: 31_260_672, size: 65_536 },
        ],
      },
    ],
  ]
  return {
    about: `${WARNING} "places": pairs of a number and its place. "all": SHA-256 over the places of all numbers in turn, four bytes each, big-endian.`,
    key: hex(key),
    shapes: shapes.map(([name, shape]) => shapeVector(name, shape, key)),
  }
}

/** Base45 both ways, and texts that have no bytes. */
export function base45Vectors(): object {
  const inputs = ['', 'AB', 'Hello!!', 'base-45', 'ietf!', '\u0000', '\u0000\u0000', '\u00ff', '随申码']
  return {
    about: 'Bytes in hexadecimal and their text (RFC 9285); and texts that must be refused, with the reason.',
    good: [...inputs.map(utf8), Uint8Array.of(0xff), Uint8Array.of(0xff, 0xff)].map((bytes) => ({
      bytes: hex(bytes),
      text: encodeBase45(bytes),
    })),
    bad: [
      { text: '0', because: 'a length of 1 modulo 3' },
      { text: '0000', because: 'a length of 1 modulo 3' },
      { text: 'GGW', because: '65536 does not fit two bytes' },
      { text: ':::', because: '91124 does not fit two bytes' },
      { text: 'V5', because: '256 does not fit a byte' },
      { text: '::', because: '2024 does not fit a byte' },
      { text: 'bb8', because: 'small letters' },
      { text: 'BB8\n', because: 'a foreign character' },
      { text: 'BB_', because: 'a foreign character' },
      { text: 'BB码', because: 'a foreign character' },
    ],
  }
}

function shapeVector(name: string, shape: EpochShape, key: Uint8Array): object {
  const encryptBlocks = aesBlocks(key)
  const end = shape.segments.reduce((sum, segment) => sum + segment.size, 0)
  const edges = shape.segments.flatMap(({ first, size }) => [first, first + 1, first + 2, first + size - 1])
  const some = Uint32Array.from([...edges, ...[7, 1_000, 12_345, 65_535].filter((number) => number < end)])
  const places = placesOf(shape, some, encryptBlocks)
  return {
    name,
    segments: shape.segments,
    places: [...some].map((number, at) => [number, places[at]]),
    ...(end <= 400_000
      ? {
          all: hexOfAll(
            placesOf(
              shape,
              Uint32Array.from({ length: end }, (_, at) => at),
              encryptBlocks,
            ),
          ),
        }
      : {}),
  }
}

function hexOfAll(places: Uint32Array): string {
  const bytes = new Uint8Array(places.length * 4)
  const view = new DataView(bytes.buffer)
  places.forEach((place, at) => view.setUint32(at * 4, place))
  return createHash('sha256').update(bytes).digest('hex')
}
