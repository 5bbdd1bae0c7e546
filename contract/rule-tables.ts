import { Type, type Static } from 'typebox'
import { Bilingual, Moment, Uuid } from './atoms.ts'

/** SHA-256 in hexadecimal: of a table's canonical text, or of a dry run's. */
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

/**
 * Where a table stands. `shipped`: comes with the program and was never drafted. `draft`: saved, and not two organisations stand for
 * it. `scheduled`: they do, and its first day lies ahead. `held`: it would change more people than its brake allows, and waits.
 */
export const TableLife = Type.Union([
  Type.Literal('shipped'),
  Type.Literal('draft'),
  Type.Literal('scheduled'),
  Type.Literal('held'),
  Type.Literal('in-force'),
  Type.Literal('superseded'),
])
export type TableLife = Static<typeof TableLife>

/** An organisation that stands for something, by a signature that counts now. */
const ApprovalView = Type.Object({ organisation: Bilingual, organisationId: Uuid, keyId: Type.String(), at: Moment })

export const TableSummary = Type.Object({
  hash: Hash,
  name: Type.String(),
  version: Type.String(),
  title: Bilingual,
  /** 00:00 of its first day, and of the day on which it no longer holds. */
  validFrom: Moment,
  validTo: Type.Optional(Moment),
  brakePeople: Type.Integer(),
  rowCount: Type.Integer(),
  life: TableLife,
  draftedAt: Type.Optional(Moment),
  draftedBy: Type.Optional(Bilingual),
  approvals: Type.Array(ApprovalView),
  /** Of an adopted table: since when or from when it is in force. */
  inForceFrom: Type.Optional(Moment),
})
export type TableSummary = Static<typeof TableSummary>

/** A switch to another table: how many chunks of people are done. */
const SwitchView = Type.Object({
  to: Type.Object({ name: Type.String(), version: Type.String() }),
  chunks: Type.Integer(),
  done: Type.Integer(),
})

/** The parts of the list of tables, in their order: what is in force, comes or is held; what was drafted else; what only comes with the program. */
export const TABLE_PARTS = ['standing', 'drafted', 'shipped'] as const

/**
 * Tables by those parts, or of one of them, `?part=`. What stands comes whole, on the first page; of what was drafted the newest comes
 * first, at most 50 a page, and `next` goes on as `?after=`.
 */
export const TableList = Type.Object({
  tables: Type.Array(TableSummary),
  next: Type.Optional(Type.String()),
  /** The table in force, on whatever page. */
  inForce: Type.Optional(Hash),
  switching: Type.Optional(SwitchView),
})
export type TableList = Static<typeof TableList>

const Counts = Type.Object({
  green: Type.Integer(),
  yellow: Type.Integer(),
  red: Type.Integer(),
  grey: Type.Integer(),
})
/** How many people go from which colour to which: `moves.green.red`. */
const Moves = Type.Object({ green: Counts, yellow: Counts, red: Counts, grey: Counts })
export type Moves = Static<typeof Moves>

const TableNameView = Type.Object({ name: Type.String(), version: Type.String() })

/** What a table would change in the whole city, as of one moment. */
export const TrialResult = Type.Object({
  asOf: Moment,
  table: TableNameView,
  against: TableNameView,
  people: Type.Integer(),
  changed: Type.Integer(),
  moves: Moves,
  /** By the row that would decide; without one: whom none does. */
  byRule: Type.Array(Type.Object({ ruleId: Type.Optional(Type.String()), moves: Moves })),
  byRuleBefore: Type.Array(Type.Object({ ruleId: Type.Optional(Type.String()), moves: Moves })),
  /** By six digits with its name, `elsewhere` or `unknown`. */
  byDistrict: Type.Array(Type.Object({ district: Type.String(), name: Type.Optional(Type.String()), moves: Moves })),
})
export type TrialResult = Static<typeof TrialResult>

/** A dry run. `settles`: run by the program to decide whether the table may come into force. */
export const TrialView = Type.Object({
  trialId: Uuid,
  state: Type.Union([Type.Literal('waiting'), Type.Literal('done')]),
  settles: Type.Boolean(),
  percent: Type.Integer(),
  askedAt: Moment,
  doneAt: Type.Optional(Moment),
  /** What is signed to let the table change as many people as the result says. */
  resultHash: Type.Optional(Hash),
  result: Type.Optional(TrialResult),
  approvals: Type.Array(ApprovalView),
})
export type TrialView = Static<typeof TrialView>

/** One table with its document and its latest dry runs, the newest first. */
export const TableView = Type.Object({
  ...TableSummary.properties,
  document: Type.Unknown(),
  trials: Type.Array(TrialView),
})
export type TableView = Static<typeof TableView>

/** A file that was read: the table's document, or everything that is wrong with it and where. */
export const FileReading = Type.Object({
  document: Type.Optional(Type.Unknown()),
  faults: Type.Array(Type.Object({ place: Bilingual, message: Bilingual })),
})
export type FileReading = Static<typeof FileReading>

/** A table to be saved as a draft. */
export const TableDraft = Type.Object({ document: Type.Unknown() }, { additionalProperties: false })
export type TableDraft = Static<typeof TableDraft>

/** A file in base64: a table or a dry run as a workbook. */
export const WorkbookFile = Type.Object({ fileName: Type.String(), base64: Type.String() })
export type WorkbookFile = Static<typeof WorkbookFile>

/** A table's document, as the command line writes it. */
export const TableDocument = Type.Object({ document: Type.Unknown() })
export type TableDocument = Static<typeof TableDocument>

/** The dry run that was asked for. */
export const TrialAsked = Type.Object({ trialId: Uuid })
export type TrialAsked = Static<typeof TrialAsked>

/** The draft that was saved. */
export const DraftSaved = Type.Object({ hash: Hash })
export type DraftSaved = Static<typeof DraftSaved>
