import type { MyPage } from '../../contract/registration.ts'
import { maskDocument, maskName } from '../../core/mask.ts'
import { standingOf } from '../codes/rules.ts'
import { findIdentifiedHolder, type HolderRow, type IdentifiedHolderRow } from '../codes/views.ts'
import type { WrittenByHand } from '../evidence/facts.ts'
import { keptDocuments } from '../hand-facts/reading.ts'
import { believedStates, identityIn } from '../identity/identity-states.ts'
import { openPerson, type Person } from '../identity/persons.ts'
import { toInstant } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { explain, openColour } from '../risk/risk.ts'

/** Everything of a citizen's page that is not the code: what he waits for, or his colour with its reasons. */
export async function myPage(ctx: Ctx, accountId: string): Promise<MyPage> {
  const row = await findIdentifiedHolder(ctx.pool, accountId)
  const base = { serverTime: ctx.now, codesSince: ctx.issuing.codesSince, demo: ctx.settings.demo }
  if (!row) return { ...base, state: 'unregistered' }
  const state = standingOf({ registration: row.state, arriving: row.arriving, arrivalDeclared: row.arrival_declared })
  if (state === 'awaiting-staff') return { ...base, state, colour: 'grey', comparison: comparisonOf(ctx, row) }
  const person = openPerson(ctx, row)
  const details = person.details && {
    name: person.details.name,
    maskedName: maskName(person.details.name),
    document: maskDocument(person.details.document.type, person.details.document.number),
  }
  const { byHand, ...colour } = await colourOf(ctx, row, person)
  const handFacts = await viewsOf(ctx, person, byHand)
  if (state === 'arrival-undeclared') return { ...base, state, ...details, handFacts }
  return { ...base, state, ...colour, handFacts, ...details, hasPhoto: row.has_photo }
}

/** The colour as it is shown. Its reasons are recomputed, and wait while what was just learned is not evaluated yet. */
async function colourOf(ctx: Ctx, row: IdentifiedHolderRow, person: Person) {
  const shown = openColour(ctx, row)
  const identity = identityIn(believedStates(ctx, row.person_id, row.identities))
  const { colour, reasons, changesAt, table, byHand } = await explain(ctx.db, ctx, person, { asOf: ctx.now, identity })
  const rules = table.title
  if (shown?.colour === colour) return { colour, reasons, changesAt, rules, byHand }
  return { colour: shown?.colour, reasons: [], changesAt: shown?.changesAt, rules, reassessing: true, byHand }
}

async function viewsOf(
  ctx: Ctx,
  { personId }: { personId: string },
  byHand: readonly WrittenByHand[],
): Promise<NonNullable<MyPage['handFacts']>> {
  const kept = await keptDocuments(
    ctx.db,
    personId,
    byHand.map(({ id }) => id),
  )
  return byHand.map(({ id, kind, period, learnedAt, hand, takenBack }) => ({
    factId: id,
    kind,
    from: period.from,
    ...(period.to !== undefined && period.to !== period.from && { to: period.to }),
    writtenAt: learnedAt,
    hand,
    hasDocument: kept.has(id),
    ...(takenBack && { takenBack }),
  }))
}

function comparisonOf(ctx: Ctx, row: HolderRow): MyPage['comparison'] {
  return {
    what: row.reason ?? 'unproved',
    until: toInstant(row.due_at),
    where: ctx.settings.servicePoint,
    telephone: ctx.settings.helpline,
  }
}
