// What a leaf says of an act: that it was done, when and of which kind, and a commitment to the rest. Nobody is in it.

import { fromHex, hex, utf8 } from '../bytes.ts'
import { instant, type Instant } from '../instant.ts'

/** An act as the log has it. */
export interface LoggedAct {
  /** The record's id, a UUID in lower case. */
  readonly id: string
  readonly at: Instant
  readonly kind: string
  /** SHA-256 over a salt and the record, 32 bytes. */
  readonly commitment: Uint8Array
}

const VERSION = 'suishenma-act/1'
const LONGEST = 200
const LEAF = new RegExp(
  `^${VERSION} ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (0|[1-9][0-9]{0,15}) ([a-z][a-z-]{0,62}) ([0-9a-f]{64})$`,
)

/** The leaf of an act: one line of ASCII without its end. */
export function writeLeaf({ id, at, kind, commitment }: LoggedAct): Uint8Array {
  return utf8(`${VERSION} ${id} ${at} ${kind} ${hex(commitment)}`)
}

/** The act that a leaf tells of; undefined for anything that `writeLeaf` does not write. */
export function readLeaf(entry: Uint8Array): LoggedAct | undefined {
  const [, id, at, kind, commitment] = LEAF.exec(textOf(entry)) ?? []
  const bytes = fromHex(commitment ?? '')
  if (id === undefined || kind === undefined || !bytes) return undefined
  return { id, at: instant(Number(at)), kind, commitment: bytes }
}

/** Whether a leaf tells of an act: the same question, for whoever asks it a million times. */
export function isActLeaf(entry: Uint8Array): boolean {
  return LEAF.test(textOf(entry))
}

// Whatever is not ASCII becomes something that no leaf has.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function textOf(entry: Uint8Array): string {
  return entry.length > LONGEST ? '' : decoder.decode(entry)
}
