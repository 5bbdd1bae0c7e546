import { Type, type Static } from 'typebox'
import { Uuid } from './atoms.ts'

/** What of the log and the database is held against each other; each part is walked by itself. */
export const ComparedPart = Type.Union([
  /** Leaves against the acts that have their places, and bodies against the commitments. */
  Type.Literal('leaves'),
  /** Acts: each has a place or waits for one. */
  Type.Literal('acts'),
  /** Bodies: each has its act. */
  Type.Literal('bodies'),
  /** What waits for a place: each has its act. */
  Type.Literal('queue'),
  /** People: evidence, identities, colours and their acts. */
  Type.Literal('people'),
])
export type ComparedPart = Static<typeof ComparedPart>

/** Ask for the next stretch of a part, `after` being the `next` of the stretch before. */
export const CompareRequest = Type.Object(
  { part: ComparedPart, after: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{1,36}$' })) },
  { additionalProperties: false },
)
export type CompareRequest = Static<typeof CompareRequest>

/** Something that differs: what, by name, and of which leaf, act, body, person or piece of evidence. */
export const Difference = Type.Object({
  what: Type.String(),
  leaf: Type.Optional(Type.Integer({ minimum: 0 })),
  act: Type.Optional(Uuid),
  person: Type.Optional(Uuid),
  evidence: Type.Optional(Uuid),
})
export type Difference = Static<typeof Difference>

/** A stretch that was compared; without `next` the part ends here. */
export const CompareAnswer = Type.Object({
  compared: Type.Integer({ minimum: 0 }),
  differences: Type.Array(Difference),
  next: Type.Optional(Type.String()),
})
export type CompareAnswer = Static<typeof CompareAnswer>
