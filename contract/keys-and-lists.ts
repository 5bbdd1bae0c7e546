import { Type, type Static } from 'typebox'
import { DayText, Moment } from './atoms.ts'

const KeyId = Type.String({ pattern: '^[0-9a-f]{16}$' })
const Count = Type.Integer({ minimum: 0 })

/** Whether something is as it should be; `waits`: nothing is broken, but somebody has something to do, or nobody knows yet. */
export const Standing = Type.Union([Type.Literal('good'), Type.Literal('waits'), Type.Literal('late')])
export type Standing = Static<typeof Standing>

/** A key that codes are issued with. Of its private half nothing is ever told. */
export const IssuingKeyView = Type.Object({
  keyId: KeyId,
  role: Type.Union([Type.Literal('day'), Type.Literal('spare')]),
  from: Moment,
  to: Moment,
  /** Since when it is in the list of keys that gates load. */
  publishedAt: Moment,
  state: Type.Union([
    Type.Literal('in-use'),
    Type.Literal('announced'),
    Type.Literal('over'),
    Type.Literal('withdrawn'),
  ]),
  withdrawnAt: Type.Optional(Moment),
})
export type IssuingKeyView = Static<typeof IssuingKeyView>

/** One live epoch of the colour list, as its files have it. */
export const EpochView = Type.Object({
  day: DayText,
  /** The time of the shard that was signed longest ago; absent where a shard is missing or cannot be read. */
  renewedAt: Type.Optional(Moment),
  standing: Standing,
  /** The number of the last delta, and its time; absent: there was none yet. */
  delta: Count,
  deltaAt: Type.Optional(Moment),
  shards: Count,
  /** The places that the shards have, and the bytes of their files. */
  entries: Count,
  bytes: Count,
})
export type EpochView = Static<typeof EpochView>

/** The colour list as it lies in its folder. */
export const PublishedList = Type.Object({
  /** The time of the index, and so of everything that it names. */
  asOf: Moment,
  standing: Standing,
  epochs: Type.Array(EpochView),
  /** The list of withdrawn phones: how many stand there, and since when it says so. */
  withdrawnPhones: Type.Optional(Type.Object({ count: Count, asOf: Moment })),
})
export type PublishedList = Static<typeof PublishedList>

/** The log as it lies in its folder, and what waits to be written there. */
export const PublishedLog = Type.Object({
  /** Leaves under the last checkpoint, and when its file was written; absent: there is none. */
  checkpoint: Type.Optional(Type.Object({ size: Count, writtenAt: Moment })),
  /** Acts that have no place yet, 100,000 at most, and when the oldest of them was done. */
  waiting: Count,
  oldestAt: Type.Optional(Moment),
  /** Whether this program has stopped it, for going on would contradict what was signed. */
  stopped: Type.Boolean(),
  standing: Standing,
})
export type PublishedLog = Static<typeof PublishedLog>

/** Keys, list and log as they are published. */
export const KeysAndLists = Type.Object({
  at: Moment,
  root: Type.Object({ keyId: KeyId, from: Moment, to: Moment }),
  /** When the next key of a day begins; absent: none lies ready. */
  nextRotationAt: Type.Optional(Moment),
  keys: Type.Array(IssuingKeyView),
  withdrawnKeys: Type.Object({ count: Count, latestAt: Type.Optional(Moment) }),
  /** Absent: none is published, or its index cannot be read. */
  list: Type.Optional(PublishedList),
  /** Absent: this program keeps none. */
  log: Type.Optional(PublishedLog),
})
export type KeysAndLists = Static<typeof KeysAndLists>
