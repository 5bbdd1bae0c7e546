import { findOrCreatePerson, findPerson, writePerson, type Person } from '../server/identity/persons.ts'
import type { Ctx } from '../server/kit/world.ts'

/** A made-up person whose identity is confirmed, unless `identity` says otherwise, and of whom nothing else is known. */
export async function aConfirmedPerson(
  ctx: Ctx,
  told: { number: string; name?: string; identity?: Person['identity'] },
): Promise<Person> {
  const document = { type: 'passport', number: told.number } as const
  const personId = await ctx.db.transaction().execute(async (tx) => {
    const { personId: made, key } = await findOrCreatePerson(tx, ctx, document)
    const details = { name: told.name ?? '测试一', document }
    await writePerson(tx, ctx, { personId: made, key, identity: told.identity ?? 'confirmed', details })
    return made
  })
  return (await findPerson(ctx.db, ctx, personId))!
}
