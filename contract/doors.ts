import { Type, type Static } from 'typebox'
import { Bilingual, ColourName, Document, MaskedDocument, Moment, Uuid } from './atoms.ts'

const closed = { additionalProperties: false }

/** A door policy as it goes to a gate; the same shape as `DoorPolicy` of core. */
export const PolicyView = Type.Object({
  name: Bilingual,
  mode: Type.Union([Type.Literal('open'), Type.Literal('takeaway-only'), Type.Literal('closed')]),
  admitted: Type.Array(ColourName),
  lookedAt: Type.Array(ColourName),
  refused: Type.Array(ColourName),
  withoutCode: Type.Array(
    Type.Union([Type.Literal('register-here'), Type.Literal('paper'), Type.Literal('document-entry')]),
  ),
  feverCelsius: Type.Optional(Type.Number()),
  cannotTell: Type.Union([Type.Literal('document-and-temperature'), Type.Literal('admit-and-record')]),
  /** Whether the guard sees the holder's register photo. */
  photo: Type.Boolean(),
})

/** GB/T 38961 "verify code": is this text a genuine code, and what does it say now? `at` is the device's time of the scan. */
export const VerifyRequest = Type.Object(
  { gateId: Uuid, code: Type.String({ minLength: 1, maxLength: 2_000 }), at: Moment },
  closed,
)
export type VerifyRequest = Static<typeof VerifyRequest>

/** What a gate may know, and no more: never the reason of a colour. */
export const VerifyAnswer = Type.Object({
  shown: Type.Union([
    Type.Object({
      kind: Type.Literal('colour'),
      colour: ColourName,
      maskedName: Type.String(),
      document: MaskedDocument,
      /** A small register photo may be fetched for this scan: there is one, and the door's policy asks for it. */
      photo: Type.Boolean(),
    }),
    Type.Object({ kind: Type.Literal('no-code') }),
    Type.Object({
      kind: Type.Literal('not-genuine'),
      because: Type.Union([
        Type.Literal('malformed'),
        Type.Literal('signature'),
        Type.Literal('proof'),
        Type.Literal('expired'),
        Type.Literal('demo-key'),
        Type.Literal('wrong-issuer'),
        Type.Literal('withdrawn'),
      ]),
    }),
    Type.Object({
      kind: Type.Literal('cannot-tell'),
      because: Type.Union([Type.Literal('clock'), Type.Literal('unknown-key'), Type.Literal('grey')]),
    }),
  ]),
  serverTime: Moment,
})
export type VerifyAnswer = Static<typeof VerifyAnswer>

/** One passage through a door as the gate recorded it. `entryId` is a UUIDv7 made at the scan and never changed: sent twice, written once. */
export const EntryUpload = Type.Object(
  {
    entryId: Uuid,
    gateId: Uuid,
    /** Who was on duty at the scan, as `GateDuty` named him. */
    guardId: Uuid,
    /** The device's time of the scan. */
    at: Moment,
    direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
    /** What was scanned, or the document that was typed; neither: nobody was identified. */
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
    document: Type.Optional(Document),
    /** Degrees Celsius to one decimal; absent: not measured, and recorded so. */
    celsius: Type.Optional(Type.Number({ minimum: 30, maximum: 45 })),
    /** What the guard's screen said, and what he decided. */
    shown: Type.Union([ColourName, Type.Literal('no-code'), Type.Literal('not-genuine'), Type.Literal('cannot-tell')]),
    decision: Type.Union([Type.Literal('admitted'), Type.Literal('refused')]),
    reason: Type.Union([
      Type.Literal('colour'),
      Type.Literal('looked-at'),
      Type.Literal('fever'),
      Type.Literal('no-code'),
      Type.Literal('document-seen'),
      Type.Literal('paper-seen'),
      Type.Literal('not-genuine'),
      Type.Literal('cannot-tell'),
      Type.Literal('closed'),
      Type.Literal('guard-declined'),
      Type.Literal('refuses-nobody'),
    ]),
  },
  closed,
)
export type EntryUpload = Static<typeof EntryUpload>

/** Up to 500 entries in the order of the gate's outbox. */
export const EntriesUpload = Type.Object({ entries: Type.Array(EntryUpload, { minItems: 1, maxItems: 500 }) }, closed)
export type EntriesUpload = Static<typeof EntriesUpload>

/** What became of each: `held` means kept apart for review, for its time lies outside -8 days/+5 minutes or it names a gate or a guard not of the device's organisation. */
export const EntriesResult = Type.Object({
  results: Type.Array(
    Type.Object({ entryId: Uuid, outcome: Type.Union([Type.Literal('written'), Type.Literal('held')]) }),
  ),
})
export type EntriesResult = Static<typeof EntriesResult>
