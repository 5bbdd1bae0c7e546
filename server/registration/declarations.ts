import type { ArrivalDeclaration, HealthDeclaration, MyPage, StaysDeclaration } from '../../contract/registration.ts'
import { findHolder } from '../codes/views.ts'
import { declareArrival, declareHealth, declareStays, recordDeclaration } from '../evidence/declarations.ts'
import { citizenOf } from '../identity/citizen.ts'
import { findPhoto, openPerson } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import type { Picture } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { reassess } from '../risk/risk.ts'
import { myPage } from './my-page.ts'

/** Whoever declares, with the key under which his declarations are sealed. */
interface Declarant {
  readonly person: { readonly personId: string; readonly key: Uint8Array }
  readonly channel: string
}

/** Declares symptoms or none. Problems: not-registered, idempotency-conflict. */
export async function declareMyHealth(ctx: Ctx, typed: HealthDeclaration): Promise<MyPage> {
  return declare(ctx, { kind: 'health', typed }, (tx, by) => declareHealth(tx, ctx, { ...by, ...typed }))
}

/** Declares stays of the last 14 days. Problems: not-registered, idempotency-conflict, division-unknown, stay-outside-14-days. */
export async function declareMyStays(ctx: Ctx, typed: StaysDeclaration): Promise<MyPage> {
  return declare(ctx, { kind: 'stays', typed }, (tx, by) => declareStays(tx, ctx, { ...by, ...typed }))
}

/** 来沪人员健康登记. Problems: not-registered, idempotency-conflict, division-unknown, stay-outside-14-days. */
export async function declareMyArrival(ctx: Ctx, typed: ArrivalDeclaration): Promise<MyPage> {
  return declare(ctx, { kind: 'arrival', typed }, (tx, by) => declareArrival(tx, ctx, { ...by, ...typed }))
}

/** One's own photo from the register. Problems: not-found. */
export async function myPhoto(ctx: Ctx): Promise<Picture> {
  const row = await findHolder(ctx.pool, citizenOf(ctx).accountId)
  const photo = row && row.state === 'confirmed' ? await findPhoto(ctx.db, openPerson(ctx, row)) : undefined
  if (!photo) throw new Problem('not-found')
  return photo
}

/** A declaration, its facts and the colour that follows are one transaction; sent again, it changes nothing. */
async function declare(
  ctx: Ctx,
  declaration: { kind: 'health' | 'stays' | 'arrival'; typed: { declarationId: string } },
  append: (tx: Tx, by: Declarant) => Promise<void>,
): Promise<MyPage> {
  const { accountId, channel } = citizenOf(ctx)
  const row = await findHolder(ctx.pool, accountId)
  if (!row) throw new Problem('not-registered')
  const person = openPerson(ctx, row)
  await ctx.db.transaction().execute(async (tx) => {
    const outcome = await recordDeclaration(tx, ctx, {
      declarationId: declaration.typed.declarationId,
      personId: person.personId,
      kind: declaration.kind,
      channel,
      requestHash: blindIndex(ctx.keys, 'request', JSON.stringify(declaration.typed)),
    })
    if (outcome === 'same') return
    await append(tx, { person, channel })
    await reassess(tx, ctx, [person.personId])
  })
  return myPage(ctx, accountId)
}
