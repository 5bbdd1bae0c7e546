import { Type, type Static } from 'typebox'
import { Assignment } from './assignments.ts'
import { Bilingual, ColourName, Document, MaskedDocument, Moment, Uuid } from './atoms.ts'

const closed = { additionalProperties: false }

/** What somebody writes; a page of it at a time. */
const Words = Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S' })

/** What an appeal may say. */
export const APPEAL_KINDS = ['name-wrong', 'colour-wrong', 'data-wrong'] as const
const Kind = Type.Unsafe<(typeof APPEAL_KINDS)[number]>(Type.Union(APPEAL_KINDS.map((kind) => Type.Literal(kind))))
const Finding = Type.Union([Type.Literal('stands'), Type.Literal('corrected'), Type.Literal('not-ours')])
const Decision = Type.Union([Type.Literal('accepted'), Type.Literal('refused')])

/** 我要申诉. `appealId` is made by the phone: sent twice, done once. */
export const NewAppeal = Type.Object({ appealId: Uuid, kind: Kind, text: Words }, closed)
export type NewAppeal = Static<typeof NewAppeal>

/** More about an appeal; `textId` is made by the phone. */
export const AddedText = Type.Object({ textId: Uuid, text: Words }, closed)
export type AddedText = Static<typeof AddedText>

const Written = Type.Object({ at: Moment, text: Type.String() })

/** What a department was asked and what it found; which organisation, never who. */
const QuestionView = Type.Object({
  organisation: Bilingual,
  dueAt: Moment,
  late: Type.Boolean(),
  answer: Type.Optional(Type.Object({ at: Moment, finding: Finding, text: Type.String() })),
})

/** An appeal as the person who made it reads it. */
export const MyAppeal = Type.Object({
  appealId: Uuid,
  /** To read out on the telephone. */
  number: Type.String(),
  kind: Kind,
  appealedAt: Moment,
  dueAt: Moment,
  state: Type.Union([
    Type.Literal('checking'),
    Type.Literal('answering'),
    Type.Literal('accepted'),
    Type.Literal('refused'),
    Type.Literal('withdrawn'),
  ]),
  late: Type.Boolean(),
  texts: Type.Array(Written),
  questions: Type.Array(QuestionView),
  /** The organisation of the appeal officer who works on it, and since when. */
  officer: Type.Optional(Type.Object({ organisation: Bilingual, since: Moment })),
  answer: Type.Optional(Type.Object({ at: Moment, text: Type.String() })),
  endedAt: Type.Optional(Moment),
})
export type MyAppeal = Static<typeof MyAppeal>

export const MyAppeals = Type.Object({ serverTime: Moment, appeals: Type.Array(MyAppeal) })
export type MyAppeals = Static<typeof MyAppeals>

/** A proof of an appeal: what it is, and not its bytes. */
const AppealProof = Type.Object({
  proofId: Uuid,
  at: Moment,
  type: Type.Union([Type.Literal('image/jpeg'), Type.Literal('application/pdf')]),
  /** Of what is kept: a photo is made smaller. */
  bytes: Type.Integer(),
})
export type AppealProof = Static<typeof AppealProof>

/** Where a proof can be saved from for a minute, by whoever has this address: it is of an origin of its own. */
export const ProofTicket = Type.Object({ url: Type.String() })
export type ProofTicket = Static<typeof ProofTicket>

export const AppealProofs = Type.Object({ proofs: Type.Array(AppealProof) })
export type AppealProofs = Static<typeof AppealProofs>

/** Why an appeal is read: a word of a closed list, because the record of it may describe nobody. */
export const AppealReading = Type.Object(
  { purpose: Type.Union([Type.Literal('appeal'), Type.Literal('review'), Type.Literal('enquiry')]) },
  closed,
)
export type AppealReading = Static<typeof AppealReading>

/** An appeal in a work list: nothing of whoever made it. */
export const AppealRow = Type.Object({
  appealId: Uuid,
  number: Type.String(),
  kind: Kind,
  appealedAt: Moment,
  dueAt: Moment,
  late: Type.Boolean(),
  /** Departments that were asked, and how many of them have answered. */
  asked: Type.Integer(),
  answered: Type.Integer(),
  ...Assignment.properties,
})
export type AppealRow = Static<typeof AppealRow>

/** At most 100, what is due first in front; `next` goes on as `?after=`. `?kind=` and `?assigned=` narrow the list. */
export const AppealList = Type.Object({ appeals: Type.Array(AppealRow), next: Type.Optional(Type.String()) })
export type AppealList = Static<typeof AppealList>

/** A fact that the colour rested on when the appeal was made. */
const GroundView = Type.Object({
  ruleName: Bilingual,
  fact: Bilingual,
  source: Bilingual,
  from: Moment,
  until: Type.Optional(Moment),
  /** The organisation that answers for its source; none for one's own declarations and for published lists. */
  organisation: Type.Optional(Bilingual),
  /** How it is taken back: by its source, which row of which batch; or as a fact by hand. */
  batch: Type.Optional(Type.Object({ batchId: Uuid, row: Type.Integer() })),
  handFactId: Type.Optional(Uuid),
  /** It makes no colour any more because of what was learned since: taken back, or superseded. */
  lifted: Type.Boolean(),
})
export type GroundView = Static<typeof GroundView>

/** An appeal as the appeal officer reads it. */
export const AppealDetail = Type.Object({
  ...AppealRow.properties,
  state: MyAppeal.properties.state,
  maskedName: Type.Optional(Type.String()),
  document: Type.Optional(MaskedDocument),
  colour: Type.Optional(ColourName),
  texts: Type.Array(Written),
  proofs: Type.Array(AppealProof),
  grounds: Type.Array(GroundView),
  questions: Type.Array(QuestionView),
  answer: MyAppeal.properties.answer,
})
export type AppealDetail = Static<typeof AppealDetail>

export const AppealAnswer = Type.Object({ decision: Decision, text: Words }, closed)
export type AppealAnswer = Static<typeof AppealAnswer>

/** What an organisation is asked, in a work list: nothing of the person. */
export const QuestionRow = Type.Object({
  appealId: Uuid,
  number: Type.String(),
  kind: Kind,
  askedAt: Moment,
  dueAt: Moment,
  late: Type.Boolean(),
  ...Assignment.properties,
})
export type QuestionRow = Static<typeof QuestionRow>

/** At most 100, what is due first in front; `next` goes on as `?after=`. `?kind=` and `?assigned=` narrow the list. */
export const QuestionList = Type.Object({ questions: Type.Array(QuestionRow), next: Type.Optional(Type.String()) })
export type QuestionList = Static<typeof QuestionList>

/** What a department is asked: about whom, by whose words, and which of its own facts. */
export const QuestionDetail = Type.Object({
  ...QuestionRow.properties,
  name: Type.Optional(Type.String()),
  document: Type.Optional(Document),
  texts: Type.Array(Written),
  proofs: Type.Array(AppealProof),
  grounds: Type.Array(GroundView),
  answer: QuestionView.properties.answer,
})
export type QuestionDetail = Static<typeof QuestionDetail>

export const QuestionAnswer = Type.Object({ finding: Finding, text: Words }, closed)
export type QuestionAnswer = Static<typeof QuestionAnswer>
