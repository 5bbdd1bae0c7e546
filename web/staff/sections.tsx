import type { JSX } from 'preact'
import type { Channel, SessionView } from '../../contract/identity.ts'
import { OFFICE } from '../kit/dictionary/appeals-office.ts'
import { HELD_BATCHES } from '../kit/dictionary/held-batches.ts'
import { HAND_FACTS } from '../kit/dictionary/hand-facts.ts'
import { RULE_TABLES } from '../kit/dictionary/rule-tables.ts'
import { SIGNING_KEY } from '../kit/dictionary/signing-key.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import type { Text } from '../kit/language.ts'
import { Appeals } from './appeals/appeals.tsx'
import { Questions } from './appeals/questions.tsx'
import { Confirmations } from './confirmations.tsx'
import { HeldBatches } from './held-batches.tsx'
import { HandFacts } from './hand-facts/hand-facts.tsx'
import { RuleTables } from './rule-tables/rule-tables-page.tsx'
import { SigningKey } from './signing-key.tsx'

/** What a section of the staff page is given. */
export interface SectionProps {
  readonly session: SessionView
  readonly channels: readonly Channel[]
  /** The session ended while he was working. */
  readonly onSignedOut: () => void
}

/** One kind of work that a role has. */
export interface Section {
  /** Its place in the address, behind `#`. */
  readonly id: string
  readonly role: NonNullable<SessionView['role']>
  readonly title: Text
  /** Its content, a `main` element. */
  readonly Page: (props: SectionProps) => JSX.Element
}

/** Every section there is, in the order in which a role's are offered; the first one opens. */
export const SECTIONS: readonly Section[] = [
  { id: 'confirmations', role: 'identity-officer', title: STAFF.confirmations, Page: Confirmations },
  { id: 'hand-facts', role: 'health-officer', title: HAND_FACTS.title, Page: HandFacts },
  { id: 'signing-key', role: 'health-officer', title: SIGNING_KEY.title, Page: SigningKey },
  { id: 'held-batches', role: 'health-officer', title: HELD_BATCHES.title, Page: HeldBatches },
  { id: 'appeals', role: 'appeal-officer', title: OFFICE.appeals, Page: Appeals },
  { id: 'questions', role: 'department-officer', title: OFFICE.questions, Page: Questions },
  { id: 'rule-tables', role: 'health-officer', title: RULE_TABLES.title, Page: RuleTables },
]
