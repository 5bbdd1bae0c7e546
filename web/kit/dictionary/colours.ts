import type { Colour } from '../../../core/colour.ts'
import type { Text } from '../language.ts'

/** The word that is printed wherever a colour is shown: colour alone is never the sign. */
export const COLOUR_WORDS = {
  green: { zh: '绿码', en: 'Green' },
  yellow: { zh: '黄码', en: 'Yellow' },
  red: { zh: '红码', en: 'Red' },
  grey: { zh: '核验中', en: 'Comparing' },
} as const satisfies Record<Colour, Text>
