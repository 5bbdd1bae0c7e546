import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { test } from 'node:test'
import { PROBLEMS } from '../contract/problems.ts'
import { COLOURS } from '../core/colour.ts'
import { FACT_KINDS } from '../core/facts.ts'

// The documents against the tree: what can be compared with the code is.

const ROOT = join(import.meta.dirname, '..')

/** A write by the query builder, or by plain SQL. */
const WRITE = /(?:insertInto|updateTable|deleteFrom|mergeInto)\('(\w+)'|(?:insert into|delete from|update) (\w+)\b/g

interface Package {
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

test('docs/dependencies.md names every direct dependency once, with the licence that its package declares', async () => {
  const { dependencies, devDependencies } = await readPackage('package.json')
  const direct = Object.keys({ ...dependencies, ...devDependencies })
  const expected = await Promise.all(direct.map(async (name) => [name, await licenceOf(name)]))
  const documented = rowsOf(await read('docs/dependencies.md')).map((cells) => [wordOf(cells[0]), cells.at(-1)])
  assert.deepEqual(sorted(documented), sorted(expected))
})

test('docs/problems.md has the name, the status and both sentences of every problem, in the order of the contract', async () => {
  const documented = rowsOf(await read('docs/problems.md')).map(([name, status, zh, en]) => [
    wordOf(name),
    Number(status),
    zh,
    en,
  ])
  const expected = Object.entries(PROBLEMS).map(([name, { status, zh, en }]) => [name, status, zh, en])
  assert.deepEqual(documented, expected)
})

test('docs/problems.md says of every problem when it happens and what the client does', async () => {
  const rows = rowsOf(await read('docs/problems.md'))
  const untold = rows.filter((cells) => cells.length !== 6 || cells.includes('')).map(([name]) => name)
  assert.deepEqual(untold, [])
})

test('every relative link of every document leads to a file of the tree, and to a heading that is there', async () => {
  const broken: string[] = []
  for (const file of await documents()) {
    for (const [, target = '', anchor] of (await read(file)).matchAll(/\]\(([^)\s#]*)(?:#([^)\s]+))?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const path = target === '' ? file : join(dirname(file), target)
      // The browser tests make the pictures.
      if (path.startsWith(join('docs', 'pictures'))) continue
      const there = existsSync(join(ROOT, path)) && (anchor === undefined || (await anchorsOf(path)).includes(anchor))
      if (!there) broken.push(`${file}: ${target}${anchor === undefined ? '' : `#${anchor}`}`)
    }
  }
  assert.deepEqual(broken, [])
})

test('ARCHITECTURE.md names every table of the migrations once', async () => {
  const owned = (await ownership()).flatMap(({ tables }) => tables)
  const made: string[] = []
  for await (const file of glob('db/migrations/*.sql', { cwd: ROOT })) {
    for (const [, table] of (await read(file)).matchAll(/^create table (\w+)/gm)) made.push(table!)
  }
  assert.deepEqual(owned.toSorted(), made.toSorted())
})

test('only its owner writes a table, but for claims that identity officers settle and the making of the demo city', async () => {
  const owners = await ownersOfTables()
  const foreign: string[] = []
  for await (const file of glob('server/*/**/*.ts', { cwd: ROOT })) {
    const [, feature = ''] = file.split(sep)
    if (feature === 'demo' || file.endsWith('.test.ts')) continue
    const text = await read(file)
    for (const [, built, plain] of text.matchAll(WRITE)) {
      const table = built ?? plain!
      if (owners.has(table) && owners.get(table) !== feature) foreign.push(`${feature} ${table}`)
    }
  }
  assert.deepEqual([...new Set(foreign)], ['identity registration'])
})

test('the features of the server import one another as the picture in ARCHITECTURE.md shows, downward only', async () => {
  const picture = await pictureOfFeatures()
  const unshown: string[] = []
  for await (const file of glob('server/*/**/*.ts', { cwd: ROOT })) {
    const [, feature = ''] = file.split(sep)
    if (!picture.has(feature) || file.endsWith('.test.ts')) continue
    for (const [, other] of (await read(file)).matchAll(/from '(?:\.\.\/)+([\w-]+)\//g)) {
      if (picture.has(other!) && !picture.get(feature)!.has(other!)) unshown.push(`${feature} --> ${other}`)
    }
  }
  assert.deepEqual([...new Set(unshown)], [])
  const order = [...picture.keys()]
  const upward = order.filter((feature, place) =>
    [...picture.get(feature)!].some((other) => order.indexOf(other) <= place),
  )
  assert.deepEqual(upward, [])
})

test('every owner of a table in ARCHITECTURE.md is a folder of the server', async () => {
  const owners = await ownership()
  assert.deepEqual(
    owners.filter(({ feature }) => !existsSync(join(ROOT, 'server', feature))),
    [],
  )
})

test('ARCHITECTURE.md stays below 200 lines and leads to every decision record', async () => {
  const architecture = await read('ARCHITECTURE.md')
  assert.ok(architecture.split('\n').length < 200)
  const records = await Array.fromAsync(glob('docs/adr/*.md', { cwd: ROOT }))
  assert.deepEqual(
    records.filter((record) => !architecture.includes(`(${record})`)),
    [],
  )
})

test('both readmes show the same pictures and the same commands', async () => {
  const [english, chinese] = [await read('README.md'), await read('README.zh-CN.md')]
  assert.deepEqual(picturesOf(chinese), picturesOf(english))
  assert.deepEqual(commandsOf(chinese), commandsOf(english))
})

test('the readmes name only scripts that package.json has', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Readonly<Record<string, string>> }
  for (const file of ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md']) {
    const text = await read(file)
    const named = [...text.matchAll(/npm (?:run ([a-z:]+)|(start|test)\b)/g)].map(([, run, short]) => run ?? short!)
    assert.deepEqual(
      named.filter((script) => !Object.hasOwn(scripts, script)),
      [],
    )
  }
})

test('the glossary has every colour and every kind of fact', async () => {
  const glossary = await read('GLOSSARY.md')
  const words = [...COLOURS, ...Object.keys(FACT_KINDS)]
  assert.deepEqual(
    words.filter((word) => !glossary.includes(`\`${word}\``)),
    [],
  )
})

test('the glossary explains no term twice', async () => {
  const terms = rowsOf(await read('GLOSSARY.md')).map(([english]) => english)
  assert.deepEqual(
    terms.filter((term, place) => terms.indexOf(term) !== place),
    [],
  )
})

/** Which tables each feature owns, as ARCHITECTURE.md says. */
async function ownership(): Promise<{ feature: string; tables: string[] }[]> {
  const rows = rowsOf(sectionOf(await read('ARCHITECTURE.md'), 'Who owns which table'))
  return rows.map(([feature, tables]) => ({ feature: wordOf(feature), tables: wordsOf(tables) }))
}

async function ownersOfTables(): Promise<ReadonlyMap<string, string>> {
  const owners = await ownership()
  return new Map(owners.flatMap(({ feature, tables }) => tables.map((table) => [table, feature] as const)))
}

/** Which features each feature may import besides audit and kit, as ARCHITECTURE.md draws it. */
async function pictureOfFeatures(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const drawn = sectionOf(await read('ARCHITECTURE.md'), 'Features of the server')
  const lines = [...drawn.matchAll(/^  ([\w-]+)\[[^\]]+\](?: --> (.+))?$/gm)]
  return new Map(lines.map(([, feature, below]) => [feature!, new Set(below?.split(' & '))]))
}

async function documents(): Promise<string[]> {
  const outside = (path: string): boolean => /^(node_modules|dist|data|\.git)$/.test(path)
  return Array.fromAsync(glob('**/*.md', { cwd: ROOT, exclude: outside }))
}

/** The anchors of a document's headings, as GitHub makes them. */
async function anchorsOf(path: string): Promise<string[]> {
  const headings = [...(await read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function read(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8')
}

async function readPackage(path: string): Promise<Package> {
  return JSON.parse(await read(path)) as Package
}

async function licenceOf(name: string): Promise<string | undefined> {
  return (await readPackage(`node_modules/${name}/package.json`)).license
}

/** The cells of a document's table rows; a row's first cell begins with a word in backticks, or a term in bold. */
function rowsOf(text: string): string[][] {
  const rows = text.split('\n').filter((line) => /^\| (`|\*\*)/.test(line))
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function sectionOf(text: string, title: string): string {
  const [, after = ''] = text.split(`\n## ${title}\n`)
  return after.split('\n## ')[0]!
}

function wordOf(cell: string | undefined): string {
  return wordsOf(cell)[0] ?? ''
}

function wordsOf(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!)
}

function picturesOf(text: string): string[] {
  return [...text.matchAll(/docs\/pictures\/[\w-]+\.png/g)].map(([path]) => path).toSorted()
}

function commandsOf(text: string): string[] {
  return [...text.matchAll(/npm (?:start|test|run [a-z:]+)[^\n`#]*/g)].map(([command]) => command.trim()).toSorted()
}

function sorted<Row>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
}
