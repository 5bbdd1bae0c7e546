import type { HandFactCounts } from '../../contract/hand-facts.ts'
import { civil, dayOf, dayOfCivil, formatDay, MINUTE, startOfDay, type Instant } from '../../core/instant.ts'
import type { World } from '../kit/world.ts'
import { nameOf } from './reading.ts'
import { readApproved } from './views.ts'

// Everybody may read how many facts were written by hand. Whoever asks, all rows are looked through: so once a minute, not once a
// request.

const ASKED_AGAIN_AFTER = MINUTE
/** The present month and the 23 before it. */
const MONTHS = 24

type Count = HandFactCounts['counts'][number]

/** The counts of every organisation by month, the latest month first; a minute old at most. */
export function openCounts(world: World): () => Promise<HandFactCounts> {
  let last: { at: Instant; counts: Promise<HandFactCounts> } | undefined
  return () => {
    const at = world.clock()
    if (!last || at < last.at || at - last.at >= ASKED_AGAIN_AFTER) {
      const counts = count(world, at)
      last = { at, counts }
      // A database that was away for a moment is asked again at once.
      counts.catch(() => (last = undefined))
    }
    return last.counts
  }
}

async function count(world: World, asOf: Instant): Promise<HandFactCounts> {
  const counts = new Map<string, Count>()
  function at(organisationId: string, month: string): Count {
    const key = `${month} ${organisationId}`
    const none = { month, organisation: nameOf(world, organisationId), written: 0, approved: 0, takenBack: 0 }
    const known = counts.get(key) ?? none
    counts.set(key, known)
    return known
  }
  for (const { row, takenFrom } of await readApproved(world, firstOf(asOf))) {
    const month = monthOf(row.closedAt ?? row.draftedAt)
    at(row.authorOrganisationId, month).written += 1
    if (row.decidedByOrganisationId !== undefined) at(row.decidedByOrganisationId, month).approved += 1
    if (takenFrom !== undefined) at(takenFrom, month).takenBack += 1
  }
  const inOrder = [...counts.entries()].toSorted(([a], [b]) => (a < b ? 1 : -1))
  return { asOf, counts: inOrder.map(([, one]) => one) }
}

function monthOf(at: Instant): string {
  return formatDay(dayOf(at)).slice(0, 7)
}

function firstOf(asOf: Instant): Instant {
  const { year, month } = civil(dayOf(asOf))
  const months = year * 12 + (month - 1) - (MONTHS - 1)
  return startOfDay(dayOfCivil(Math.floor(months / 12), (months % 12) + 1, 1))
}
