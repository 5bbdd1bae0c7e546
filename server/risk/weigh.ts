import { worse, type Colour } from '../../core/colour.ts'
import { timeline } from '../../core/evaluate.ts'
import type { Fact } from '../../core/facts.ts'
import { factsIfAppended, factsOfMany, type NewFact } from '../evidence/evidence.ts'
import type { Keyed } from '../evidence/facts.ts'
import type { Identity } from '../identity/persons.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { tableNow } from './table.ts'

// What facts would do if they were known: the brake weighs with it before anything counts.

/** Somebody whom facts are assumed about. Of a stranger nothing is known; a key is opened when it is asked for. */
export type Weighed = (Keyed & { readonly identity: Identity }) | { readonly personId: string; readonly stranger: true }

/** A colour that becomes another. */
export interface ColourChange {
  readonly from: Colour
  readonly to: Colour
}

/**
 * How the colours of some people would change if these facts were known, too: one change for each who is another colour at once,
 * or who will at some moment be worse than without them, so that nothing slips past by lying ahead. Getting better later is none.
 */
export async function changesIfKnown(
  db: Db,
  ctx: Ctx,
  people: readonly Weighed[],
  assumed: ReadonlyMap<string, readonly Fact[]>,
): Promise<ColourChange[]> {
  const table = await tableNow(db, ctx)
  const facts = await factsOfMany(
    db,
    ctx,
    people.filter((person) => 'identity' in person),
  )
  // Of most people in a batch nothing is known.
  const knowingNothing = (identityConfirmed: boolean) =>
    timeline({ table, identityConfirmed, from: ctx.now, facts: [] })
  const [confirmed, unconfirmed] = [knowingNothing(true), knowingNothing(false)]
  return people.flatMap((person) => {
    const more = assumed.get(person.personId) ?? []
    if (more.length === 0) return []
    const own = facts.get(person.personId) ?? []
    const identityConfirmed = 'identity' in person && person.identity === 'confirmed'
    const judged = { table, identityConfirmed, from: ctx.now }
    const bare = identityConfirmed ? confirmed : unconfirmed
    const without = own.length === 0 ? bare : timeline({ ...judged, facts: own })
    const change = changeOf(without, timeline({ ...judged, facts: [...own, ...more] }))
    return change ? [change] : []
  })
}

/** The people whom these facts alone, without anything else that is known, would at some moment make worse: their colours must not wait. */
export async function worsened(db: Db, ctx: Ctx, facts: readonly Omit<NewFact, 'key'>[]): Promise<string[]> {
  const table = await tableNow(db, ctx)
  const assumed = await factsIfAppended(db, ctx, facts)
  const judged = { table, identityConfirmed: true, from: ctx.now }
  const without = timeline({ ...judged, facts: [] })
  return [...assumed].flatMap(([personId, own]) => {
    const change = changeOf(without, timeline({ ...judged, facts: own }))
    return change && worse(change.from, change.to) === change.to ? [personId] : []
  })
}

type Timeline = ReturnType<typeof timeline>

/** The worst that one timeline has in place of the other's. */
function changeOf(without: Timeline, having: Timeline): ColourChange | undefined {
  const now = { from: without[0]!.colour, to: having[0]!.colour }
  const changes = now.from === now.to ? [] : [now]
  for (const { from: at } of [...without.slice(1), ...having.slice(1)]) {
    const then = { from: colourAt(without, at), to: colourAt(having, at) }
    if (then.from !== then.to && worse(then.from, then.to) === then.to) changes.push(then)
  }
  return changes.toSorted((a, b) => (a.to === b.to ? 0 : worse(a.to, b.to) === a.to ? -1 : 1))[0]
}

function colourAt(course: Timeline, at: Timeline[number]['from']): Colour {
  return course.findLast((stretch) => stretch.from <= at)!.colour
}
