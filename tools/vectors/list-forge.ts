// Files of a list put together claim by claim, so that exactly one thing can be wrong with them.

import { concat, hex } from '../../core/bytes.ts'
import type { Cbor } from '../../core/code/cbor.ts'
import { head } from '../../core/code/heads.ts'
import { SECOND } from '../../core/instant.ts'
import * as format from '../../core/list/format.ts'
import type { ListFault } from '../../core/list/signed.ts'
import { deflate } from '../../server/lists/sealing.ts'
import { KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { SAMPLE_EPOCH } from '../../test/list-samples.ts'
import { cbor, forgeSign1, issuerHeader } from './forge.ts'
import * as sample from './list-values.ts'
import type { ListVector } from './list-values.ts'

export type Kind = ListVector['kind']
export type Claims = readonly (readonly [label: number, value: Cbor])[]

export const IAT = SHOWN_AT / SECOND
const ASKED: Readonly<Record<Kind, ListVector['asked']>> = {
  shard: sample.ASKED_SHARD,
  delta: sample.ASKED_DELTA,
  index: undefined,
  withdrawn: undefined,
}
export const CONTEXT: Readonly<Record<Kind, Uint8Array>> = {
  shard: format.SHARD_CONTEXT,
  delta: format.DELTA_CONTEXT,
  index: format.INDEX_CONTEXT,
  withdrawn: format.WITHDRAWN_CONTEXT,
}

export async function claimsOf(kind: Kind): Promise<Claims> {
  const iat: [number, Cbor] = [format.ISSUED_AT, IAT]
  switch (kind) {
    case 'shard': {
      const { epoch, shard, number, values, expires } = sample.sampleShard()
      const status = new Map<string, Cbor>([
        ['bits', 2],
        ['lst', deflate(values)],
      ])
      return [
        iat,
        [format.SUBJECT, `/list/${epoch}/${shard}`],
        [format.EXPIRES, expires / SECOND],
        [format.STATUS_LIST, status],
        [format.SHARD_CLAIM, [epoch, shard, number]],
      ]
    }
    case 'delta':
      return [iat, [format.DELTA_CLAIM, sample.deltaClaim(await sample.sampleDelta())]]
    case 'index':
      return [iat, [format.INDEX_CLAIM, indexClaim()]]
    case 'withdrawn':
      return [iat, [format.WITHDRAWN_CLAIM, [5, new Uint8Array()]]]
  }
}

export function indexClaim(): [string, number, Cbor[][]] {
  const chain = sample.SAMPLE_ENTRY.chain
  return [
    sample.SAMPLE_INDEX.address,
    sample.SAMPLE_INDEX.withdrawn,
    [
      [SAMPLE_EPOCH, [477, 1], 1_649_952_009, chain, [1_649_952_000, 4], [3]],
      [SAMPLE_EPOCH + 1, [477], 7, chain, [7], []],
    ],
  ]
}

export function signed(kind: Kind, claims: Claims): Promise<Uint8Array> {
  return forgeSign1({ header: issuerHeader(KEYS.city), payload: payloadOf(claims), context: CONTEXT[kind] })
}

export function vectorOf(
  kind: Kind,
  name: string,
  because: ListFault,
  file: Uint8Array,
  rest: Partial<ListVector> = {},
): ListVector {
  const asked = ASKED[kind]
  const common = { ...sample.COMMON, ...(asked === undefined ? {} : { asked }), ...rest }
  return { name, kind, ...common, file: hex(file), expect: { ok: false, because } }
}

export function payloadOf(claims: Claims): Uint8Array {
  return cbor(new Map<number, Cbor>(claims))
}

/** The same claims as a map whose keys descend. */
export function reversed(claims: Claims): Uint8Array {
  const entries = claims.map(([label, value]) => [cbor(label), cbor(value)] as const)
  const descending = entries.toSorted(([a], [b]) => (hex(a) < hex(b) ? 1 : -1))
  return concat(head(5, claims.length), ...descending.flat())
}

export function replaced(claims: Claims, other: Claims): Claims {
  return claims.map(([label, value]) => [label, other.find(([one]) => one === label)?.[1] ?? value] as const)
}
