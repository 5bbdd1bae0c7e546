import { aConfirmedPerson } from './a-confirmed-person.ts'
import { takeAreaList } from '../server/evidence/area-lists.ts'
import { declareStays } from '../server/evidence/declarations.ts'
import type { Person } from '../server/identity/persons.ts'
import type { Ctx } from '../server/kit/world.ts'
import { reassess } from '../server/risk/risk.ts'

const ANCI = { divisionCode: '131002', province: '河北省', city: '廊坊市', county: '安次区' }
const COMMUNITY = { red: '红村', yellow: '黄村' }

let persons = 0

/** A made-up list of 2022-04-10 that makes whoever stays in one of its villages red or yellow. */
export async function takeColouringList(ctx: Ctx): Promise<void> {
  const data = {
    end_update_time: '2022-04-10 8时',
    highlist: [{ ...ANCI, communitys: [COMMUNITY.red] }],
    middlelist: [{ ...ANCI, communitys: [COMMUNITY.yellow] }],
  }
  await takeAreaList(ctx, { bytes: Buffer.from(JSON.stringify({ data })), fileName: 'list.json' })
}

/** Somebody made up, evaluated: green, or grey while it is not sure who it is. */
export async function aColouredPerson(ctx: Ctx, told: { identity?: Person['identity'] } = {}): Promise<Person> {
  persons += 1
  const person = await aConfirmedPerson(ctx, { number: `E7${String(persons).padStart(7, '0')}`, ...told })
  await ctx.db.transaction().execute((tx) => reassess(tx, ctx, [person.personId]))
  return person
}

/** Somebody has been where it makes him red, or yellow, and is evaluated. */
export async function becomes(ctx: Ctx, person: Person, colour: 'red' | 'yellow'): Promise<void> {
  const stays = [{ divisionCode: ANCI.divisionCode, community: COMMUNITY[colour], from: '2022-04-11' }]
  await ctx.db.transaction().execute(async (tx) => {
    await declareStays(tx, ctx, { person, channel: 'web', declarationId: person.personId, stays })
    await reassess(tx, ctx, [person.personId])
  })
}
