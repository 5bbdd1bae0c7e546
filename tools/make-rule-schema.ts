// Writes docs/rule-table.schema.json out of the kinds of facts.

import { writeFile } from 'node:fs/promises'
import { ruleTableSchema } from './rule-schema.ts'

const path = new URL('../docs/rule-table.schema.json', import.meta.url)
await writeFile(path, `${JSON.stringify(ruleTableSchema(), undefined, 1)}\n`)
