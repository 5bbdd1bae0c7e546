import { Type, type Static } from 'typebox'
import { Bilingual, Moment, Uuid } from './atoms.ts'

/** That somebody read about the person who asks: in which role, of which organisation, why and when; never who he is. */
export const ReadingView = Type.Object({
  readingId: Uuid,
  at: Moment,
  /** What was read. */
  what: Type.Union([
    Type.Literal('code-verified'),
    Type.Literal('holder-photo-read'),
    Type.Literal('confirmation-read'),
    Type.Literal('colour-explained'),
    Type.Literal('distant-entries-read'),
    Type.Literal('hand-fact-read'),
    Type.Literal('hand-fact-document-read'),
    Type.Literal('appeal-read'),
    Type.Literal('appeal-question-read'),
    Type.Literal('appeal-proof-read'),
    Type.Literal('appeal-question-proof-read'),
    Type.Literal('log-record-read'),
  ]),
  role: Type.Union([
    Type.Literal('guard'),
    Type.Literal('identity-officer'),
    Type.Literal('health-officer'),
    Type.Literal('appeal-officer'),
    Type.Literal('department-officer'),
    Type.Literal('auditor'),
    Type.Literal('operator'),
  ]),
  /** Absent of the operator, and of an organisation that is no longer on file. */
  organisation: Type.Optional(Bilingual),
  /** A word of a closed list, or what the operator wrote. */
  purpose: Type.String(),
})
export type ReadingView = Static<typeof ReadingView>

/** The newest first, at most 50; `next` continues as `?before=`. */
export const Readings = Type.Object({ readings: Type.Array(ReadingView), next: Type.Optional(Uuid) })
export type Readings = Static<typeof Readings>
