// Writes docs/vectors/*.json. Everything follows from fixed keys and nonces: running it twice changes nothing.

import { writeFile } from 'node:fs/promises'
import { listVectors } from './vectors/lists.ts'
import { logVectors } from './vectors/log.ts'
import { codeVectors, keyVectors, base45Vectors, permutationVectors } from './vectors/files.ts'

const folder = new URL('../docs/vectors/', import.meta.url)

for (const [name, content] of [
  ['base45.json', base45Vectors()],
  ['codes.json', await codeVectors()],
  ['keys.json', keyVectors()],
  ['lists.json', await listVectors()],
  ['log.json', await logVectors()],
  ['permutation.json', permutationVectors()],
] as const) {
  await writeFile(new URL(name, folder), `${JSON.stringify(content, undefined, 1)}\n`)
}
