import fc from 'fast-check'
import { CONTEXTS, DEFLATED, KINDS, PARTS, type FilePart, type Misdeflated } from './file-forger.ts'
import { FILES, type FileKind } from './honest-files.ts'
import { OTHER_BYTES, type Edit, type OtherBytes } from './loose-cbor.ts'
import type { Change } from './altered-codes.ts'
import { change, edit, key, mostly, type KeyName } from './recipes.ts'

// What is tried against readers of files, as plain data. `base` is the place of the honest file that a try starts from.

/** One try. */
export type FileRecipe =
  | { readonly how: 'altered'; readonly base: number; readonly part: FilePart; readonly change: Change }
  | { readonly how: 'cut off'; readonly base: number; readonly keep: number }
  | {
      readonly how: 'oversized'
      readonly base: number
      readonly part: FilePart
      readonly filler: number
      readonly bytes: number
    }
  | {
      readonly how: 'edited and signed by a stranger'
      readonly base: number
      readonly place: number
      readonly edit: Edit
    }
  | { readonly how: 'written otherwise'; readonly base: number; readonly place: number; readonly as: OtherBytes }
  /** What is undefined is as it should be. */
  | {
      readonly how: 'by the wrong key'
      readonly base: number
      readonly by: KeyName
      readonly named: KeyName | undefined
      readonly algorithm: number | undefined
      readonly context: string | undefined
    }
  | { readonly how: 'in the place of another'; readonly base: number; readonly as: FileKind }
  | { readonly how: 'badly deflated by the city'; readonly list: Misdeflated; readonly bytes: number }
  | { readonly how: 'expired'; readonly as: FileKind; readonly secondsAfterEnd: number }
  | { readonly how: 'rolled back'; readonly version: number }
  | { readonly how: 'noise'; readonly as: FileKind; readonly bytes: Uint8Array }

const base = fc.nat(FILES.length - 1)
const place = fc.nat(60)
const kind = fc.constantFrom(...KINDS)
const part = fc.constantFrom(...PARTS)

/** Any try. */
export function aFileRecipe(): fc.Arbitrary<FileRecipe> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ how: fc.constant('altered'), base, part, change }) },
    { weight: 2, arbitrary: fc.record({ how: fc.constant('cut off'), base, keep: fc.nat(2_000) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('oversized'),
        base,
        part,
        filler: fc.constantFrom(0, 0x5f, 0x81, 0x9f, 0xff),
        bytes: fc.oneof({ weight: 30, arbitrary: fc.nat(70_000) }, { weight: 1, arbitrary: fc.constant(1_000_000) }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ how: fc.constant('edited and signed by a stranger'), base, place, edit }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        how: fc.constant('written otherwise'),
        base,
        place,
        as: fc.constantFrom(...OTHER_BYTES),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        how: fc.constant('by the wrong key'),
        base,
        by: key,
        named: mostly(undefined, key),
        algorithm: mostly(undefined, fc.constantFrom(-7, -8, -35, 5, 1, -47, -257, -19, 0)),
        context: mostly(undefined, fc.constantFrom(...CONTEXTS)),
      }),
    },
    { weight: 2, arbitrary: fc.record({ how: fc.constant('in the place of another'), base, as: kind }) },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('badly deflated by the city'),
        list: fc.constantFrom(...DEFLATED),
        bytes: fc.oneof(fc.nat(16_383), fc.integer({ min: 16_385, max: 70_000 }), fc.constant(19_000_000)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('expired'),
        as: fc.constantFrom<FileKind>('shard 0', 'certificate'),
        secondsAfterEnd: fc.oneof(fc.nat(100), fc.nat(1_000_000_000)),
      }),
    },
    { weight: 1, arbitrary: fc.record({ how: fc.constant('rolled back'), version: fc.nat(20) }) },
    {
      weight: 1,
      arbitrary: fc.record({ how: fc.constant('noise'), as: kind, bytes: fc.uint8Array({ maxLength: 600 }) }),
    },
  ) as fc.Arbitrary<FileRecipe>
}
