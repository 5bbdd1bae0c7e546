import type { MyPage } from '../../contract/registration.ts'
import { maskDocument, maskName } from '../../core/mask.ts'
import { standingOf } from '../codes/rules.ts'
import { findHolder, type HolderRow } from '../codes/views.ts'
import { openPerson } from '../identity/persons.ts'
import { toInstant } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { explain } from '../risk/risk.ts'

/** Everything of a citizen's page that is not the code: what he waits for, or his colour with its reasons. */
export async function myPage(ctx: Ctx, accountId: string): Promise<MyPage> {
  const row = await findHolder(ctx.pool, accountId)
  const base = { serverTime: ctx.now, codesSince: ctx.issuing.codesSince, demo: ctx.settings.demo }
  if (!row) return { ...base, state: 'unregistered' }
  const state = standingOf({ registration: row.state, arriving: row.arriving, arrivalDeclared: row.arrival_declared })
  if (state === 'awaiting-staff') return { ...base, state, colour: 'grey', comparison: comparisonOf(ctx, row) }
  const person = openPerson(ctx, row)
  const { colour, reasons, changesAt } = await explain(ctx.db, ctx, person, { asOf: ctx.now })
  const details = person.details && {
    name: person.details.name,
    maskedName: maskName(person.details.name),
    document: maskDocument(person.details.document.type, person.details.document.number),
  }
  if (state === 'arrival-undeclared') return { ...base, state, ...details }
  return { ...base, state, colour, reasons, changesAt, ...details, hasPhoto: row.has_photo }
}

function comparisonOf(ctx: Ctx, row: HolderRow): MyPage['comparison'] {
  return {
    what: row.reason ?? 'unproved',
    until: toInstant(row.due_at),
    where: ctx.settings.servicePoint,
    telephone: ctx.settings.helpline,
  }
}
