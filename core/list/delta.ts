import { concat, sameBytes } from '../bytes.ts'
import type { CborMap } from '../code/cbor.ts'
import type { Signer } from '../code/crypto.ts'
import type { Instant } from '../instant.ts'
import { changesOf, decodeChanges, encodeChanges, nextChain, type Changes } from './changes.ts'
import { CHAIN_LENGTH, DELTA_CLAIM, DELTA_CONTEXT, MAX_DELTA_FILE, PATH_STEP } from './format.ts'
import { isCount, readSigned, refused, signClaims, type Kind, type ListReader, type Read } from './signed.ts'

/**
 * The changes of an epoch's list after the delta `from` up to and with the delta `to`: a single one where `to` is the next
 * number, otherwise a roll-up. Immutable once published.
 */
export interface Delta {
  readonly epoch: number
  readonly from: number
  readonly to: number
  readonly asOf: Instant
  /** The value of the hash chain at `from`, and at `to`. */
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** The first four bytes of the chain's value at each number between. */
  readonly path: Uint8Array
  readonly changes: Changes
}

/** The single delta that comes next behind a number. */
export async function nextDelta(
  behind: { epoch: number; number: number; chain: Uint8Array },
  told: { asOf: Instant; changes: Changes },
  sha256: (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array,
): Promise<Delta> {
  const { epoch, number: from, chain: before } = behind
  const chain = await nextChain(before, encodeChanges(told.changes), sha256)
  return { epoch, from, to: from + 1, before, after: chain, path: new Uint8Array(), ...told }
}

/** One delta that does what some do one after another, each beginning where the one before ends. */
export function rollUp(deltas: readonly [Delta, ...Delta[]]): Delta {
  const [first] = deltas
  const last = deltas.at(-1) ?? first
  const path = deltas.flatMap((delta) =>
    delta === last ? [delta.path] : [delta.path, delta.after.subarray(0, PATH_STEP)],
  )
  return {
    epoch: first.epoch,
    from: first.from,
    to: last.to,
    asOf: last.asOf,
    before: first.before,
    after: last.after,
    path: concat(...path),
    changes: changesOf(pairsOf(deltas)),
  }
}

/** Whether a delta passes a number with this value of the chain; undefined where the number is none of its own. */
export function agrees(delta: Delta, number: number, chain: Uint8Array): boolean | undefined {
  if (number < delta.from || number > delta.to) return undefined
  if (number === delta.from) return sameBytes(delta.before, chain)
  if (number === delta.to) return sameBytes(delta.after, chain)
  const at = (number - delta.from - 1) * PATH_STEP
  return sameBytes(delta.path.subarray(at, at + PATH_STEP), chain.subarray(0, PATH_STEP))
}

/** Signs a delta. Milliseconds of its time are dropped. */
export async function signDelta(delta: Delta, signer: Signer): Promise<Uint8Array> {
  const { epoch, from, to, before, after: end, path, changes } = delta
  return signClaims([[DELTA_CLAIM, [epoch, from, to, before, end, path, encodeChanges(changes)]]], {
    at: delta.asOf,
    context: DELTA_CONTEXT,
    signer,
  })
}

/** Reads the file of a delta that was asked for. Never throws. */
export async function readDelta(
  bytes: Uint8Array,
  asked: { epoch: number; from: number; to: number },
  reader: ListReader,
): Promise<Read<Delta>> {
  const read = await readSigned(bytes, KIND, reader)
  if (!read.ok) return read
  const { raw, ...delta } = read.value
  if (delta.epoch !== asked.epoch || delta.from !== asked.from || delta.to !== asked.to) return refused('misplaced')
  // A single delta's link follows from what it says; a roll-up's follows from single ones that are not in it.
  const isSingle = delta.to === delta.from + 1
  if (isSingle && !sameBytes(await nextChain(delta.before, raw, reader.crypto.sha256), delta.after))
    return refused('malformed')
  return { ok: true, value: delta }
}

const KIND: Kind<Delta & { readonly raw: Uint8Array }> = {
  context: DELTA_CONTEXT,
  maxBytes: MAX_DELTA_FILE,
  decode: decodeDelta,
}

function decodeDelta(claims: CborMap, asOf: Instant): (Delta & { readonly raw: Uint8Array }) | undefined {
  const told = claims.get(DELTA_CLAIM)
  if (claims.size !== 2 || !Array.isArray(told) || told.length !== 7) return undefined
  const [epoch, from, to, before, end, path, raw] = told
  if (!isCount(epoch) || !isCount(from) || !isCount(to) || to <= from) return undefined
  if (!isChain(before) || !isChain(end) || !(path instanceof Uint8Array) || !(raw instanceof Uint8Array))
    return undefined
  const changes = path.length === (to - from - 1) * PATH_STEP ? decodeChanges(raw) : undefined
  return changes && { epoch, from, to, asOf, before, after: end, path, changes, raw }
}

/** Whether a decoded value can be one of the chain's. */
export function isChain(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === CHAIN_LENGTH
}

function* pairsOf(deltas: readonly Delta[]): Iterable<readonly [number, number]> {
  for (const { changes } of deltas) {
    for (let at = 0; at < changes.places.length; at += 1) yield [changes.places[at]!, changes.values[at]!]
  }
}
