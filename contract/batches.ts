import { Type, type Static } from 'typebox'
import { Bilingual, ColourName, Moment, Uuid } from './atoms.ts'

// What a source is told about its batches.

const Count = Type.Integer({ minimum: 0 })

/** Where a batch stands. */
export const BatchState = Type.Union([
  /** Parts are coming in. */
  Type.Literal('receiving'),
  /** A dry run is under way; after it the batch is `receiving` again, with the result. */
  Type.Literal('trying'),
  Type.Literal('waiting'),
  Type.Literal('taking'),
  Type.Literal('taken'),
  /** Over the brake: nobody is changed until two organisations have approved. */
  Type.Literal('held'),
  /** Could not be read, or its key no longer counts. */
  Type.Literal('refused'),
  Type.Literal('withdrawing'),
  Type.Literal('withdrawn'),
  Type.Literal('abandoned'),
])
export type BatchState = Static<typeof BatchState>

/** How many people a batch concerns, how many of them it changes from which colour to which, and what the brake lets pass. */
export const Weighing = Type.Object({
  people: Count,
  changed: Count,
  /** People whom this source may still change within the hour. */
  left: Count,
  changes: Type.Array(Type.Object({ from: ColourName, to: ColourName, people: Count })),
})
export type Weighing = Static<typeof Weighing>

const ColumnFault = Type.Object({ column: Type.String(), message: Bilingual })

/** What became of one row. */
export const RowResult = Type.Object({
  row: Type.Integer({ minimum: 1 }),
  outcome: Type.Union([
    Type.Literal('taken'),
    /** The source has said the same before, and it stands. */
    Type.Literal('same'),
    Type.Literal('refused'),
    /** No person can be found by its document; nobody is coloured by it. */
    Type.Literal('review'),
  ]),
  faults: Type.Array(ColumnFault),
})
export type RowResult = Static<typeof RowResult>

/** A batch as its source sees it. */
export const BatchView = Type.Object({
  batchId: Uuid,
  state: BatchState,
  receivedAt: Moment,
  decidedAt: Type.Optional(Moment),
  doneAt: Type.Optional(Moment),
  fileName: Type.Optional(Type.String()),
  format: Type.Optional(Type.String()),
  encoding: Type.Optional(Type.String()),
  /** The parts that have arrived, while they are awaited. */
  parts: Type.Array(Type.Integer()),
  bytes: Count,
  /** Rows dealt with so far; the other counts are of these. */
  rows: Count,
  /** The most rows that the file can have, to tell how far it is. */
  mostRows: Type.Optional(Count),
  taken: Count,
  same: Count,
  refused: Count,
  inReview: Count,
  people: Count,
  /** People whose colour was changed, where that is known. */
  changed: Type.Optional(Count),
  /** Of a batch that was weighed. */
  weighing: Type.Optional(Weighing),
  /** Why it was refused. */
  faults: Type.Array(ColumnFault),
})
export type BatchView = Static<typeof BatchView>

/** A batch that was sent in one request, with what became of each row; of a dry run what would. */
export const BatchAnswer = Type.Object({
  ...BatchView.properties,
  dryRun: Type.Boolean(),
  results: Type.Array(RowResult),
})
export type BatchAnswer = Static<typeof BatchAnswer>

/** Up to 1,000 rows after `after`; `next` is absent after the last. */
export const RowResults = Type.Object({ results: Type.Array(RowResult), next: Type.Optional(Type.Integer()) })
export type RowResults = Static<typeof RowResults>

/** The latest batches of a source. */
export const BatchList = Type.Object({ batches: Type.Array(BatchView) })
export type BatchList = Static<typeof BatchList>

/** A source's own names for columns and words; see docs/evidence.md. */
export const MappingDocument = Type.Object(
  {
    columns: Type.Optional(Type.Record(Type.String(), Type.String())),
    values: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))),
    constants: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { additionalProperties: false },
)
export type MappingDocument = Static<typeof MappingDocument>

/** The mapping was kept. */
export const MappingSaved = Type.Object({ name: Type.String(), columns: Count })
export type MappingSaved = Static<typeof MappingSaved>

/** What became of a withdrawal of one row's fact. */
export const FactWithdrawn = Type.Object({
  outcome: Type.Union([Type.Literal('withdrawn'), Type.Literal('not-standing')]),
})
export type FactWithdrawn = Static<typeof FactWithdrawn>

/** A batch that waits for approval. `hash` (hexadecimal) is what officers sign, under the subject `batch`. */
export const HeldBatch = Type.Object({
  batchId: Uuid,
  source: Bilingual,
  receivedAt: Moment,
  fileName: Type.String(),
  weighing: Weighing,
  hash: Type.String(),
  approvals: Type.Array(Type.Object({ organisationId: Uuid, at: Moment })),
})
export const HeldBatches = Type.Object({ batches: Type.Array(HeldBatch) })
export type HeldBatches = Static<typeof HeldBatches>

/** An officer's approval: a signature in base64 by the key of that id. */
export const BatchApproval = Type.Object(
  { keyId: Type.String({ pattern: '^[0-9a-f]{64}$' }), signature: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)
export type BatchApproval = Static<typeof BatchApproval>

/** How many organisations have approved, and where the batch stands. */
export const BatchApproved = Type.Object({ state: BatchState, organisations: Count })
export type BatchApproved = Static<typeof BatchApproved>

const SourceKey = Type.Object({ keyId: Type.String(), from: Moment, to: Type.Optional(Moment) })

/** A source as its signed enrolment says. */
export const SourceView = Type.Object({
  sourceId: Uuid,
  organisationId: Uuid,
  name: Bilingual,
  kinds: Type.Array(Type.String()),
  longestValidityDays: Count,
  brakePeoplePerHour: Count,
  contact: Type.String(),
  keys: Type.Array(SourceKey),
})
export type SourceView = Static<typeof SourceView>

/** Every source that may send now. */
export const Sources = Type.Object({ sources: Type.Array(SourceView) })
export type Sources = Static<typeof Sources>

/** A source, how many people it may still change within the hour, and its latest batches. */
export const SourceDetails = Type.Object({ ...SourceView.properties, left: Count, batches: Type.Array(BatchView) })
export type SourceDetails = Static<typeof SourceDetails>
