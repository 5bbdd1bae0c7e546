import { Type } from 'typebox'

// The small pieces of which every message is made. Moments are whole milliseconds since 1970-01-01T00:00:00Z.

export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
export const Moment = Type.Integer({ minimum: 0, maximum: 4_102_444_800_000 })
export const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
export const ColourName = Type.Union([
  Type.Literal('green'),
  Type.Literal('yellow'),
  Type.Literal('red'),
  Type.Literal('grey'),
])
/** National division code of a county or street: 6 or 9 digits (GB/T 2260, and its extension by the statistics bureau). */
export const DivisionCode = Type.String({ pattern: '^\\d{6}(\\d{3})?$' })
export const DocumentTypeName = Type.Union([
  Type.Literal('resident-id'),
  Type.Literal('hk-macao-permit'),
  Type.Literal('taiwan-permit'),
  Type.Literal('hk-macao-residence-permit'),
  Type.Literal('taiwan-residence-permit'),
  Type.Literal('passport'),
  Type.Literal('permanent-residence-card'),
])
export const Document = Type.Object(
  { type: DocumentTypeName, number: Type.String({ minLength: 1, maxLength: 40 }) },
  { additionalProperties: false },
)
export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() })
export const MaskedDocument = Type.Object({ type: DocumentTypeName, lastFour: Type.String() })
