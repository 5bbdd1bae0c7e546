import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { asJson, asLine, isKept } from '../bench/figure.ts'
import type { Suite } from './suite.ts'

// `npm run fuzz -- NAME [--n N] [--seed S] [--json]`: tries made-up input in great numbers, prints each figure with its
// limit on standard output, seed and counterexamples on the other, and exits 1 when a promise is broken.

const SUITES: Readonly<Record<string, () => Promise<{ suite: Suite }>>> = {
  risk: () => import('./risk/risk.ts'),
  code: () => import('./code/code.ts'),
  log: () => import('./log/log.ts'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { n: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
})
const runs = values.n === undefined ? undefined : wholeNumber('n', values.n, 1)
const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed, 0)
const unknown = positionals.filter((name) => !(name in SUITES))
if (positionals.length === 0 || unknown.length > 0) {
  const what = unknown.length > 0 ? `没有 / there is no ${unknown.join(', ')}` : '请写明 / say which'
  refuse(`${what}; ${Object.keys(SUITES).join(', ')}`)
}

let allKept = true
for (const name of positionals) {
  const { suite } = await SUITES[name]!()
  const asked = { runs: runs ?? suite.runs, seed }
  console.error(`${name} --n ${asked.runs} --seed ${asked.seed}  (${suite.counts})`)
  const { figures, counterexamples } = await suite.search(asked)
  for (const figure of figures) {
    allKept &&= isKept(figure)
    console.log(values.json ? asJson(figure) : asLine(figure))
  }
  for (const one of counterexamples) console.error(`\n${one}`)
}
process.exit(allKept ? 0 : 1)

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < least) refuse(`--${name}: 应为整数 / must be a whole number: ${text}`)
  return number
}

function refuse(words: string): never {
  console.error(words)
  process.exit(2)
}
