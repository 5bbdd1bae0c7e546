// What the record of an act says, beside the leaf: who did it to whom and why, as a list in JSON that the leaf's commitment is over.

import { concat, sameBytes, utf8 } from '../bytes.ts'
import type { Sha256 } from './hashes.ts'
import type { LoggedAct } from './leaf.ts'

/** What a record says of an act besides what its leaf says; by ids only. */
export interface Said {
  readonly actorKind: string
  readonly actorId: string | null
  readonly organisationId: string | null
  readonly subjectId: string | null
  readonly purpose: string | null
  readonly caseNumber: string | null
  /** JSON. */
  readonly detail: string
}

/** The text that is committed to: SHA-256 over a salt and this. */
export function writeSaid(act: Pick<LoggedAct, 'at' | 'kind' | 'id'>, said: Said): string {
  const { actorKind, actorId, organisationId, subjectId, purpose, caseNumber, detail } = said
  return JSON.stringify([
    act.at,
    act.kind,
    act.id,
    actorKind,
    actorId,
    organisationId,
    subjectId,
    purpose,
    caseNumber,
    detail,
  ])
}

/** What a record says, if it is what the leaf of its act is committed to; undefined where somebody has altered the one or the other. */
export function readSaid(
  act: LoggedAct,
  { salt, text }: { readonly salt: Uint8Array; readonly text: string },
  sha256: Sha256,
): Said | undefined {
  if (!sameBytes(sha256(concat(salt, utf8(text))), act.commitment)) return undefined
  const [at, kind, id, actorKind, ...rest] = JSON.parse(text) as [number, string, string, string, ...(string | null)[]]
  if (at !== act.at || kind !== act.kind || id !== act.id) return undefined
  const [actorId = null, organisationId = null, subjectId = null, purpose = null, caseNumber = null, detail] = rest
  return { actorKind, actorId, organisationId, subjectId, purpose, caseNumber, detail: detail ?? '{}' }
}
