import { parseArgs } from 'node:util'
import { isKept, telling, type Figure, type Group } from './figure.ts'

// `npm run bench -- [--json] [group…]`: measures, prints each figure with its limit, and exits 1 when one is not kept.

const GROUPS: Readonly<Record<string, () => Promise<{ group: Group }>>> = {
  start: () => import('./start.ts'),
  page: () => import('./page.ts'),
  code: () => import('./code.ts'),
  list: () => import('./list.ts'),
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
    print(figure)
  }
}
process.exit(allKept ? 0 : 1)

function print(figure: Figure): void {
  const { name, unit, limit, bound } = figure
  const value = telling(figure.value)
  const ratio = figure.ratio === undefined ? undefined : telling(figure.ratio)
  if (values.json) {
    console.log(JSON.stringify({ name, value, unit, limit, ratio: ratio ?? null }))
    return
  }
  const words = `${bound.startsWith('ratio') ? 'ratio ' : ''}${bound.endsWith('most') ? 'at most' : 'at least'} ${limit}`
  const against = ratio === undefined ? '' : `  ratio ${ratio}`
  console.log(`${isKept(figure) ? '✔' : '✖'} ${name} ${value} ${unit}  (${words})${against}`)
}
