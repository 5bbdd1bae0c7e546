import { Type, type Static } from 'typebox'
import { Bilingual, ColourName, DayText, DivisionCode, Document, MaskedDocument, Moment, Uuid } from './atoms.ts'

const closed = { additionalProperties: false }

/** Step 1 of the wizard, 确认提交: is this name in the register under this number? */
export const IdentityCheck = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 60 }), document: Document },
  closed,
)
export type IdentityCheck = Static<typeof IdentityCheck>

/** `unmatched` for a wrong name and for an unknown number alike. `proved`: the channel itself vouches for this document. */
export const IdentityCheckResult = Type.Object({
  outcome: Type.Union([Type.Literal('matched'), Type.Literal('unmatched')]),
  proved: Type.Boolean(),
})
export type IdentityCheckResult = Static<typeof IdentityCheckResult>

const Address = Type.Object(
  { divisionCode: DivisionCode, detail: Type.String({ minLength: 1, maxLength: 120 }) },
  closed,
)

/** Step 3 of the wizard, 提交. `registrationId` is made by the phone: sent twice, done once. */
export const Registration = Type.Object(
  {
    registrationId: Uuid,
    name: Type.String({ minLength: 1, maxLength: 60 }),
    document: Document,
    phone: Type.String({ pattern: '^\\+?[0-9 -]{5,20}$' }),
    address: Address,
    /** Whether the person comes from outside the city and has to declare the arrival before there is a code (M6). */
    arriving: Type.Boolean(),
  },
  closed,
)
export type Registration = Static<typeof Registration>

/** M6: health. An empty list of symptoms is the declaration "none". */
export const HealthDeclaration = Type.Object(
  {
    declarationId: Uuid,
    symptoms: Type.Array(
      Type.Union([
        Type.Literal('fever'),
        Type.Literal('cough'),
        Type.Literal('fatigue'),
        Type.Literal('breathless'),
        Type.Literal('taste-or-smell'),
        Type.Literal('diarrhoea'),
      ]),
      { uniqueItems: true },
    ),
    celsius: Type.Optional(Type.Number({ minimum: 34, maximum: 43 })),
  },
  closed,
)
export type HealthDeclaration = Static<typeof HealthDeclaration>

/** One stay of the last 14 days. `to` is the day of leaving; absent: still there. */
export const Stay = Type.Object(
  {
    divisionCode: DivisionCode,
    community: Type.String({ minLength: 1, maxLength: 200 }),
    from: DayText,
    to: Type.Optional(DayText),
  },
  closed,
)
export type Stay = Static<typeof Stay>

export const StaysDeclaration = Type.Object(
  { declarationId: Uuid, stays: Type.Array(Stay, { minItems: 1, maxItems: 40 }) },
  closed,
)
export type StaysDeclaration = Static<typeof StaysDeclaration>

/** 来沪人员健康登记: what somebody arriving from elsewhere declares first. */
export const ArrivalDeclaration = Type.Object(
  {
    declarationId: Uuid,
    from: Type.Object({ divisionCode: DivisionCode, community: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
    /** The day on which the person left there; the stay counts until then. */
    leftOn: DayText,
    arrivedOn: DayText,
    transport: Type.Union([
      Type.Literal('train'),
      Type.Literal('plane'),
      Type.Literal('car'),
      Type.Literal('coach'),
      Type.Literal('ship'),
      Type.Literal('other'),
    ]),
    transportNumber: Type.Optional(Type.String({ maxLength: 30 })),
    lodging: Address,
    symptoms: HealthDeclaration.properties.symptoms,
  },
  closed,
)
export type ArrivalDeclaration = Static<typeof ArrivalDeclaration>

/** By which organisations a fact was written by hand and approved. */
const Hand = Type.Object({ author: Bilingual, approver: Bilingual })
export type Hand = Static<typeof Hand>

/** A fact that was written by hand about the person who reads it, also where it makes no colour. */
const HandFactView = Type.Object({
  factId: Uuid,
  kind: Type.String(),
  from: Moment,
  to: Type.Optional(Moment),
  writtenAt: Moment,
  hand: Hand,
  /** Whether the document that it rests on is kept. */
  hasDocument: Type.Boolean(),
  /** It counts no longer: since when, and who took it back. */
  takenBack: Type.Optional(Type.Object({ at: Moment, hand: Hand })),
})
export type HandFactView = Static<typeof HandFactView>

const ListWord = Type.Object({
  name: Bilingual,
  publishedAt: Moment,
  /** When we learned of the list. */
  recordedAt: Moment,
  /** What it says of the area, in words. */
  level: Bilingual,
})

/** Why a colour is what it is: rule, fact, source, dates, end (M13). Texts stand ready in both languages. */
export const ReasonView = Type.Object({
  ruleId: Type.String(),
  /** The rule in words: which fact makes which colour, for how long. */
  ruleName: Bilingual,
  colour: ColourName,
  /** One sentence for the person: which list, area, days, until when. */
  text: Bilingual,
  source: Bilingual,
  legalBasis: Bilingual,
  from: Moment,
  until: Type.Optional(Moment),
  /** What would end it sooner, in a sentence. */
  endsSooner: Type.Optional(Bilingual),
  fact: Type.Object({
    kind: Bilingual,
    details: Type.Array(Type.Object({ name: Bilingual, value: Bilingual })),
    /** When it was true, and when we learned it. */
    from: Moment,
    until: Type.Optional(Moment),
    learnedAt: Moment,
    /** Of a fact written by hand: the organisations that wrote and approved it. */
    hand: Type.Optional(Hand),
  }),
  /**
   * Of a stay: it is judged by the lists of its own days, as published at the moment of judging. `because`: the list that made it
   * count; `last`: the last one that says the same.
   */
  lists: Type.Optional(Type.Object({ because: ListWord, last: ListWord, ofItsDays: Type.Array(ListWord) })),
})
export type ReasonView = Static<typeof ReasonView>

/** Everything of the code page that is not the code itself. */
export const MyPage = Type.Object({
  /** What stands between the person and a code, or `ready`. */
  state: Type.Union([
    Type.Literal('unregistered'),
    Type.Literal('awaiting-staff'),
    Type.Literal('arrival-undeclared'),
    Type.Literal('ready'),
  ]),
  serverTime: Moment,
  /** Codes issued earlier count no longer: a key that signed some of them was withdrawn. */
  codesSince: Type.Optional(Moment),
  colour: Type.Optional(ColourName),
  maskedName: Type.Optional(Type.String()),
  /** One's own name in full, shown at a tap. */
  name: Type.Optional(Type.String()),
  document: Type.Optional(MaskedDocument),
  hasPhoto: Type.Optional(Type.Boolean()),
  reasons: Type.Optional(Type.Array(ReasonView)),
  /** Everything that was ever written by hand about the person, the latest first. */
  handFacts: Type.Optional(Type.Array(HandFactView)),
  /** The colour is being worked out anew at this moment; its reasons follow. */
  reassessing: Type.Optional(Type.Boolean()),
  /** The rules by which the colour is made, for whoever is green too. */
  rules: Type.Optional(Bilingual),
  /** When the colour changes next if nothing new is learned. */
  changesAt: Type.Optional(Moment),
  /** While staff compare: what is being compared, until when at the latest, and where to go instead of waiting. */
  comparison: Type.Optional(
    Type.Object({
      what: Type.Union([Type.Literal('not-in-register'), Type.Literal('unproved'), Type.Literal('second-claim')]),
      until: Moment,
      where: Bilingual,
      telephone: Type.String(),
    }),
  ),
  demo: Type.Boolean(),
})
export type MyPage = Static<typeof MyPage>

/** Communities of a county that a current list names: suggestions for the declaration, from published lists only. */
export const ListedCommunities = Type.Object({ communities: Type.Array(Type.String()) })
export type ListedCommunities = Static<typeof ListedCommunities>
