import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DEMO_SEED } from '../server/city.ts'
import { DEMO_PEOPLE } from '../server/demo/handles.ts'
import { demoPerson } from '../server/demo/people.ts'
import { deleteEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { findSystemFolder } from '../server/kit/postgres-places.ts'
import { freePort, startProgram } from './program.ts'

const people = Array.from({ length: DEMO_PEOPLE }, (_, index) => demoPerson(DEMO_SEED, index))
const NAMES = new Set(people.map(({ name }) => name))
const NUMBERS = new Set(people.flatMap(({ document, phone }) => (phone ? [document.number, phone] : [document.number])))

test('no file of the database, no log and no output holds the name, document or telephone of a demo person', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-privacy-'))
  try {
    const program = await startProgram({
      dataDir,
      port: await freePort(),
      env: { REQUEST_LOG: '1', LOG_LEVEL: 'debug' },
    })
    // An answer and a failure in the log, too; a number in an address is nobody's fault but must not be kept.
    await fetch(`${program.url}/api/channels`)
    await fetch(`${program.url}/api/nothing?number=${people[0]!.document.number}`)
    await program.end('SIGINT')
    assert.deepEqual(leaksIn(Buffer.from(program.output())), [], 'the output')

    const system = await findSystemFolder(dataDir)
    const folders = system === undefined ? [dataDir] : [dataDir, system]
    let files = 0
    for (const folder of folders) {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue
        files += 1
        const path = join(entry.parentPath, entry.name)
        assert.deepEqual(leaksIn(await readFile(path)), [], path)
      }
    }
    assert.ok(files > 500, 'a PostgreSQL with a city in it has many files')
  } finally {
    await deleteEmbeddedPostgres(dataDir)
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('the search finds what it looks for', () => {
  const { name, document } = people[7]!
  assert.deepEqual(leaksIn(Buffer.from(`x\0${name}\0`)), [name])
  assert.deepEqual(leaksIn(Buffer.from(`\x01\xff${document.number}\x02`, 'latin1')), [document.number])
})

/** Names and numbers of demo people in raw bytes. */
function leaksIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  const found: string[] = []
  for (const [run] of text.matchAll(/[A-Z0-9]{6,}/g)) {
    for (let from = 0; from < run.length; from += 1) {
      for (let to = from + 6; to <= Math.min(run.length, from + 18); to += 1) {
        if (NUMBERS.has(run.slice(from, to))) found.push(run.slice(from, to))
      }
    }
  }
  // Chinese characters are three bytes of UTF-8 each, and the made-up names have three of them.
  for (const [run] of text.matchAll(/(?:[\xe3-\xe9][\x80-\xbf]{2}){3,}/g)) {
    const characters = Buffer.from(run, 'latin1').toString('utf8')
    for (let from = 0; from + 3 <= characters.length; from += 1) {
      if (NAMES.has(characters.slice(from, from + 3))) found.push(characters.slice(from, from + 3))
    }
  }
  for (const name of NAMES) if (/^[A-Z]/i.test(name) && text.includes(name)) found.push(name)
  return [...new Set(found)]
}
