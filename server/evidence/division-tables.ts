import counties from '../../core/divisions/counties.json' with { type: 'json' }
import streets from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import type { DivisionTables } from './rules.ts'

/** The divisions that stays and lists are placed by. */
export const DIVISIONS: DivisionTables = { counties, streets }
