import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { concat } from '../core/bytes.ts'
import { instant } from '../core/instant.ts'
import { signCheckpoint } from '../core/log/checkpoint.ts'
import { leafHash } from '../core/log/hashes.ts'
import { writeLeaf } from '../core/log/leaf.ts'
import { keyText, type NoteSigner } from '../core/log/note.ts'
import { CHECKPOINT_PATH, encodeBundle, TILE_WIDTH, tilePath } from '../core/log/tiles.ts'
import { addLeaf, newTree, partialTiles, rootOf, type FullTile } from '../core/log/tree.ts'
import { uuidv7 } from '../core/uuid.ts'
import { issuingPublicKey, nodeSha256 } from '../server/kit/code-crypto.ts'
import { median, type Figure, type Group } from './figure.ts'
import { perSecond, rawPost, type RawRequest } from './load.ts'
import { CONNECTIONS, issueEach, type Held } from './held-codes.ts'
import type { Gated, Sides } from './log-server.ts'
import { withMeasured } from './measured.ts'

/** People at one gate; each is read and let in several times a round, so that a round lasts longer than a turn of the log. */
const PEOPLE = 2_000
const TIMES = 2
const ROUNDS = 3
const LEAVES = 1_000_000

export const group: Group = {
  name: 'log',
  async measure() {
    const cost = await withMeasured({ file: 'log-server.ts', args: [PEOPLE] }, async (told: Sides) => {
      return measureCost({ on: await withCodes(told.on), off: await withCodes(told.off) })
    })
    return [cost, await measureVerifying()]
  },
}

type Side = Gated & { readonly held: readonly Held[] }

async function withCodes(side: Gated): Promise<Side> {
  return { ...side, held: await issueEach(side.port, side.cookies) }
}

/** Readings and entries of a gate with the log on and off in turn: the medians, and the median of the rounds' ratios. */
async function measureCost(told: { on: Side; off: Side }): Promise<Figure> {
  const run = async (which: 'on' | 'off') => perSecond(told[which].port, await requestsOf(told[which]), CONNECTIONS)
  await run('on')
  await run('off')
  const rounds: { on: number; off: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // Who goes first changes, so that neither has always the warmer machine.
    const first = round % 2 === 0 ? 'on' : 'off'
    const one = await run(first)
    const other = await run(first === 'on' ? 'off' : 'on')
    rounds.push(first === 'on' ? { on: one, off: other } : { on: other, off: one })
  }
  return {
    name: 'log.append_cost',
    value: median(rounds.map(({ on }) => on)),
    unit: 'readings and entries/s',
    limit: 0.85,
    bound: 'ratio-at-least',
    ratio: median(rounds.map(({ on, off }) => on / off)),
  }
}

/** Codes shown are judged fresh for 90 s: a round's are made right before it. */
async function requestsOf({ gate, held }: Side): Promise<RawRequest[]> {
  const at = instant(Date.now())
  const { cookie, gateId, guardId } = gate
  const end = { direction: 'in', celsius: 36.3, shown: 'green', decision: 'admitted', reason: 'colour' }
  const codes = await Promise.all(held.map(({ phone, credential }) => phone.show(credential, at)))
  const requests: RawRequest[] = []
  for (let time = 0; time < TIMES; time += 1) {
    for (const code of codes) {
      requests.push(rawPost('/api/verify', cookie, { gateId, code, at }))
      const entryId = uuidv7(at, randomBytes)
      requests.push(rawPost('/api/entries', cookie, { entries: [{ entryId, gateId, guardId, at, code, ...end }] }))
    }
  }
  return requests
}

/** A log of a million acts, read again by the command. */
async function measureVerifying(): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
  try {
    const key = await writeLog(folder)
    const began = performance.now()
    const words = ['log', 'verify', '--dir', folder, '--key', key, '--json']
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(import.meta.dirname, '../cli/main.ts'),
      ...words,
    ])
    const value = (performance.now() - began) / 1_000
    const { size, faults } = JSON.parse(stdout) as { size: number; faults: unknown[] }
    if (size !== LEAVES || faults.length > 0) throw new Error(`the log was not read: ${stdout.slice(0, 600)}`)
    return { name: 'log.verify_1m_s', value, unit: 's', limit: 30, bound: 'value-at-most', ratio: undefined }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function writeLog(folder: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { publicKey } = issuingPublicKey(privateKey)
  const signer: NoteSigner = {
    name: 'bench/log',
    publicKey,
    sign: (text) => new Uint8Array(sign(null, text, privateKey)),
  }
  const tree = newTree()
  let bundle: Uint8Array[] = []
  const keepTile = ({ hashes, ...tile }: FullTile): Promise<void> => keep(folder, tilePath(tile), concat(...hashes))
  const keepBundle = (): Promise<void> => {
    const index = Math.ceil(tree.size / TILE_WIDTH) - 1
    return keep(folder, tilePath({ level: 'entries', index, width: bundle.length }), encodeBundle(bundle))
  }
  for (let at = 0; at < LEAVES; at += 1) {
    const commitment = new Uint8Array(createHash('sha256').update(String(at)).digest())
    const moment = instant(1_650_067_200_000 + at)
    const entry = writeLeaf({ id: uuidv7(moment, randomBytes), at: moment, kind: 'code-verified', commitment })
    bundle.push(entry)
    for (const tile of addLeaf(nodeSha256, tree, leafHash(nodeSha256, entry))) await keepTile(tile)
    if (bundle.length < TILE_WIDTH) continue
    await keepBundle()
    bundle = []
  }
  if (bundle.length > 0) await keepBundle()
  for (const tile of partialTiles(tree)) await keepTile(tile)
  const head = signCheckpoint(nodeSha256, { size: tree.size, root: rootOf(nodeSha256, tree) }, signer)
  await keep(folder, CHECKPOINT_PATH, Buffer.from(head))
  return keyText(nodeSha256, signer)
}

async function keep(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), bytes)
}
