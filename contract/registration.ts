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

/** Why a colour is what it is: rule, fact, source, dates, end (M13). Texts stand ready in both languages. */
export const ReasonView = Type.Object({
  ruleId: Type.String(),
  colour: ColourName,
  /** One sentence for the person: which list, area, days, until when. */
  text: Bilingual,
  source: Bilingual,
  legalBasis: Bilingual,
  from: Moment,
  until: Type.Optional(Moment),
  /** What would end it sooner, in a sentence. */
  endsSooner: Type.Optional(Bilingual),
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
