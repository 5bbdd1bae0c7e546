import fc from 'fast-check'
import { searchDisagreement } from './agreement.ts'
import { atLeast, atMost, type Findings, type Suite } from '../suite.ts'
import { anyTable, TABLES } from './tables.ts'

/** Evaluator, compiled tables and second opinion on made-up people, under each shipped table and under made-up ones. */
export const suite: Suite = {
  name: 'risk',
  counts: 'histories under each table',
  runs: 10_000,
  async search(asked): Promise<Findings> {
    const searches = [...TABLES.map((one) => fc.constant(one)), anyTable()].map((tables) =>
      searchDisagreement(tables, asked),
    )
    const counterexamples = searches.flatMap(({ disagreement }) => disagreement ?? [])
    const histories = searches.reduce((sum, { tried }) => sum + tried, 0)
    return {
      figures: [
        atLeast('fuzz.risk_histories', histories, { unit: 'histories', limit: asked.runs * searches.length }),
        atMost('fuzz.risk_disagreements', counterexamples.length, { unit: 'tables', limit: 0 }),
      ],
      counterexamples,
    }
  },
}
