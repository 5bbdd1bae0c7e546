import { Type, type Static } from 'typebox'
import { Moment } from './atoms.ts'
import { Standing } from './keys-and-lists.ts'

const Count = Type.Integer({ minimum: 0 })
const Amount = Type.Number({ minimum: 0 })

/** Whose ways in are counted together: whom the act of a way is open to. */
export const ROUTE_GROUPS = ['public', 'citizen', 'gate', 'source', 'staff', 'operator'] as const
export type RouteGroup = (typeof ROUTE_GROUPS)[number]

/** What a single number is about. Ages are in milliseconds, sizes in bytes, rates those of the last minute. */
const FIGURES = [
  'busy',
  'errors',
  'lateness',
  'jobs-waiting',
  'oldest-job',
  'jobs-failing',
  'connections',
  'connections-awaited',
  'database-size',
  'disk-free',
  'colour-sweep',
  'upkeep',
  'held-batches',
  'overdue-appeals',
] as const
export type FigureName = (typeof FIGURES)[number]

/** Every kind of upkeep: what the time brings. */
export type UpkeepName =
  | 'colours'
  | 'signing-keys'
  | 'rule-tables'
  | 'overdue-appeals'
  | 'city-columns'
  | 'distant-entries'
  | 'old-distant-entries'
  | 'expired-sessions'
  | 'expired-phones'
  | 'gate-codes'
  | 'staff-codes'
  | 'forsaken-batches'
  | 'colour-acts'
  | 'log-watch'
  | 'credentials'
  | 'epoch-keys'
  | 'issuing-keys'
  | 'issuing-keys-told'

/** How fast requests are answered: the milliseconds within which half, and 99 of 100, were; absent: none, or more than the last step. */
const Answered = { halfWithinMs: Type.Optional(Amount), mostWithinMs: Type.Optional(Amount) }

/** The requests of one group: since the start, and in the last minute. */
export const GroupFigures = Type.Object({
  group: Type.Unsafe<RouteGroup>(Type.Union(ROUTE_GROUPS.map((group) => Type.Literal(group)))),
  requests: Count,
  inLastMinute: Count,
  ...Answered,
})
export type GroupFigures = Static<typeof GroupFigures>

/** One number; without a value nobody knows it yet. */
export const Figure = Type.Object({
  what: Type.Unsafe<FigureName>(Type.Union(FIGURES.map((name) => Type.Literal(name)))),
  value: Type.Optional(Amount),
  standing: Standing,
})
export type Figure = Static<typeof Figure>

/** A kind of upkeep: when it was done last, and how long it rests in between. */
export const UpkeepFigure = Type.Object({
  what: Type.Unsafe<UpkeepName>(Type.String()),
  doneAt: Type.Optional(Moment),
  pauseMs: Amount,
  standing: Standing,
})
export type UpkeepFigure = Static<typeof UpkeepFigure>

/** Some seconds of the last quarter of an hour. */
export const HistoryPoint = Type.Object({
  at: Moment,
  perSecond: Amount,
  ...Answered,
  busy: Count,
  errors: Count,
  latenessMs: Amount,
  connections: Count,
})
export type HistoryPoint = Static<typeof HistoryPoint>

/** How this process and the database are. No figure is about a person. */
export const HealthFigures = Type.Object({
  at: Moment,
  startedAt: Moment,
  groups: Type.Array(GroupFigures),
  figures: Type.Array(Figure),
  upkeep: Type.Array(UpkeepFigure),
  /** The oldest first. */
  history: Type.Array(HistoryPoint),
})
export type HealthFigures = Static<typeof HealthFigures>
