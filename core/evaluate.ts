import type { Bilingual } from './bilingual.ts'
import { worse, type Colour } from './colour.ts'
import { detailsOf, type Fact } from './facts.ts'
import { formatShanghai, instant, within, type Instant } from './instant.ts'
import type { RuleTable } from './rule-table.ts'
import { spansOf, type Span } from './spans.ts'

/** What is judged. `facts` are those that had been learned by the moment whose knowledge counts: the caller chooses them. */
export interface Evidence {
  readonly table: RuleTable
  readonly facts: readonly Fact[]
  readonly identityConfirmed: boolean
}

/** Why a colour is what it is: which row, because of which fact of whose, from when until when, and what would end it sooner. */
export interface Reason {
  readonly rowId: string
  readonly colour: Colour
  readonly factId: string
  readonly source: Bilingual
  readonly text: Bilingual
  readonly legalBasis: Bilingual
  readonly from: Instant
  readonly until: Instant | undefined
  readonly endsSooner?: Bilingual
}

/** A colour, its reasons with the worst first, and when it changes next if nothing new is learned. */
export interface Outcome {
  readonly colour: Colour
  readonly reasons: readonly Reason[]
  readonly changesAt: Instant | undefined
}

/**
 * A person's colour at a moment: the worst that any row makes of any fact. Yellow and red beat grey; with nothing known
 * a confirmed identity is green and an unconfirmed one grey. The same arguments give the same answer for ever.
 */
export function evaluate(asked: Evidence & { readonly asOf: Instant }): Outcome {
  const spans = spansOf(asked.table.rows, asked.facts)
  const now = colourAt(spans, asked.identityConfirmed, asked.asOf)
  return {
    colour: now,
    reasons: spans
      .filter((span) => within(span, asked.asOf))
      .map(reasonOf)
      .toSorted(worstFirst),
    changesAt: changesIn(spans, asked.identityConfirmed, asked.asOf)[0]?.from,
  }
}

/** The colours from a moment on: the one at that moment, then each change at its moment, if nothing new is learned. */
export function timeline(asked: Evidence & { readonly from: Instant }): { from: Instant; colour: Colour }[] {
  const spans = spansOf(asked.table.rows, asked.facts)
  const first = { from: asked.from, colour: colourAt(spans, asked.identityConfirmed, asked.from) }
  return [first, ...changesIn(spans, asked.identityConfirmed, asked.from)]
}

function colourAt(spans: readonly Span[], identityConfirmed: boolean, at: Instant): Colour {
  const start: Colour = identityConfirmed ? 'green' : 'grey'
  return spans.reduce<Colour>((worst, span) => (within(span, at) ? worse(worst, span.row.colour) : worst), start)
}

function changesIn(
  spans: readonly Span[],
  identityConfirmed: boolean,
  since: Instant,
): { from: Instant; colour: Colour }[] {
  const edges = new Set(spans.flatMap((span) => [span.from, ...(span.to === undefined ? [] : [span.to])]))
  let colour = colourAt(spans, identityConfirmed, since)
  const changes: { from: Instant; colour: Colour }[] = []
  for (const from of [...edges].filter((edge) => edge > since).toSorted((a, b) => a - b)) {
    const next = colourAt(spans, identityConfirmed, from)
    if (next !== colour) changes.push({ from, colour: next })
    colour = next
  }
  return changes
}

function reasonOf({ row, fact, from, to }: Span): Reason {
  const template = to === undefined ? row.openText : row.text
  const known = { source: fact.source, from: moment(from), until: to === undefined ? undefined : moment(to) }
  const fill = (language: keyof Bilingual): string =>
    template[language].replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'source') return known.source[language]
      if (name === 'from') return known.from
      if (name === 'until') return known.until ?? ''
      return detailText(fact, name, language)
    })
  return {
    rowId: row.id,
    colour: row.colour,
    factId: fact.id,
    source: fact.source,
    text: { zh: fill('zh'), en: fill('en') },
    legalBasis: row.legalBasis,
    from,
    until: to,
    ...(row.endsSooner && { endsSooner: row.endsSooner }),
  }
}

function detailText(fact: Fact, name: string, language: keyof Bilingual): string {
  const type = detailsOf(fact.kind)[name]
  const value = fact.details[type === 'bilingual' ? `${name}${language === 'zh' ? 'Zh' : 'En'}` : name]
  if (type === 'moment' && typeof value === 'number') return moment(instant(value))
  // A source may leave a detail out; the sentence stays readable.
  return value === undefined ? '—' : String(value)
}

function moment(at: Instant): string {
  return formatShanghai(at).slice(0, 16)
}

// Red before yellow; what lasts longest first; then by name, so that the order in which facts arrived does not show.
function worstFirst(a: Reason, b: Reason): number {
  if (a.colour !== b.colour) return worse(a.colour, b.colour) === a.colour ? -1 : 1
  const [endA, endB] = [a.until ?? Infinity, b.until ?? Infinity]
  if (endA !== endB) return endB - endA
  return compare(a.rowId, b.rowId) || compare(a.factId, b.factId)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
