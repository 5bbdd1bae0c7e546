import { Type, type Static } from 'typebox'
import { Bilingual, Moment, Uuid } from './atoms.ts'

/** What of the log and the database is held against each other; each part is walked by itself. */
export const ComparedPart = Type.Union([
  /** Leaves against the acts that have their places, and bodies against the commitments. */
  Type.Literal('leaves'),
  /** Acts: each has a place or waits for one. */
  Type.Literal('acts'),
  /** Bodies: each has its act. */
  Type.Literal('bodies'),
  /** What waits for a place: each has its act. */
  Type.Literal('queue'),
  /** People: evidence, identities, colours and their acts. */
  Type.Literal('people'),
])
export type ComparedPart = Static<typeof ComparedPart>

/** Ask for the next stretch of a part, `after` being the `next` of the stretch before. */
export const CompareRequest = Type.Object(
  { part: ComparedPart, after: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{1,36}$' })) },
  { additionalProperties: false },
)
export type CompareRequest = Static<typeof CompareRequest>

/** Something that differs: what, by name, and of which leaf, act, body, person or piece of evidence. */
export const Difference = Type.Object({
  what: Type.String(),
  leaf: Type.Optional(Type.Integer({ minimum: 0 })),
  act: Type.Optional(Uuid),
  person: Type.Optional(Uuid),
  evidence: Type.Optional(Uuid),
})
export type Difference = Static<typeof Difference>

/** A stretch that was compared; without `next` the part ends here. */
export const CompareAnswer = Type.Object({
  compared: Type.Integer({ minimum: 0 }),
  differences: Type.Array(Difference),
  next: Type.Optional(Type.String()),
})
export type CompareAnswer = Static<typeof CompareAnswer>

/** An act as the log tells it: when, of which kind, and a commitment to the rest. */
export const LogRecord = Type.Object({
  id: Uuid,
  at: Moment,
  kind: Type.String(),
  /** SHA-256, 32 bytes in hexadecimal. */
  commitment: Type.String(),
  /** Its place in the log; absent: it waits for one, a minute at most. */
  leaf: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Whether the rest is still held; retention empties it, and the log stays whole. */
  isHeld: Type.Boolean(),
})
export type LogRecord = Static<typeof LogRecord>

/** The newest first, at most 50; `next` goes on as `?after=`, also where nothing was found so far. */
export const LogRecords = Type.Object({ records: Type.Array(LogRecord), next: Type.Optional(Uuid) })
export type LogRecords = Static<typeof LogRecords>

/** Why an auditor opens a record: who is in it reads so on his page. */
export const LogRecordReading = Type.Object(
  { purpose: Type.Union([Type.Literal('audit'), Type.Literal('alarm'), Type.Literal('enquiry')]) },
  { additionalProperties: false },
)
export type LogRecordReading = Static<typeof LogRecordReading>

/** What an act's record says; without `held` retention has emptied it. */
export const LogRecordOpened = Type.Object({
  held: Type.Optional(
    Type.Object({
      /** 16 bytes in hexadecimal; the commitment is SHA-256 over them and `said`. */
      salt: Type.String(),
      /** A list in JSON: moment, kind, id, kind and id of the actor, organisation, subject, purpose, case number, detail. */
      said: Type.String(),
      /** The name of the organisation, which is not part of what was committed to. */
      organisation: Type.Optional(Bilingual),
    }),
  ),
})
export type LogRecordOpened = Static<typeof LogRecordOpened>
