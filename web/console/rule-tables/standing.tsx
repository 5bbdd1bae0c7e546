import type { TableLife, TableSummary } from '../../../contract/rule-tables.ts'
import { MINUTE } from '../../../core/instant.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say, type Text } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { WORK_EVERY_MS } from '../work-list.ts'

// A dry run takes seconds in a small city and a minute in a large one; a switch likewise.
const SOON_MS = 3_000

const LIVES = {
  shipped: { kind: 'off', words: RULE_TABLES.shipped },
  draft: { kind: 'off', words: RULE_TABLES.draft },
  scheduled: { kind: 'waits', words: RULE_TABLES.scheduled },
  held: { kind: 'bad', words: RULE_TABLES.held },
  'in-force': { kind: 'good', words: RULE_TABLES.inForce },
  superseded: { kind: 'off', words: RULE_TABLES.superseded },
} as const satisfies Record<TableLife, { kind: string; words: Text }>

/** Where a table stands, in a word and a shape. */
export function LifeChip({ life }: Pick<TableSummary, 'life'>) {
  const { kind, words } = LIVES[life]
  return <Chip kind={kind}>{say(words)}</Chip>
}

/** The organisations that stand for something, each once. */
export function namesOf(approvals: TableSummary['approvals']): string {
  const names = new Map(approvals.map(({ organisationId, organisation }) => [organisationId, say(organisation)]))
  return names.size === 0 ? say(RULE_TABLES.nobody) : [...names.values()].join(' · ')
}

/** Whether the city comes under a table just now: it is signed and its first day has come, or it has come into force within the last minute. */
export function isArriving({ life, validFrom, inForceFrom = 0 }: TableSummary): boolean {
  if (life === 'in-force') return inForceFrom > Date.now() - MINUTE
  return life === 'scheduled' && validFrom <= Date.now()
}

/** How often to look: sooner while the program has something to do that somebody waits for. */
export function paceOf(isAwaited: boolean): number {
  return isAwaited ? SOON_MS : WORK_EVERY_MS
}
