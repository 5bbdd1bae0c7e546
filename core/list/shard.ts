import { LIST_COLOURS, type Colour } from '../colour.ts'
import { isMap, type Cbor, type CborMap } from '../code/cbor.ts'
import type { Signer } from '../code/crypto.ts'
import { LAST_SECOND } from '../code/format.ts'
import { SECOND, type Instant } from '../instant.ts'
import {
  EXPIRES,
  MAX_SHARD_FILE,
  SHARD_BYTES,
  SHARD_CLAIM,
  SHARD_CONTEXT,
  SHARD_LIFE_SECONDS,
  SHARD_SIZE,
  STATUS_LIST,
  SUBJECT,
  PLACES_END,
  type Deflate,
} from './format.ts'
import {
  isCount,
  readSeconds,
  readSigned,
  refused,
  signClaims,
  type Kind,
  type ListReader,
  type Read,
} from './signed.ts'
import { valueAt } from './two-bits.ts'

/** A shard of an epoch's list: 65,536 entries of two bits, right up to a numbered delta. */
export interface Shard {
  readonly epoch: number
  readonly shard: number
  /** The number of the last delta whose changes it has. */
  readonly number: number
  readonly asOf: Instant
  readonly expires: Instant
  /** 16,384 bytes. */
  readonly values: Uint8Array
}

/** The number of the shard in which a place lies. */
export function shardOf(index: number): number {
  return Math.floor(index / SHARD_SIZE)
}

/** The colour at a place of a shard; undefined where the place lies in another one. Grey stands for every "no colour". */
export function colourInShard(shard: Pick<Shard, 'shard' | 'values'>, index: number): Colour | undefined {
  return shardOf(index) === shard.shard ? LIST_COLOURS[valueAt(shard.values, index % SHARD_SIZE)] : undefined
}

type Sealed = Omit<Shard, 'values'> & { readonly list: Uint8Array }

/** Signs a shard as Token Status List has it. Milliseconds of its times are dropped. */
export async function signShard(shard: Shard, by: { signer: Signer; deflate: Deflate }): Promise<Uint8Array> {
  const status = new Map<string, Cbor>([
    ['bits', 2],
    ['lst', await by.deflate(shard.values)],
  ])
  return signClaims(
    [
      [SUBJECT, subjectOf(shard)],
      [EXPIRES, Math.floor(shard.expires / SECOND)],
      [STATUS_LIST, status],
      [SHARD_CLAIM, [shard.epoch, shard.shard, shard.number]],
    ],
    { at: shard.asOf, context: SHARD_CONTEXT, signer: by.signer },
  )
}

/** Reads the file of a shard that was asked for. Never throws; nothing is inflated that was not signed. */
export async function readShard(
  bytes: Uint8Array,
  asked: { epoch: number; shard: number },
  reader: ListReader,
): Promise<Read<Shard>> {
  const read = await readSigned(bytes, KIND, reader)
  if (!read.ok) return read
  const { list, ...shard } = read.value
  if (shard.epoch !== asked.epoch || shard.shard !== asked.shard) return refused('misplaced')
  if (reader.now >= shard.expires) return refused('expired')
  const values = await reader.inflate(list, SHARD_BYTES)
  return values?.length === SHARD_BYTES ? { ok: true, value: { ...shard, values } } : refused('malformed')
}

const KIND: Kind<Sealed> = { context: SHARD_CONTEXT, maxBytes: MAX_SHARD_FILE, decode }

function decode(claims: CborMap, asOf: Instant): Sealed | undefined {
  const told = claims.get(SHARD_CLAIM)
  const status = claims.get(STATUS_LIST)
  const expires = readSeconds(claims.get(EXPIRES))
  if (claims.size !== 5 || !Array.isArray(told) || told.length !== 3 || expires === undefined) return undefined
  if (!isMap(status) || status.size !== 2 || status.get('bits') !== 2) return undefined
  const list = status.get('lst')
  const [epoch, shard, number] = told
  if (!(list instanceof Uint8Array) || !isCount(epoch) || !isCount(shard) || !isCount(number)) return undefined
  if (shard >= PLACES_END / SHARD_SIZE || claims.get(SUBJECT) !== subjectOf({ epoch, shard })) return undefined
  const life = expires - asOf
  if (life <= 0 || life > SHARD_LIFE_SECONDS * SECOND) return undefined
  return { epoch, shard, number, asOf, expires, list }
}

function subjectOf({ epoch, shard }: { epoch: number; shard: number }): string {
  return `/list/${epoch}/${shard}`
}

/** When a shard that is right at a moment ends. */
export function shardExpiry(asOf: Instant): Instant {
  return Math.min(asOf + SHARD_LIFE_SECONDS * SECOND, LAST_SECOND * SECOND) as Instant
}
