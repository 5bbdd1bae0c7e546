import { canonicalJson, type Json } from './canonical.ts'
import { dayOf, formatDay } from './instant.ts'
import type { FactMatch, RowForm, RuleRow, RuleTable } from './rule-table.ts'

/** A table as the document that `readRuleTable` reads: columns in the order in which people read them, nothing that is empty. */
export function tableDocument(table: RuleTable): { readonly [name: string]: Json } {
  const { name, title, version, valid, legalBasis, brakePeople, rows } = table
  return {
    name,
    title: { ...title },
    version,
    validFrom: formatDay(dayOf(valid.from)),
    ...(valid.to !== undefined && { validTo: formatDay(dayOf(valid.to)) }),
    legalBasis: { ...legalBasis },
    ...(brakePeople !== undefined && { brakePeople }),
    rows: rows.map(rowDocument),
  }
}

/** The text whose SHA-256 is a table's hash: the same for all documents that say the same. */
export function tableText(table: RuleTable): string {
  return canonicalJson(tableDocument(table))
}

/** Which of two versions is the greater: below 0 the second, above 0 the first, 0 none. */
export function compareVersions(a: string, b: string): number {
  const [numbersA, numbersB] = [a.split('.').map(Number), b.split('.').map(Number)]
  return numbersA.map((number, place) => number - (numbersB[place] ?? 0)).find((difference) => difference !== 0) ?? 0
}

function rowDocument(row: RuleRow): Json {
  const { id, colour, form, fact, text, openText, legalBasis, endsSooner } = row
  return {
    id,
    colour,
    form,
    fact: matchDocument(fact),
    ...formDocument(row),
    text: { ...text },
    openText: { ...openText },
    legalBasis: { ...legalBasis },
    ...(endsSooner && { endsSooner: { ...endsSooner } }),
  }
}

function formDocument(row: RowForm): { readonly [name: string]: Json } {
  switch (row.form) {
    case 'during':
      return {}
    case 'days-after':
      return { days: row.days }
    case 'until':
      return { until: row.until.map(matchDocument) }
    case 'unless':
      return { days: row.days, unless: row.unless.map(matchDocument) }
    case 'until-in-a-row':
      return { days: row.days, daily: matchDocument(row.daily) }
  }
}

function matchDocument({ kind, where }: FactMatch): Json {
  return where.length === 0 ? { kind } : { kind, where: where.map((comparison) => ({ ...comparison })) }
}
