// Files of a list that are signed as they should be and say what no file may say.

import { concat } from '../../core/bytes.ts'
import type { Cbor } from '../../core/code/cbor.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import * as format from '../../core/list/format.ts'
import type { ListFault } from '../../core/list/signed.ts'
import { deflate } from '../../server/lists/sealing.ts'
import { SHOWN_AT } from '../../test/code-samples.ts'
import { aChain, SAMPLE_EPOCH } from '../../test/list-samples.ts'
import { claimsOf, IAT, indexClaim, replaced, signed, vectorOf, type Claims } from './list-forge.ts'
import * as sample from './list-values.ts'
import type { ListVector } from './list-values.ts'

/** Shards. */
export async function forgedShards(): Promise<ListVector[]> {
  const { epoch, shard, number, values } = sample.sampleShard()
  const list = (lst: Uint8Array, bits = 2): Cbor =>
    new Map<string, Cbor>([
      ['bits', bits],
      ['lst', lst],
    ])
  const right = await claimsOf('shard')
  const lst = deflate(values)
  const forge = async (because: ListFault, name: string, other: Claims, rest: Partial<ListVector> = {}) =>
    vectorOf('shard', `shard: ${name}`, because, await signed('shard', replaced(right, other)), rest)
  const { SUBJECT, EXPIRES, STATUS_LIST, SHARD_CLAIM } = format
  return [
    await forge('misplaced', 'another one than was asked for', [], { asked: { epoch, shard: shard + 1 } }),
    await forge('misplaced', 'of another epoch than was asked for', [], { asked: { epoch: epoch + 1, shard } }),
    await forge('expired', 'at the moment of its end', [], { now: after(SHOWN_AT, DAY_LENGTH) }),
    await forge('malformed', 'a life of a day and a second', [[EXPIRES, IAT + 86_401]]),
    await forge('malformed', 'no life at all', [[EXPIRES, IAT]]),
    await forge('malformed', 'another subject than its claim', [[SUBJECT, `/list/${epoch}/${shard + 1}`]]),
    await forge('malformed', 'a shard beyond all places', [
      [SUBJECT, `/list/${epoch}/65536`],
      [SHARD_CLAIM, [epoch, 65_536, number]],
    ]),
    await forge('malformed', 'a negative number', [[SHARD_CLAIM, [epoch, shard, -1]]]),
    await forge('malformed', 'no number', [[SHARD_CLAIM, [epoch, shard]]]),
    await forge('malformed', 'one bit an entry', [[STATUS_LIST, list(lst, 1)]]),
    await forge('malformed', 'a list that is not deflated', [[STATUS_LIST, list(values.slice(0, 64))]]),
    await forge('malformed', 'a byte behind the deflated list', [[STATUS_LIST, list(concat(lst, Uint8Array.of(0)))]]),
    await forge('malformed', 'a list that is cut off', [[STATUS_LIST, list(lst.slice(0, -1))]]),
    await forge('malformed', '65,532 entries', [[STATUS_LIST, list(deflate(values.slice(0, -1)))]]),
    await forge('malformed', '65,540 entries', [[STATUS_LIST, list(deflate(concat(values, Uint8Array.of(0))))]]),
    await forge('malformed', 'a million zeros, deflated', [[STATUS_LIST, list(deflate(new Uint8Array(1_000_000)))]]),
  ]
}

/** Deltas. */
export async function forgedDeltas(): Promise<ListVector[]> {
  const delta = await sample.sampleDelta()
  const right = sample.deltaClaim(delta)
  const [epoch, from, to, before, end, path, changes] = right
  const forge = async (
    because: ListFault,
    name: string,
    claim: readonly (Cbor | undefined)[],
    rest: Partial<ListVector> = {},
  ) =>
    vectorOf(
      'delta',
      `delta: ${name}`,
      because,
      await signed('delta', [
        [format.ISSUED_AT, IAT],
        [format.DELTA_CLAIM, claim as Cbor],
      ]),
      rest,
    )
  const asked = sample.ASKED_DELTA
  const bytes = (...some: number[]): Uint8Array => Uint8Array.from(some)
  // A roll-up's link cannot be recomputed, so only its changes are wrong with it.
  const rolled = (...some: number[]): Cbor[] => [
    epoch!,
    asked.from,
    asked.from + 2,
    before!,
    end!,
    bytes(1, 2, 3, 4),
    bytes(...some),
  ]
  const askedTwo = { asked: { ...asked, to: asked.from + 2 } }
  return [
    await forge('misplaced', 'another one than was asked for', right, {
      asked: { ...asked, from: asked.to, to: asked.to + 1 },
    }),
    await forge('misplaced', 'of another epoch than was asked for', right, {
      asked: { ...asked, epoch: SAMPLE_EPOCH + 1 },
    }),
    await forge('malformed', 'a chain that does not follow from the changes', [
      epoch,
      from,
      to,
      before,
      aChain('another'),
      path,
      changes,
    ]),
    await forge('malformed', 'a chain that does not follow from the one before', [
      epoch,
      from,
      to,
      aChain('another'),
      end,
      path,
      changes,
    ]),
    await forge('malformed', 'backwards', [epoch, to, from, before, end, path, changes]),
    await forge('malformed', 'from a number to itself', [epoch, from, from, before, end, path, changes]),
    await forge('malformed', 'a single delta with a path', [epoch, from, to, before, end, bytes(1, 2, 3, 4), changes]),
    await forge(
      'malformed',
      'a roll-up without a path',
      [epoch, asked.from, asked.from + 2, before, end, path, changes],
      askedTwo,
    ),
    await forge('malformed', 'a chain value of 31 bytes', [
      epoch,
      from,
      to,
      (before as Uint8Array).slice(1),
      end,
      path,
      changes,
    ]),
    await forge('malformed', 'a varint that is cut off', rolled(0x80), askedTwo),
    await forge('malformed', 'a varint that is not in its shortest form', rolled(0x81, 0x00), askedTwo),
    await forge('malformed', 'a varint of six bytes', rolled(0x80, 0x80, 0x80, 0x80, 0x80, 0x01), askedTwo),
    await forge('malformed', 'a place beyond all', rolled(0x80, 0x80, 0x80, 0x80, 0x40), askedTwo),
  ]
}

/** Indexes and lists of withdrawn phones. */
export async function forgedTables(): Promise<ListVector[]> {
  const [address, withdrawn, epochs] = indexClaim()
  const [epoch, segments, headNumber, chain, hours, minutes] = epochs[0]!
  const index = async (name: string, claim: Cbor) =>
    vectorOf(
      'index',
      `index: ${name}`,
      'malformed',
      await signed('index', [
        [format.ISSUED_AT, IAT],
        [format.INDEX_CLAIM, claim],
      ]),
    )
  const entry = (name: string, ...values: Cbor[]) => index(name, [address, withdrawn, [values]])
  const phones = async (name: string, entries: Uint8Array) =>
    vectorOf(
      'withdrawn',
      `withdrawn: ${name}`,
      'malformed',
      await signed('withdrawn', [
        [format.ISSUED_AT, IAT],
        [format.WITHDRAWN_CLAIM, [5, entries]],
      ]),
    )
  const one = (byte: number, seconds = IAT): Uint8Array => {
    const whole = new Uint8Array(20).fill(byte, 0, 16)
    new DataView(whole.buffer).setUint32(16, seconds)
    return whole
  }
  return [
    await entry('a head before its last mark', epoch!, segments!, 1_649_952_006, chain!, hours!, minutes!),
    await entry('no hour', epoch!, segments!, headNumber!, chain!, [], minutes!),
    await entry('an hour twice', epoch!, segments!, headNumber!, chain!, [1_649_952_000, 0], minutes!),
    await entry('a minute that is the hour’s mark', epoch!, segments!, headNumber!, chain!, hours!, [0]),
    await entry('no segment', epoch!, [], headNumber!, chain!, hours!, minutes!),
    await entry('a segment of no shard', epoch!, [477, 0], headNumber!, chain!, hours!, minutes!),
    await entry('more shards than there are places', epoch!, [65_536, 1], headNumber!, chain!, hours!, minutes!),
    await entry('a chain value of 33 bytes', epoch!, segments!, headNumber!, new Uint8Array(33), hours!, minutes!),
    await index('an epoch twice', [address, withdrawn, [epochs[0]!, epochs[0]!]]),
    await index('epochs that descend', [address, withdrawn, [epochs[1]!, epochs[0]!]]),
    await index('an address that is none', ['javascript:alert(1)', withdrawn, epochs]),
    await index('an address with a slash at its end', ['https://lists.city.example/list/', withdrawn, epochs]),
    await phones('hashes that descend', concat(one(2), one(1))),
    await phones('a hash twice', concat(one(1), one(1))),
    await phones('half an entry', one(1).slice(0, 10)),
    await phones('an end after 2100', one(1, 4_102_444_801)),
  ]
}
