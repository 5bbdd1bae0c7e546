import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const LOCK_FILE = JSON.stringify({
  name: 'x',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'x', version: '1.0.0' } },
})
/** A build that takes a moment and notes that it ran. */
const BUILD = `import { appendFileSync, mkdirSync } from 'node:fs'
await new Promise((done) => setTimeout(done, 300))
mkdirSync('dist', { recursive: true })
appendFileSync('built.txt', 'x')
`

/** A project in which the packages are installed and the pages not built. */
async function aProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-prepare-'))
  folders.push(folder)
  for (const name of ['tools', 'web', 'node_modules/.bin']) await mkdir(join(folder, name), { recursive: true })
  await copyFile(join(import.meta.dirname, 'prepare.js'), join(folder, 'tools', 'prepare.js'))
  await symlink(process.execPath, join(folder, 'node_modules', '.bin', 'node'))
  await writeFile(join(folder, 'package.json'), '{"name": "x", "version": "1.0.0", "type": "module"}')
  await writeFile(join(folder, 'package-lock.json'), LOCK_FILE)
  await writeFile(join(folder, 'node_modules', '.installed-lock'), createHash('sha256').update(LOCK_FILE).digest('hex'))
  await writeFile(join(folder, 'tools', 'build-pages.ts'), BUILD)
  await writeFile(join(folder, 'web', 'page.ts'), 'one')
  return folder
}

function prepare(folder: string, flags: string[] = [], words: string[] = []): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...flags, join(folder, 'tools', 'prepare.js'), ...words],
      { cwd: tmpdir() },
      (error, stdout, stderr) => done({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    )
  })
}

async function builds(folder: string): Promise<number> {
  return (await readFile(join(folder, 'built.txt'), 'utf8').catch(() => '')).length
}

test('pages are built when they are missing and when what they are made of has changed, and otherwise not', async () => {
  const folder = await aProject()
  assert.equal((await prepare(folder)).code, 0)
  assert.equal(await builds(folder), 1)
  assert.deepEqual(await prepare(folder), { code: 0, said: '' })
  assert.equal(await builds(folder), 1)
  await writeFile(join(folder, 'web', 'page.test.ts'), 'a test is no part of a page')
  await prepare(folder)
  assert.equal(await builds(folder), 1)
  await writeFile(join(folder, 'web', 'page.ts'), 'two')
  await prepare(folder)
  assert.equal(await builds(folder), 2)
  await rm(join(folder, 'dist'), { recursive: true })
  await prepare(folder)
  assert.equal(await builds(folder), 3)
})

test('with --install-only no page is built', async () => {
  const folder = await aProject()
  assert.deepEqual(await prepare(folder, [], ['--install-only']), { code: 0, said: '' })
  assert.equal(await builds(folder), 0)
})

test('of two at once one builds and the other waits', async () => {
  const folder = await aProject()
  const ends = await Promise.all([prepare(folder), prepare(folder), prepare(folder)])
  assert.deepEqual(
    ends.map(({ code }) => code),
    [0, 0, 0],
  )
  assert.equal(await builds(folder), 1)
})

test('the lock of one that was killed is taken away', async () => {
  const folder = await aProject()
  await mkdir(join(folder, '.prepare-lock'))
  // No process has this number: it is above the highest of Linux and macOS.
  await writeFile(join(folder, '.prepare-lock', 'pid'), '99999999')
  assert.equal((await prepare(folder)).code, 0)
  await assert.rejects(stat(join(folder, '.prepare-lock')))
})

test('a build that fails is said so, and is tried again the next time', async () => {
  const folder = await aProject()
  await writeFile(join(folder, 'tools', 'build-pages.ts'), 'process.exit(1)')
  for (const _ of [1, 2]) {
    const { code, said } = await prepare(folder)
    assert.equal(code, 1)
    assert.match(said, /The pages could not be built/)
    assert.doesNotMatch(said, /^\s+at /m)
  }
})

test('a Node older than 20 is refused with a sentence', async () => {
  const folder = await aProject()
  const old = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '19.9.0' })`
  const { code, said } = await prepare(folder, ['--import', old])
  assert.equal(code, 1)
  assert.match(said, /需要 Node\.js 20 .*\nNode\.js 20 or later is needed, and this is 19\.9\.0/)
  assert.doesNotMatch(said, /^\s+at /m)
})

test('packages that somebody installed by hand are taken as they are', async () => {
  const folder = await aProject()
  await rm(join(folder, 'node_modules', '.installed-lock'))
  await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }))
  const { code, said } = await prepare(folder)
  assert.equal(code, 0)
  assert.doesNotMatch(said, /Installing/)
})

test('a changed lock file installs anew, and an installation without its Node is said so', async () => {
  const folder = await aProject()
  await writeFile(join(folder, 'package-lock.json'), `${LOCK_FILE}\n`)
  const { code, said } = await prepare(folder)
  assert.match(said, /Installing the packages/)
  assert.equal(code, 1)
  assert.match(said, /the Node among them does not run/)
})
