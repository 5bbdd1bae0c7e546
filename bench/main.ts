import { parseArgs } from 'node:util'
import { asJson, asLine, isKept, type Group } from './figure.ts'

// `npm run bench -- [--json] [group…]`: measures, prints each figure with its limit, and exits 1 when one is not kept.

const GROUPS: Readonly<Record<string, () => Promise<{ group: Group }>>> = {
  start: () => import('./start.ts'),
  page: () => import('./page.ts'),
  code: () => import('./code.ts'),
  list: () => import('./list.ts'),
  gate: () => import('./gate.ts'),
  peak: () => import('./peak.ts'),
  risk: () => import('./risk.ts'),
  evidence: () => import('./evidence.ts'),
  log: () => import('./log.ts'),
  appeals: () => import('./appeals.ts'),
  console: () => import('./console.ts'),
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const unknown = positionals.filter((name) => !(name in GROUPS))
if (unknown.length > 0) {
  console.error(
    `没有这个分组 / there is no group named ${unknown.join(', ')}; there are: ${Object.keys(GROUPS).join(', ')}`,
  )
  process.exit(2)
}

let allKept = true
for (const name of positionals.length > 0 ? positionals : Object.keys(GROUPS)) {
  const { group } = await GROUPS[name]!()
  for (const figure of await group.measure()) {
    allKept &&= isKept(figure)
    console.log(values.json ? asJson(figure) : asLine(figure))
  }
}
process.exit(allKept ? 0 : 1)
