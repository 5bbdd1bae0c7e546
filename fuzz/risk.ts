import fc from 'fast-check'
import { searchDisagreement, type Search } from './agreement.ts'
import type { Findings, Suite } from './suite.ts'
import { anyTable, TABLES } from './tables.ts'

/** Evaluator, compiled tables and second opinion on made-up people, under each shipped table and under made-up ones. */
export const suite: Suite = {
  name: 'risk',
  counts: 'histories under each table',
  runs: 10_000,
  async search(asked): Promise<Findings> {
    const searches: Search[] = [...TABLES.map((one) => fc.constant(one)), anyTable()].map((tables) =>
      searchDisagreement(tables, asked),
    )
    const counterexamples = searches.flatMap(({ disagreement }) => disagreement ?? [])
    const histories = searches.reduce((sum, { tried }) => sum + tried, 0)
    return {
      figures: [
        {
          name: 'fuzz.risk_histories',
          value: histories,
          unit: 'histories',
          limit: asked.runs * searches.length,
          bound: 'value-at-least',
          ratio: undefined,
        },
        {
          name: 'fuzz.risk_disagreements',
          value: counterexamples.length,
          unit: 'tables',
          limit: 0,
          bound: 'value-at-most',
          ratio: undefined,
        },
      ],
      counterexamples,
    }
  },
}
