import type { GroundView } from '../../contract/appeals.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import type { Ground } from './grounds.ts'

/** Grounds as staff read them; `lifted`: the places of those that count no longer. */
export function groundViews(
  grounds: readonly Ground[],
  lifted: ReadonlySet<number>,
  nameOf: (organisationId: string) => Bilingual,
): GroundView[] {
  return grounds.map(({ ruleName, fact, source, from, until, organisationId, batch, handFactId }, place) => ({
    ruleName,
    fact,
    source,
    from,
    ...(until !== undefined && { until }),
    ...(organisationId !== undefined && { organisation: nameOf(organisationId) }),
    ...(batch && { batch }),
    ...(handFactId !== undefined && { handFactId }),
    lifted: lifted.has(place),
  }))
}
