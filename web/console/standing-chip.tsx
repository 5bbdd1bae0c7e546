import type { Standing } from '../../contract/keys-and-lists.ts'
import { AMOUNTS } from '../kit/dictionary/amounts.ts'
import { say } from '../kit/language.ts'
import { Chip } from './chip.tsx'

const KINDS = { good: 'good', waits: 'waits', late: 'bad' } as const satisfies Record<Standing, unknown>

/** Whether something is as it should be: a word with its shape. */
export function StandingChip({ standing }: { standing: Standing }) {
  return <Chip kind={KINDS[standing]}>{say(AMOUNTS[standing])}</Chip>
}
