import fc from 'fast-check'
import { ALTERED_PARTS, BASE45, type AlteredPart, type Change } from './altered-codes.ts'
import { HONEST, SIGNERS } from './honest-codes.ts'
import { OTHER_BYTES, STRANGE_VALUES, type Edit, type OtherBytes } from './loose-cbor.ts'

// What is tried against a verifier, as plain data: it can be read, and made smaller until only what matters is left.

/** Whose key does what. */
export type KeyName = keyof typeof SIGNERS

/** One try. `base` is the place of the honest code that it starts from. */
export type Recipe =
  | { readonly how: 'altered'; readonly base: number; readonly part: AlteredPart; readonly change: Change }
  | {
      readonly how: 'characters'
      readonly base: number
      readonly at: number
      readonly cut: number
      readonly put: string
    }
  | { readonly how: 'groups beyond their bytes'; readonly base: number; readonly group: number }
  | { readonly how: 'spliced'; readonly base: number; readonly other: number; readonly parts: readonly AlteredPart[] }
  | {
      readonly how: 'edited and signed by a stranger'
      readonly base: number
      readonly place: number
      readonly edit: Edit
    }
  | {
      readonly how: 'written otherwise'
      readonly part: 'message' | 'header' | 'payload' | 'proof' | 'proof-header' | 'proof-payload'
      readonly place: number
      readonly as: OtherBytes
    }
  | {
      readonly how: 'by the wrong key'
      readonly by: KeyName
      readonly named: KeyName
      readonly algorithm: number
      readonly phone: KeyName
      readonly context: string
    }
  | { readonly how: 'outside its time'; readonly secondsAfterEnd: number; readonly paper: boolean }
  | { readonly how: 'issued outside the time of its key'; readonly secondsOutside: number; readonly early: boolean }
  | { readonly how: 'replayed'; readonly base: number; readonly millisecondsLate: number; readonly early: boolean }
  | { readonly how: 'demo'; readonly asCity: boolean; readonly atDemoGate: boolean }
  | { readonly how: 'oversized'; readonly base: number; readonly filler: string; readonly times: number }
  | { readonly how: 'noise'; readonly text: string }

const base = fc.nat(HONEST.length - 1)
const place = fc.nat(40)
const part = fc.constantFrom(...ALTERED_PARTS)
/** Somebody's key. */
export const key = fc.constantFrom(...(Object.keys(SIGNERS) as KeyName[]))

/** What becomes of one item. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom<Edit>('next', 'remove', 'double', 'wrap', 'tag'),
  fc.constantFrom(...STRANGE_VALUES).map((put) => ({ put })),
)

/** An alteration of bytes. */
export const change: fc.Arbitrary<Change> = fc.oneof(
  fc.array(fc.nat(4_000), { minLength: 1, maxLength: 3 }).map((bits) => ({ flip: bits })),
  fc.record({ at: fc.nat(500), cut: fc.nat(4), put: fc.array(fc.nat(255), { maxLength: 4 }) }),
  fc.record({ keep: fc.nat(500) }),
  fc.record({ copy: fc.nat(500), length: fc.integer({ min: 1, max: 80 }), to: fc.nat(500) }),
  fc.record({ place, edit }),
  fc.record({ place, as: fc.constantFrom(...OTHER_BYTES) }),
  fc.record({ fill: fc.constantFrom(0, 1, 255) }),
  fc.record({ twin: fc.constantFrom('ES256' as const, 'EdDSA' as const) }),
)

/** Any try: bits, bytes and characters altered, structure altered, forged, expired, replayed, keys and algorithms confused. */
export function aRecipe(): fc.Arbitrary<Recipe> {
  const text = fc.string({ unit: fc.constantFrom(...BASE45, 'a', '码'), maxLength: 3 })
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ how: fc.constant('altered'), base, part, change }) },
    {
      weight: 3,
      arbitrary: fc.record({ how: fc.constant('characters'), base, at: fc.nat(480), cut: fc.nat(4), put: text }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ how: fc.constant('groups beyond their bytes'), base, group: fc.nat(200) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        how: fc.constant('spliced'),
        base,
        other: base,
        parts: fc.subarray([...ALTERED_PARTS], { minLength: 1 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ how: fc.constant('edited and signed by a stranger'), base, place, edit }) },
    {
      weight: 2,
      arbitrary: fc.record({
        how: fc.constant('written otherwise'),
        part: fc.constantFrom('message', 'header', 'payload', 'proof', 'proof-header', 'proof-payload'),
        place: fc.nat(20),
        as: fc.constantFrom(...OTHER_BYTES),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        how: fc.constant('by the wrong key'),
        by: mostly('city', key),
        named: mostly('city', key),
        // COSE: ES256, EdDSA, ES384, HMAC, AES, ES256K, RS256, Ed25519, none.
        algorithm: mostly(-7, fc.constantFrom(-8, -35, 5, 1, -47, -257, -19, 0)),
        phone: mostly('phone', key),
        context: mostly('SSM1 credential', fc.constantFrom('SSM1 paper', 'SSM1 proof', 'SSM1 list', '')),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('outside its time'),
        secondsAfterEnd: fc.oneof(fc.nat(100), fc.nat(1_000_000_000)),
        paper: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('issued outside the time of its key'),
        secondsOutside: fc.oneof(fc.nat(100), fc.nat(100_000_000)),
        early: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('replayed'),
        base,
        millisecondsLate: fc.oneof(fc.nat(1_000), fc.nat(10_000_000_000)),
        early: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ how: fc.constant('demo'), asCity: fc.boolean(), atDemoGate: fc.boolean() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('oversized'),
        base,
        filler: fc.constantFrom('0', ' ', '%69', 'SSM1:', 'VB8', '码', '6BF'),
        times: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.constantFrom(10_000, 10_000_000)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('noise'),
        text: fc.oneof(
          fc.string({ unit: fc.constantFrom(...BASE45), maxLength: 478 }).map((body) => `SSM1:${body}`),
          fc.string({ maxLength: 600, unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) }),
        ),
      }),
    },
  ) as fc.Arbitrary<Recipe>
}

/** Mostly what is right, so that often one thing alone is wrong. */
export function mostly<Right, Other>(right: Right, others: fc.Arbitrary<Other>): fc.Arbitrary<Right | Other> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: others })
}
