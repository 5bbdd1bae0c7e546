import { Type, type Static } from 'typebox'
import { Assignment } from './assignments.ts'
import { Bilingual, ColourName, Document, Moment, Uuid } from './atoms.ts'
import { ReasonView } from './registration.ts'

const closed = { additionalProperties: false }

/** 5 MiB in base64, and no more: `core/attachment.ts` says what a document may be. */
const AttachmentText = Type.String({ minLength: 1, maxLength: 6_990_508 })

/**
 * A fact as an officer types it: in the columns in which sources deliver theirs (`core/row-kinds.ts`), with the document that
 * it rests on, in base64. `factId` is made by the browser: sent twice, drafted once.
 */
export const HandFactDraft = Type.Object(
  {
    factId: Uuid,
    cells: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 600 })),
    attachment: AttachmentText,
  },
  closed,
)
export type HandFactDraft = Static<typeof HandFactDraft>

/** The taking back of a fact that was written by hand; `factId` is the new draft's. */
export const TakingBackDraft = Type.Object({ factId: Uuid, attachment: AttachmentText }, closed)
export type TakingBackDraft = Static<typeof TakingBackDraft>

/** Where a draft stands. */
export const HandFactState = Type.Union([
  /** Its author has not signed it yet: nobody else sees it. */
  Type.Literal('unsigned'),
  /** Waits for an officer of another organisation. */
  Type.Literal('waiting'),
  /** It is evidence. */
  Type.Literal('approved'),
  Type.Literal('rejected'),
  Type.Literal('withdrawn'),
  Type.Literal('expired'),
])
export type HandFactState = Static<typeof HandFactState>

/** A draft as it stands in a list: whom it concerns is not in it. */
export const HandFactRow = Type.Object({
  factId: Uuid,
  state: HandFactState,
  kind: Type.String(),
  /** Whether it takes an earlier fact back. */
  takesBack: Type.Boolean(),
  /** The organisation of its author. */
  author: Bilingual,
  /** Whether the officer who asks has drafted it. */
  isOwn: Type.Boolean(),
  draftedAt: Moment,
  expiresAt: Moment,
  closedAt: Type.Optional(Moment),
  /** The organisation that approved or rejected it. */
  decidedBy: Type.Optional(Bilingual),
  /** Among the officers of the organisation that may approve it. */
  ...Assignment.properties,
})
export type HandFactRow = Static<typeof HandFactRow>

/**
 * The lists of an officer: what is open, which is drafts of his own and of other organisations that wait for him, or either of them; and
 * what was done within 60 days.
 */
export const HAND_FACT_LISTS = ['open', 'for-approval', 'own', 'done'] as const

/**
 * One of them, `?list=`, at most 100: what ends first in front, or what was done last. `next` goes on as `?after=`; `?assigned=` narrows
 * the list.
 */
export const HandFactList = Type.Object({ facts: Type.Array(HandFactRow), next: Type.Optional(Type.String()) })
export type HandFactList = Static<typeof HandFactList>

/** Why a draft is read: a word of a closed list, because the record of it may describe nobody. */
export const HandFactReading = Type.Object(
  { purpose: Type.Union([Type.Literal('own-work'), Type.Literal('approval'), Type.Literal('enquiry')]) },
  closed,
)
export type HandFactReading = Static<typeof HandFactReading>

/** The colour of the person now and with the draft, and the reasons that there would be. */
export const Outlook = Type.Object({
  now: ColourName,
  wouldBe: ColourName,
  /** When the colour would change next if nothing else is learned. */
  changesAt: Type.Optional(Moment),
  reasons: Type.Array(ReasonView),
})
export type Outlook = Static<typeof Outlook>

/** A draft, read. */
export const HandFactDetail = Type.Object({
  row: HandFactRow,
  /** What is signed, as `handFactText` writes it: pages show what stands in it and hash this very text. */
  statement: Type.String(),
  document: Document,
  /** The document that it rests on, while it is kept. */
  attachment: Type.Optional(Type.Object({ type: Type.String(), bytes: Type.Integer() })),
  /** While it is open. */
  outlook: Type.Optional(Outlook),
  /** Why it was rejected. */
  rejection: Type.Optional(Type.String()),
})
export type HandFactDetail = Static<typeof HandFactDetail>

export const HandFactRejection = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) }, closed)
export type HandFactRejection = Static<typeof HandFactRejection>

/** Nothing more to say than the address does. */
export const Nothing = Type.Object({}, closed)

/** How many facts each organisation wrote, approved, and had taken back, by month; for everybody to read. */
export const HandFactCounts = Type.Object({
  asOf: Moment,
  counts: Type.Array(
    Type.Object({
      /** A month in Shanghai, `2022-04`. */
      month: Type.String(),
      organisation: Bilingual,
      written: Type.Integer(),
      approved: Type.Integer(),
      /** Facts that this organisation wrote and that were taken back in this month. */
      takenBack: Type.Integer(),
    }),
  ),
})
export type HandFactCounts = Static<typeof HandFactCounts>
