import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { KeyList } from '../contract/codes.ts'
import { readPublishedKey } from '../core/code/published-key.ts'
import { dayOf, instant } from '../core/instant.ts'
import { colourAtPlace, type EpochList } from '../core/list/epoch-list.ts'
import { followEpoch } from '../core/list/follow.ts'
import { INDEX_PATH, SHARD_SIZE } from '../core/list/format.ts'
import { readIndex, shardsOf, type ListIndex } from '../core/list/list-index.ts'
import type { ListReader } from '../core/list/signed.ts'
import { nodeCrypto } from '../server/kit/code-crypto.ts'
import { inflate } from '../server/lists/sealing.ts'
import { aCertificate } from './certificate.ts'
import { hasNginx, startNginx } from './nginx.ts'
import { dataFolders, startProgram, type Program } from './program.ts'

// The list as somebody outside has it: over HTTP, from the program, and from nginx as docs/nginx.conf sets it up.

const { aRun, deleteAll } = dataFolders()
let listDir: string
let program: Program
let run: Awaited<ReturnType<typeof aRun>>

before(async () => {
  listDir = await mkdtemp(join(tmpdir(), 'suishenma-list-'))
  run = await aRun({ env: { LIST_DIR: listDir } })
  program = await startPublishing()
})
after(async () => {
  await program.end('SIGTERM')
  await deleteAll()
  await rm(listDir, { recursive: true, force: true })
})

/** The program with its first list: it listens before that is published. */
async function startPublishing(): Promise<Program> {
  const started = await startProgram(run)
  for (let tries = 0; (await fetch(`${started.url}/list${INDEX_PATH}`)).status !== 200; tries += 1) {
    assert.ok(tries < 400, 'there is no list')
    await pause(50)
  }
  return started
}

async function aReader(): Promise<ListReader> {
  const { keys } = (await (await fetch(`${program.url}/keys`)).json()) as KeyList
  const known = new Map(keys.map((key) => [key.kid, readPublishedKey(key as never)!]))
  return {
    now: instant(Date.now()),
    issuer: 'shanghai.demo',
    keyOf: (kid) => known.get(kid),
    crypto: nodeCrypto(),
    acceptsDemo: true,
    inflate,
  }
}

async function fetchFile(path: string): Promise<Uint8Array | undefined> {
  const answer = await fetch(`${program.url}/list${path}`)
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined
}

async function follow(held: EpochList | undefined): Promise<{ list: EpochList; index: ListIndex }> {
  const reader = await aReader()
  const index = await readIndex((await fetchFile(INDEX_PATH))!, reader)
  assert.ok(index.ok)
  const told = { index: index.value, epoch: dayOf(reader.now), fetch: fetchFile, reader }
  const { list, outcome } = await followEpoch(held, told)
  assert.equal(outcome, 'current')
  return { list: list!, index: index.value }
}

/** How many places of a list have each colour. */
function countsOf(list: EpochList, index: ListIndex): Map<string, number> {
  const entry = index.epochs.find(({ epoch }) => epoch === list.epoch)!
  const counts = new Map<string, number>()
  for (let place = 0; place < shardsOf(entry) * SHARD_SIZE; place += 1) {
    const colour = colourAtPlace(list, place)!
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  return counts
}

test('a gate loads the demo city’s list from a program that has just started, and knows it still after kill -9', async () => {
  const { list, index } = await follow(undefined)
  const counts = countsOf(list, index)
  for (const colour of ['red', 'yellow', 'grey']) assert.ok((counts.get(colour) ?? 0) > 10, colour)
  process.kill(program.pid, 'SIGKILL')
  await program.end('SIGKILL')
  program = await startPublishing()
  const later = await follow(list)
  assert.ok(later.index.asOf >= index.asOf)
  assert.deepEqual(countsOf(later.list, later.index), counts)
})

test('a program that starts with the database alone publishes the same list under greater numbers', async () => {
  const { list, index } = await follow(undefined)
  const counts = countsOf(list, index)
  await program.end('SIGTERM')
  await rm(listDir, { recursive: true })
  program = await startPublishing()
  const later = await follow(list)
  assert.deepEqual(countsOf(later.list, later.index), counts)
  for (const [place, { head }] of index.epochs.entries()) assert.ok(later.index.epochs[place]!.head > head)
})

/** What both servers must do. */
async function assertServes(url: string): Promise<void> {
  const { index } = await follow(undefined)
  const { epoch } = index.epochs[1]!
  const shard = await fetch(`${url}/list/${epoch}/0`)
  assert.equal(shard.status, 200)
  assert.equal(shard.headers.get('content-type'), 'application/statuslist+cwt')
  assert.equal(shard.headers.get('content-encoding'), null)
  for (const path of ['index', 'withdrawn', `${epoch}/0`]) {
    const first = await fetch(`${url}/list/${path}`)
    assert.equal(first.headers.get('cache-control'), 'public, max-age=60')
    assert.equal(first.headers.get('access-control-allow-origin'), '*')
    const bytes = Buffer.from(await first.arrayBuffer())
    const etag = first.headers.get('etag')!
    const again = await fetch(`${url}/list/${path}`, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    })
    // The index may be written anew between two requests.
    assert.ok(again.status === 304 || again.headers.get('etag') !== etag)
    if (path !== 'index') assert.deepEqual(bytes, await readFile(join(listDir, path)))
  }
  await writeFile(join(listDir, String(epoch), 'delta', '1-2'), 'as it is')
  const delta = await fetch(`${url}/list/${epoch}/delta/1-2`)
  assert.equal(await delta.text(), 'as it is')
  assert.equal(delta.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(delta.headers.get('content-type'), 'application/cose')
  await writeFile(join(listDir, '.half-x'), 'not whole')
  for (const path of ['.half-x', '..%2foperator.token', `${epoch}/delta/`, `${epoch}`, `${epoch}/99`]) {
    assert.equal((await fetch(`${url}/list/${path}`)).status, 404, path)
  }
}

test('the program serves the files with tags, kept for a minute, deltas for ever, and nothing beside them', () =>
  assertServes(program.url))

test(
  'nginx, set up as docs/nginx.conf says, serves them the same way, also while the program is down',
  { skip: hasNginx ? false : 'no nginx on the PATH: docs/nginx.conf was not tried' },
  async () => {
    const nginx = await startNginx({ listDir, programPort: run.port, pair: aCertificate() })
    const verified = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      const url = `https://127.0.0.1:${nginx.port}`
      await assertServes(url)
      assert.equal((await fetch(`${url}/health`)).status, 200)
      const index = await fetch(`${url}/list/index`)
      await program.end('SIGTERM')
      assert.equal((await fetch(`${url}/list/index`)).status, 200)
      assert.ok((await index.arrayBuffer()).byteLength > 100)
      program = await startPublishing()
    } finally {
      if (verified === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = verified
      await nginx.stop()
    }
  },
)
