import { day, dayOf, formatDay } from '../../core/instant.ts'
import { declareTogether } from '../evidence/declarations.ts'
import type { Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { demoStay, UNLISTED_PLACE } from './area-lists.ts'
import type { Resident } from './residents.ts'

/** What the people of the demo have declared: stays in listed areas, and half of those from elsewhere their arrival. */
export async function declareAll(tx: Tx, ctx: Ctx, residents: readonly Resident[]): Promise<void> {
  const yesterday = formatDay(day(dayOf(ctx.now) - 1))
  const declared = residents.flatMap((resident) => {
    const { stayed, kind, role, index, address } = resident.person
    const arrives = kind === 'arrival' && role === undefined && index % 2 === 0
    return [
      ...(stayed ? [{ ...declaring(ctx, resident), stays: [demoStay(ctx.now, stayed)] }] : []),
      ...(arrives ? [{ ...declaring(ctx, resident), ...arrivalOn(yesterday), lodging: address }] : []),
    ]
  })
  await declareTogether(tx, ctx, declared)
}

function declaring(ctx: Ctx, person: Resident) {
  const declarationId = newId(ctx)
  return { person, channel: person.channel, declarationId, requestHash: sha256(declarationId) }
}

function arrivalOn(date: string) {
  return { from: UNLISTED_PLACE, leftOn: date, arrivedOn: date, transport: 'train', symptoms: [] }
}
