import type { ReasonView } from '../../contract/registration.ts'
import type { Colour } from '../../core/colour.ts'
import { evaluate, type Outcome, type Reason } from '../../core/evaluate.ts'
import { detailsInWords, KIND_WORDS, levelInWords, ruleInWords } from '../../core/fact-words.ts'
import { instant, type Instant } from '../../core/instant.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { factsIfAppended, knowledgeOf, type NewFact } from '../evidence/evidence.ts'
import type { Keyed, Knowledge } from '../evidence/facts.ts'
import type { ListWord } from '../evidence/level-history.ts'
import { findIdentity } from '../identity/identity-states.ts'
import type { Identity } from '../identity/persons.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import type { Explanation } from './risk.ts'

/** A colour, and what it would be. */
export interface Outlook {
  readonly now: Colour
  readonly wouldBe: Colour
  readonly changesAt: Instant | undefined
  readonly reasons: readonly ReasonView[]
}

/** A colour at a moment, recomputed from evidence, lists and identity as known at a moment or as known now, with its reasons. */
export async function recompute(
  db: Db,
  ctx: Ctx,
  asked: { person: Keyed; table: RuleTable; asOf: Instant; knownAt?: Instant | undefined; identity?: Identity },
): Promise<Explanation> {
  const { person, table, asOf, knownAt } = asked
  const [identity, knowledge] = await Promise.all([
    asked.identity ?? findIdentity(db, ctx, person.personId, knownAt),
    knowledgeOf(db, ctx, person, knownAt === undefined ? {} : { knownAt }),
  ])
  const outcome = evaluate({ table, facts: knowledge.facts, identityConfirmed: identity === 'confirmed', asOf })
  return {
    colour: outcome.colour,
    reasons: reasonsOf(table, outcome, knowledge),
    changesAt: outcome.changesAt,
    table: { name: table.name, version: table.version, title: table.title },
    byHand: knowledge.byHand,
    because: outcome.reasons.map(({ rowId: ruleId, factId }) => ({ ruleId, factId })),
  }
}

/**
 * A person's colour at this moment, and what it would be were some facts appended and one taken back.
 * `reasons` are those of what it would be.
 */
export async function recomputeWith(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  change: { table: RuleTable; appended: readonly Omit<NewFact, 'key'>[]; takenBack: string | undefined },
): Promise<Outlook> {
  const { table, appended, takenBack } = change
  const identity = await findIdentity(db, ctx, person.personId, undefined)
  const knowledge = await knowledgeOf(db, ctx, person)
  const more = (await factsIfAppended(db, ctx, appended)).get(person.personId) ?? []
  const facts = [...knowledge.facts.filter(({ id }) => id !== takenBack), ...more]
  const known = { table, identityConfirmed: identity === 'confirmed', asOf: ctx.now }
  const next = evaluate({ ...known, facts })
  return {
    now: evaluate({ ...known, facts: knowledge.facts }).colour,
    wouldBe: next.colour,
    changesAt: next.changesAt,
    reasons: reasonsOf(table, next, { ...knowledge, facts }),
  }
}

function reasonsOf(table: RuleTable, outcome: Outcome, knowledge: Knowledge): ReasonView[] {
  const rows = new Map(table.rows.map((row) => [row.id, row]))
  const facts = new Map(knowledge.facts.map((fact) => [fact.id, fact]))
  return outcome.reasons.map((reason) => {
    const [row, fact] = [rows.get(reason.rowId), facts.get(reason.factId)]
    if (!row || !fact) throw new Error('a reason names a rule or a fact that is not there')
    const { colour, text, source, legalBasis, from, until, endsSooner } = reason
    return {
      ruleId: row.id,
      ruleName: ruleInWords(row),
      colour,
      text,
      source,
      legalBasis,
      from,
      until,
      endsSooner,
      fact: {
        kind: KIND_WORDS[fact.kind],
        details: detailsInWords(fact),
        from: fact.period.from,
        until: fact.period.to,
        learnedAt: fact.learnedAt,
        ...(fact.hand && { hand: fact.hand }),
      },
      lists: listsOf(reason, knowledge),
    }
  })
}

function listsOf({ factId }: Reason, { listsOf: find }: Knowledge): ReasonView['lists'] {
  const lists = find(factId)
  return (
    lists && {
      because: viewOf(lists.because),
      last: viewOf(lists.last),
      ofItsDays: lists.ofItsDays.map(viewOf),
    }
  )
}

function viewOf({ name, publishedAt, recordedAt, level }: ListWord) {
  return { name, publishedAt: instant(publishedAt), recordedAt: instant(recordedAt), level: levelInWords(level) }
}
