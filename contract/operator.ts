import { Type, type Static } from 'typebox'
import { Bilingual, ColourName, Moment, Uuid } from './atoms.ts'
import { ReasonView } from './registration.ts'

/** What became of one published list of risk areas or of key areas. */
export const AreaListResult = Type.Object({
  listId: Uuid,
  outcome: Type.Union([Type.Literal('taken'), Type.Literal('same-as-before')]),
  publishedAt: Moment,
  /** `key`: divisions of a list of key areas. */
  taken: Type.Object({ high: Type.Integer(), medium: Type.Integer(), low: Type.Integer(), key: Type.Integer() }),
  /** Areas that no division code could be found for, or that the list names twice at different levels: kept for review, never coloured. */
  reviewed: Type.Array(
    Type.Object({ row: Type.Integer(), area: Type.String(), reason: Bilingual, reasonName: Type.String() }),
  ),
  reviewedCount: Type.Integer(),
  /** Where the file's own counts disagree with its rows. */
  warnings: Type.Array(Bilingual),
})
export type AreaListResult = Static<typeof AreaListResult>

/** Ask for a colour and its reasons at any moment. `person`: person id, or the handle of a demo person. */
export const ExplainRequest = Type.Object(
  {
    person: Type.String({ minLength: 1, maxLength: 60 }),
    purpose: Type.String({ minLength: 3, maxLength: 200 }),
    asOf: Type.Optional(Moment),
    /** Only what we had learned by then; absent: all that is known now. */
    knownAt: Type.Optional(Moment),
    /** What was shown at this moment, beside what is recomputed of it: as known then, unless `knownAt` says otherwise. Not with `asOf`. */
    shownAt: Type.Optional(Moment),
  },
  { additionalProperties: false },
)
export type ExplainRequest = Static<typeof ExplainRequest>

const TableName = { name: Type.String(), version: Type.String() }

/** What was shown at a moment, by the record of it. */
export const ShownThen = Type.Union([
  Type.Object({
    kind: Type.Literal('shown'),
    colour: ColourName,
    since: Moment,
    table: Type.Object(TableName),
    evaluatedAt: Moment,
    /** What is recomputed as known then differs: it had been learned and not evaluated yet, or it is a defect. */
    difference: Type.Optional(Type.Union([Type.Literal('not-evaluated-yet'), Type.Literal('defect')])),
  }),
  /** Nobody had evaluated the person yet: no code was issued and no colour shown. */
  Type.Object({ kind: Type.Literal('nothing-yet') }),
  /** The record of that moment was altered or deleted. */
  Type.Object({ kind: Type.Literal('record-lost') }),
])
export type ShownThen = Static<typeof ShownThen>

export const ColourExplanation = Type.Object({
  personId: Uuid,
  asOf: Moment,
  /** The moment whose knowledge counts; absent: all that is known now. */
  knownAt: Type.Optional(Moment),
  colour: ColourName,
  table: Type.Object({ ...TableName, title: Bilingual }),
  shown: Type.Optional(ShownThen),
  reasons: Type.Array(ReasonView),
  changesAt: Type.Optional(Moment),
})
export type ColourExplanation = Static<typeof ColourExplanation>

/** The lists that were taken, newest first. */
export const AreaLists = Type.Object({
  lists: Type.Array(
    Type.Object({
      listId: Uuid,
      source: Bilingual,
      publishedAt: Moment,
      recordedAt: Moment,
      fileName: Type.String(),
      taken: AreaListResult.properties.taken,
      reviewedCount: Type.Integer(),
    }),
  ),
})
export type AreaLists = Static<typeof AreaLists>
