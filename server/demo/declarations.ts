import { day, dayOf, formatDay } from '../../core/instant.ts'
import { declareArrival, declareStays, recordDeclaration } from '../evidence/declarations.ts'
import type { Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { demoStay, UNLISTED_PLACE } from './area-lists.ts'
import type { Resident } from './residents.ts'

/** What the people of the demo have declared: stays in listed areas, and half of those from elsewhere their arrival. */
export async function declareAll(tx: Tx, ctx: Ctx, residents: readonly Resident[]): Promise<void> {
  for (const resident of residents) {
    const { stayed, kind, role, index } = resident.person
    if (stayed) await declareStay(tx, ctx, { resident, level: stayed })
    if (kind === 'arrival' && role === undefined && index % 2 === 0) await declareArrived(tx, ctx, resident)
  }
}

async function declareStay(
  tx: Tx,
  ctx: Ctx,
  { resident, level }: { resident: Resident; level: 'medium' | 'high' },
): Promise<void> {
  const declaring = await record(tx, ctx, { resident, kind: 'stays' })
  await declareStays(tx, ctx, { ...declaring, stays: [demoStay(ctx.now, level)] })
}

async function declareArrived(tx: Tx, ctx: Ctx, resident: Resident): Promise<void> {
  const declaring = await record(tx, ctx, { resident, kind: 'arrival' })
  const yesterday = formatDay(day(dayOf(ctx.now) - 1))
  await declareArrival(tx, ctx, {
    ...declaring,
    from: UNLISTED_PLACE,
    leftOn: yesterday,
    arrivedOn: yesterday,
    transport: 'train',
    lodging: resident.person.address,
    symptoms: [],
  })
}

async function record(
  tx: Tx,
  ctx: Ctx,
  { resident, kind }: { resident: Resident; kind: 'stays' | 'arrival' },
): Promise<{ person: Resident; channel: string; declarationId: string }> {
  const declarationId = newId(ctx)
  const { personId, channel } = resident
  await recordDeclaration(tx, ctx, { declarationId, personId, kind, channel, requestHash: sha256(declarationId) })
  return { person: resident, channel, declarationId }
}
