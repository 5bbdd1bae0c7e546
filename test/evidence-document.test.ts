import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import type { BatchAnswer } from '../contract/batches.ts'
import { FACT_KINDS, type FactKind } from '../core/facts.ts'
import { day, dayOf, formatDay, formatShanghai, HOUR, instant } from '../core/instant.ts'
import { columnsOfKind, type CellType } from '../core/row-kinds.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { enrolKey } from '../server/signatures/signatures.ts'
import { anOrganisation } from './signers.ts'
import { aWorld, type TestWorld } from './world.ts'

const run = promisify(execFile)
const TEXT = await readFile(join(import.meta.dirname, '..', 'docs', 'evidence.md'), 'utf8')
const TOOLS = [
  ['openssl', 'version'],
  ['curl', '--version'],
  ['bash', '--version'],
] as const
const isMissing = await Promise.all(TOOLS.map(([name, word]) => run(name, [word]))).then(
  () => false,
  () => 'openssl, curl or bash is not on this machine: the worked example was not run',
)

let world: TestWorld
let city: CityApp
let url: string
let folder: string
before(async () => {
  world = await aWorld({ clock: () => instant(Date.now()) })
  city = await buildApp(world)
  url = await city.app.listen({ host: '127.0.0.1', port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'suishenma-example-'))
})
after(async () => {
  await city.app.close()
  await world.close()
  await rm(folder, { recursive: true })
})

/** Runs a block of the document as it stands there. */
async function runBlock(name: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const [, script] = new RegExp(`\`\`\`sh ${name}\n([^]*?)\`\`\``).exec(TEXT) ?? assert.fail(name)
  const { stdout } = await run('bash', ['-euc', script!], { cwd: folder, env: { ...process.env, ...env } })
  return stdout
}

test(
  'an agency with openssl and nothing else makes a key, has it enrolled, and sends a file',
  { skip: isMissing },
  async () => {
    const organisation = anOrganisation(world)
    await writeFile(join(folder, 'root.pem'), organisation.root.privateKey.export({ format: 'pem', type: 'pkcs8' }))
    const today = dayOf(world.clock())
    await runBlock('key')
    await runBlock('enrolment', {
      ORGANISATION: organisation.organisationId,
      SOURCE: '01900000-0000-7000-8000-000000000001',
      NOT_BEFORE: formatDay(today),
      NOT_AFTER: formatDay(day(today + 365)),
    })
    const document = await readFile(join(folder, 'enrolment.json'), 'utf8')
    const signature = new Uint8Array(await readFile(join(folder, 'enrolment.sig')))
    await world.db.transaction().execute((tx) => enrolKey(tx, world.system(), { document, signature }))

    const SAMPLED = formatShanghai(instant(world.clock() - HOUR)).slice(0, 16)
    const answer = JSON.parse(await runBlock('request', { SERVER: url, SAMPLED })) as BatchAnswer
    assert.equal(answer.state, 'taken')
    assert.deepEqual(
      answer.results.map(({ row, outcome }) => [row, outcome]),
      [
        [1, 'taken'],
        [2, 'refused'],
      ],
    )
    assert.equal(answer.results[1]?.faults[0]?.column, 'result')
  },
)

test('docs/evidence.md has every kind of fact with its columns, what they hold and whether they are needed', () => {
  const told = TEXT.split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1))
    .filter((cells) => cells.length === 4 && Object.hasOwn(FACT_KINDS, cells[0]!.replaceAll('`', '')))
  const kinds = Object.keys(FACT_KINDS) as FactKind[]
  const columns = kinds.flatMap((kind) =>
    columnsOfKind(kind).map(({ name, type, need }) => [`\`${kind}\``, `\`${name}\``, wordsOf(type), need]),
  )
  assert.deepEqual(told, columns)
})

function wordsOf(type: CellType): string {
  if (type === 'flag') return '`yes` or `no`'
  if (type === 'text') return 'text'
  if (type === 'division') return 'division code'
  if ('least' in type) return `number ${type.least} to ${type.most}${type.decimals === 1 ? ', one decimal' : ''}`
  return type.map((word) => `\`${word}\``).join(', ')
}
