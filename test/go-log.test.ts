import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { logVectorFiles } from '../tools/vectors/log.ts'

// Somebody else's program for such logs: Debian's golang-go and golang-golang-x-mod-dev. Where they are not there, this is skipped, and says so.

const GOPATH = '/usr/share/gocode'
const PROGRAM = join(import.meta.dirname, 'go', 'check_log.go')
const hasGo = existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0
const skip = hasGo ? false : 'there is no Go: apt-get install golang-go golang-golang-x-mod-dev'

let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suishenma-go-'))
  for (const [path, bytes] of logVectorFiles()) {
    await mkdir(dirname(join(folder, 'log', path)), { recursive: true })
    await writeFile(join(folder, 'log', path), bytes)
  }
})
after(() => rm(folder, { recursive: true }))

async function checkByGo(): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const { key, checkpoints } = JSON.parse(
    await readFile(join(import.meta.dirname, '../docs/vectors/log.json'), 'utf8'),
  ) as { key: string; checkpoints: Record<string, string> }
  const earlier = join(folder, 'earlier')
  await writeFile(earlier, checkpoints['3']!)
  const env = { ...process.env, GO111MODULE: 'off', GOPATH, GOCACHE: join(tmpdir(), 'suishenma-go-cache') }
  const words = ['run', PROGRAM, join(folder, 'log'), key, earlier]
  return spawnSync('go', words, { env, encoding: 'utf8' })
}

test(
  'Go’s own packages read the log: key, head, tiles, leaves, and proofs made and checked by them',
  { skip },
  async () => {
    const { status, stdout, stderr } = await checkByGo()
    assert.deepEqual([status, stdout], [0, '260 leaves\n'], stderr)
  },
)

test('and they find a leaf that was altered', { skip }, async () => {
  const path = join(folder, 'log/tile/entries/001.p/4')
  const genuine = await readFile(path)
  await writeFile(path, genuine.with(20, genuine[20]! ^ 1))
  const { status, stderr } = await checkByGo()
  await writeFile(path, genuine)
  assert.notEqual(status, 0)
  assert.match(stderr, /leaf 256 is not in the tree/)
})
