import { lazy, type ComponentType } from 'react'
import type { SessionView } from '../../contract/identity.ts'
import type { StaffRole } from '../../core/staff-role.ts'
import { CONSOLE } from '../kit/dictionary/console.ts'
import type { Text } from '../kit/language.ts'

/** One kind of work at the console. */
export interface Section {
  /** Its place in the address, behind `#`. */
  readonly id: string
  readonly roles: readonly StaffRole[]
  /** Only for those whose jurisdiction is the whole city. */
  readonly wholeCity?: true
  readonly title: Text
  readonly Page: ComponentType
}

/** Every section there is, in the order in which a role's are offered; the first one opens. Each loads when it is opened. */
const SECTIONS: readonly Section[] = [
  {
    id: 'confirmations',
    roles: ['identity-officer'],
    title: CONSOLE.confirmations,
    Page: late(async () => (await import('./confirmations/confirmations.tsx')).Confirmations),
  },
  {
    id: 'hand-facts',
    roles: ['health-officer'],
    title: CONSOLE.handFacts,
    Page: late(async () => (await import('./hand-facts/hand-facts.tsx')).HandFacts),
  },
  {
    id: 'held-batches',
    roles: ['health-officer'],
    title: CONSOLE.heldBatches,
    Page: late(async () => (await import('./held-batches/held-batches.tsx')).HeldBatches),
  },
  {
    id: 'rule-tables',
    roles: ['health-officer'],
    title: CONSOLE.ruleTables,
    Page: late(async () => (await import('./rule-tables/rule-tables.tsx')).RuleTables),
  },
  {
    id: 'signing-key',
    roles: ['health-officer'],
    title: CONSOLE.signingKey,
    Page: late(async () => (await import('./signing-key/signing-key.tsx')).SigningKey),
  },
  {
    id: 'appeals',
    roles: ['appeal-officer'],
    title: CONSOLE.appeals,
    Page: late(async () => (await import('./appeals/appeals.tsx')).Appeals),
  },
  {
    id: 'questions',
    roles: ['department-officer'],
    title: CONSOLE.questions,
    Page: late(async () => (await import('./appeals/questions.tsx')).Questions),
  },
  {
    id: 'venues',
    roles: ['venue-operator'],
    title: CONSOLE.venues,
    Page: late(async () => (await import('./venues/venues.tsx')).Venues),
  },
  {
    id: 'gates',
    roles: ['venue-operator'],
    title: CONSOLE.gates,
    Page: late(async () => (await import('./gates/gates.tsx')).Gates),
  },
  {
    id: 'guards',
    roles: ['venue-operator'],
    title: CONSOLE.guards,
    Page: late(async () => (await import('./guards/guards.tsx')).Guards),
  },
  {
    id: 'staff',
    roles: ['administrator'],
    title: CONSOLE.staff,
    Page: late(async () => (await import('./people/people.tsx')).People),
  },
  {
    id: 'keys',
    roles: ['administrator'],
    wholeCity: true,
    title: CONSOLE.keys,
    Page: late(async () => (await import('./keys/keys.tsx')).KeysPage),
  },
  {
    id: 'health',
    roles: ['administrator'],
    wholeCity: true,
    title: CONSOLE.health,
    Page: late(async () => (await import('./health/health.tsx')).HealthPage),
  },
  {
    id: 'batches',
    roles: ['data-steward'],
    title: CONSOLE.batches,
    Page: late(async () => (await import('./batches/batches.tsx')).Batches),
  },
  {
    id: 'log',
    roles: ['auditor'],
    title: CONSOLE.log,
    Page: late(async () => (await import('./log/log.tsx')).Log),
  },
]

/** The sections of whoever is signed in; none for whoever has no work here. */
export function sectionsOf({ role, wholeCity }: SessionView): readonly Section[] {
  if (role === undefined) return []
  return SECTIONS.filter((section) => section.roles.includes(role) && (!section.wholeCity || wholeCity === true))
}

function late(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await load() }))
}
