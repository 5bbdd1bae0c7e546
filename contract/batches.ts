import { Type, type Static } from 'typebox'
import { Assignment } from './assignments.ts'
import { Bilingual, ColourName, Moment, Uuid } from './atoms.ts'

// What a source sends, and what it is told about its batches. Every request carries the source's key, its time and its signature
// over `sourceRequestText` (core/source-request.ts).

const Count = Type.Integer({ minimum: 0 })

/**
 * How a batch is announced, in the query of the request that begins it; in the signed text of that request it is the batch's root.
 * A file that comes in parts is announced with its `sha256`, in hexadecimal; one that comes with the request is the body.
 */
export const BatchAnnouncement = Type.Object(
  {
    fileName: Type.String({ minLength: 1, maxLength: 200 }),
    format: Type.Union([Type.Literal('jsonl'), Type.Literal('csv'), Type.Literal('xlsx')]),
    /** Absent: found by looking. A sheet and JSON Lines have none to choose. */
    encoding: Type.Optional(Type.Union([Type.Literal('utf-8'), Type.Literal('utf-8-bom'), Type.Literal('gb18030')])),
    /** The name of a mapping that the source has saved, or `zh`. Absent: the columns have our names. */
    mapping: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    /** Only say what would become of the rows. */
    dryRun: Type.Optional(Type.Literal('yes')),
  },
  { additionalProperties: false },
)
export type BatchAnnouncement = Static<typeof BatchAnnouncement>

/** Where a batch stands. */
export const BATCH_STATES = [
  /** Parts are coming in. */
  'receiving',
  /** A dry run is under way; after it the batch is `receiving` again, with the result. */
  'trying',
  /** Has arrived, and is being read and weighed. */
  'waiting',
  'taking',
  'taken',
  /** Over the brake: nobody is changed until two organisations have approved. */
  'held',
  /** Could not be read, its key no longer counts, or an officer refused it. */
  'refused',
  'withdrawing',
  'withdrawn',
  /** Parts stopped coming. */
  'abandoned',
] as const
const BatchState = Type.Unsafe<(typeof BATCH_STATES)[number]>(
  Type.Union(BATCH_STATES.map((state) => Type.Literal(state))),
)
export type BatchState = Static<typeof BatchState>

/**
 * How many people a batch concerns, how many of them it changes from which colour to which, and what the brake lets pass. Somebody
 * is changed whose colour becomes another at once, or will at some moment be worse than without the batch.
 */
export const Weighing = Type.Object({
  people: Count,
  changed: Count,
  /** People whom this source may still change within the hour. */
  left: Count,
  changes: Type.Array(Type.Object({ from: ColourName, to: ColourName, people: Count })),
  /** People who had appealed against an earlier batch of this source when it was flagged; then the brake holds whatever comes next. */
  appeals: Type.Optional(Count),
})
export type Weighing = Static<typeof Weighing>

const ColumnFault = Type.Object({ column: Type.String(), message: Bilingual })

/** What became of one row. */
export const RowResult = Type.Object({
  row: Type.Integer({ minimum: 1 }),
  outcome: Type.Union([
    /** Can be taken, and is not yet. */
    Type.Literal('waiting'),
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
  /** Rows read so far. */
  rows: Count,
  /** The most rows that the file can have, to tell how far it is. */
  mostRows: Type.Optional(Count),
  taken: Count,
  same: Count,
  refused: Count,
  inReview: Count,
  /** People whom the rows taken so far are about. */
  people: Count,
  /** Of a batch that was weighed; of a dry run, what it would do. */
  weighing: Type.Optional(Weighing),
  /** Whether `taken`, `same` and `people` say what a dry run found, and nothing has been taken. */
  tried: Type.Boolean(),
  /** Why it was refused. */
  faults: Type.Array(ColumnFault),
})
export type BatchView = Static<typeof BatchView>

/**
 * A batch that was sent in one request, with what became of each row, or in a dry run would. A long one is still `waiting` then, and
 * has no results yet: ask for them. The same file again answers the batch in which it came first.
 */
export const BatchAnswer = Type.Object({
  ...BatchView.properties,
  results: Type.Array(RowResult),
})
export type BatchAnswer = Static<typeof BatchAnswer>

/** Up to 1,000 rows after `after`; `next` is absent after the last. */
export const RowResults = Type.Object({ results: Type.Array(RowResult), next: Type.Optional(Type.Integer()) })
export type RowResults = Static<typeof RowResults>

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
const HeldBatch = Type.Object({
  batchId: Uuid,
  source: Bilingual,
  receivedAt: Moment,
  fileName: Type.String(),
  /** SHA-256 of the file, as the source announced and signed it. */
  sha256: Type.String(),
  rows: Count,
  weighing: Weighing,
  hash: Type.String(),
  approvals: Type.Array(Type.Object({ organisation: Bilingual, at: Moment })),
  /** Whether the organisation of the officer who asks is among them. */
  approvedByOwn: Type.Boolean(),
  /** Among the officers of his organisation. */
  ...Assignment.properties,
})
/** At most 50, the longest waiting first; `next` goes on as `?after=`. `?assigned=` narrows the list. */
export const HeldBatches = Type.Object({ batches: Type.Array(HeldBatch), next: Type.Optional(Type.String()) })
export type HeldBatches = Static<typeof HeldBatches>

/** How many organisations have approved, and where the batch stands. */
export const BatchApproved = Type.Object({ state: BatchState, organisations: Count })
export type BatchApproved = Static<typeof BatchApproved>

/** A source as the enrolment of its key says, how many people it may still change within the hour, its mappings and its latest batches. */
export const SourceView = Type.Object({
  sourceId: Uuid,
  name: Bilingual,
  kinds: Type.Array(Type.String()),
  longestValidityDays: Count,
  brakePeoplePerHour: Count,
  left: Count,
  mappings: Type.Array(Type.String()),
  batches: Type.Array(BatchView),
})
export type SourceView = Static<typeof SourceView>

/** A source of a steward's organisation; `mayDeliver`: one of its keys counts now. */
const StewardSource = Type.Object({
  sourceId: Uuid,
  name: Bilingual,
  kinds: Type.Array(Type.String()),
  longestValidityDays: Count,
  brakePeoplePerHour: Count,
  /** People whom it may still change within the hour. */
  left: Count,
  contact: Type.String(),
  mayDeliver: Type.Boolean(),
})
export const StewardSources = Type.Object({ sources: Type.Array(StewardSource) })
export type StewardSources = Static<typeof StewardSources>

/** A batch of a steward's organisation, and whose it is. */
export const StewardBatch = Type.Object({ ...BatchView.properties, sourceId: Uuid, source: Bilingual })
export type StewardBatch = Static<typeof StewardBatch>

/** The latest first, at most 50; `next` goes on as `?after=`. */
export const StewardBatches = Type.Object({ batches: Type.Array(StewardBatch), next: Type.Optional(Type.String()) })
export type StewardBatches = Static<typeof StewardBatches>
