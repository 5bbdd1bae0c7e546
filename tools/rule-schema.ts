import { isWords } from '../core/fact-shapes.ts'
import { detailsOf, FACT_KINDS, type DetailType, type FactKind } from '../core/facts.ts'

// The JSON Schema of a rule table, out of the kinds of facts, for editors that check while somebody writes. What no schema can
// say `readRuleTable` says: that an id stands once, that a day exists, that a table ends after it begins.

type Schema = Readonly<Record<string, unknown>>

const KINDS = Object.keys(FACT_KINDS) as FactKind[]

const NAME = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }
const DAY = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }
const MATCH = { $ref: '#/$defs/match' }
const PAIR = { $ref: '#/$defs/pair' }
const MATCHES = { type: 'array', minItems: 1, items: MATCH }

/** The schema, draft 2020-12. */
export function ruleTableSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: '规则表 Rule table',
    description: '说明见 docs/rules.md。 docs/rules.md says what each column means.',
    ...closed(
      {
        name: NAME,
        title: PAIR,
        version: { type: 'string', pattern: '^(0|[1-9]\\d{0,8})(\\.(0|[1-9]\\d{0,8})){2}$' },
        validFrom: DAY,
        validTo: DAY,
        brakePeople: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
        legalBasis: PAIR,
        rows: { type: 'array', minItems: 1, maxItems: 1_000, items: { $ref: '#/$defs/row' } },
      },
      ['validTo', 'brakePeople'],
    ),
    $defs: {
      pair: closed({ zh: { type: 'string', pattern: '\\S' }, en: { type: 'string', pattern: '\\S' } }),
      match: { oneOf: KINDS.map(matchSchema) },
      row: rowSchema(),
    },
  }
}

/** An object with these members and no others; all are required but the optional ones. */
function closed(properties: Schema, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

function rowSchema(): Schema {
  const days = (least: number): Schema => ({ type: 'integer', minimum: least, maximum: 3_650 })
  const forms: readonly [string, Schema][] = [
    ['during', {}],
    ['days-after', { days: days(0) }],
    ['until', { until: MATCHES }],
    ['unless', { days: days(0), unless: MATCHES }],
    ['until-in-a-row', { days: days(1), daily: MATCH }],
  ]
  return {
    oneOf: forms.map(([form, columns]) =>
      closed(
        {
          id: NAME,
          colour: { enum: ['yellow', 'red'] },
          form: { const: form },
          fact: MATCH,
          ...columns,
          text: PAIR,
          openText: PAIR,
          legalBasis: PAIR,
          endsSooner: PAIR,
        },
        ['endsSooner'],
      ),
    ),
    allOf: KINDS.map((kind) => ({
      if: { properties: { fact: { properties: { kind: { const: kind } }, required: ['kind'] } }, required: ['fact'] },
      // oxlint-disable-next-line unicorn/no-thenable -- the word of JSON Schema
      then: {
        properties: {
          text: templateSchema(kind, ['source', 'from', 'until']),
          openText: templateSchema(kind, ['source', 'from']),
        },
      },
    })),
  }
}

/** A pair in which only these names and the quotable details of the kind stand in braces. */
function templateSchema(kind: FactKind, names: readonly string[]): Schema {
  const quotable = Object.entries(detailsOf(kind)).filter(([, type]) => !isWords(type) && type !== 'flag')
  const known = [...names, ...quotable.map(([name]) => name)].join('|')
  const text = { pattern: `^([^{]|\\{(${known})\\}|\\{(?![^}]*\\}))*$` }
  return { properties: { zh: text, en: text } }
}

function matchSchema(kind: FactKind): Schema {
  const comparisons = Object.entries(detailsOf(kind)).flatMap(([detail, type]) => comparisonsOf(detail, type))
  const where =
    comparisons.length === 0 ? { type: 'array', maxItems: 0 } : { type: 'array', items: { oneOf: comparisons } }
  return closed({ kind: { const: kind }, where }, ['where'])
}

function comparisonsOf(detail: string, type: DetailType): Schema[] {
  const of = (how: string, value: Schema): Schema => closed({ detail: { const: detail }, [how]: value })
  if (isWords(type)) {
    return [of('eq', { enum: type }), of('in', { type: 'array', minItems: 1, items: { enum: type } })]
  }
  if (type === 'flag') return [of('eq', { type: 'boolean' })]
  if (type !== 'number') return []
  return ['eq', 'atLeast', 'above', 'atMost', 'below'].map((how) => of(how, { type: 'number' }))
}
