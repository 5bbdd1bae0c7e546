import { Type, type Static } from 'typebox'
import { Moment } from './atoms.ts'

/** Who works on a case, as seen by whoever asks; `?assigned=` narrows a work list to them. */
export const ASSIGNED = ['me', 'nobody', 'another'] as const

/** Who works on a case, and until when somebody else has it to himself. */
export const Assignment = Type.Object({
  assigned: Type.Unsafe<(typeof ASSIGNED)[number]>(Type.Union(ASSIGNED.map((who) => Type.Literal(who)))),
  assignedUntil: Type.Optional(Moment),
})
export type Assignment = Static<typeof Assignment>

/** Takes a case on, or gives it back; again, it changes nothing. */
export const AssignmentChange = Type.Object(
  { to: Type.Union([Type.Literal('me'), Type.Literal('nobody')]) },
  { additionalProperties: false },
)
export type AssignmentChange = Static<typeof AssignmentChange>
