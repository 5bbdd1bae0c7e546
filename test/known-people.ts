import type { Fact } from '../core/facts.ts'
import { appendFacts, recordSource } from '../server/evidence/evidence.ts'
import { sourceNamed } from '../server/evidence/sources.ts'
import { findOrCreatePersons, findPerson, writePerson, type Person } from '../server/identity/persons.ts'
import type { Tx } from '../server/kit/db.ts'
import type { Ctx } from '../server/kit/world.ts'

/** What a test knows about somebody. */
export type KnownFact = Pick<Fact, 'kind' | 'period' | 'details'>

const SOURCE = sourceNamed({ zh: '某来源', en: 'a source' })

/**
 * Made-up people of whom something is known, and whom nobody has evaluated yet. Confirmed, unless `identity` says otherwise;
 * `serial` makes their documents, so that no two calls make the same people.
 */
export async function peopleWith(
  ctx: Ctx,
  told: readonly { facts?: readonly KnownFact[]; identity?: Person['identity']; divisionCode?: string }[],
  { serial }: { serial: string },
): Promise<Person[]> {
  const documents = told.map((_, place) => ({ type: 'passport', number: `${serial}${place}` }) as const)
  return ctx.db.transaction().execute(async (tx) => {
    const created = await findOrCreatePersons(tx, ctx, documents)
    for (const [place, { personId, key }] of created.entries()) {
      const { identity = 'confirmed', divisionCode } = told[place]!
      if (identity === 'unregistered') continue
      const address = divisionCode === undefined ? {} : { address: { divisionCode, detail: '虚构路 1 号' } }
      const details = { name: '测试一', document: documents[place]!, ...address }
      await writePerson(tx, ctx, { personId, key, identity, details })
    }
    await learn(
      tx,
      ctx,
      created.map((person, place) => ({ person, facts: told[place]!.facts ?? [] })),
    )
    return Promise.all(created.map(async ({ personId }) => (await findPerson(tx, ctx, personId))!))
  })
}

/** Appends facts about people, as a source would; whoever learned them has the people reassessed. */
export async function learn(
  tx: Tx,
  ctx: Ctx,
  learned: readonly { person: Pick<Person, 'personId' | 'key'>; facts: readonly KnownFact[] }[],
): Promise<void> {
  await recordSource(tx, SOURCE)
  const { sourceId } = SOURCE
  const facts = learned.flatMap(({ person: { personId, key }, facts: own }) =>
    own.map(({ kind, period, details }) => ({ personId, key, sourceId, kind, period, details })),
  )
  await appendFacts(tx, ctx, facts)
}
