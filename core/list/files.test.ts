import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aChain, aListReader, SAMPLE_EPOCH } from '../../test/list-samples.ts'
import { KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { nodeSigner } from '../../server/kit/code-crypto.ts'
import { deflate } from '../../server/lists/sealing.ts'
import { hex } from '../bytes.ts'
import { after, DAY_LENGTH, instant, SECOND } from '../instant.ts'
import { changesOf } from './changes.ts'
import { nextDelta, readDelta, rollUp, signDelta } from './delta.ts'
import { SHARD_BYTES } from './format.ts'
import { readIndex, signIndex, type ListIndex } from './list-index.ts'
import { readShard, shardExpiry, signShard } from './shard.ts'
import { isWithdrawn, readWithdrawn, signWithdrawn } from './withdrawn.ts'

const reader = aListReader()
const signer = nodeSigner(KEYS.city.privateKey)
const asked = { epoch: SAMPLE_EPOCH, shard: 3 }

function aShard() {
  const values = new Uint8Array(SHARD_BYTES)
  values[77] = 0b11_10_01_00
  return { ...asked, number: 1_650_000_000, asOf: SHOWN_AT, expires: shardExpiry(SHOWN_AT), values }
}

async function aDelta() {
  const behind = { epoch: SAMPLE_EPOCH, number: 1_650_000_000, chain: aChain('before') }
  const changes = changesOf([
    [3, 2],
    [1_000_000, 3],
  ])
  return nextDelta(behind, { asOf: SHOWN_AT, changes }, reader.crypto.sha256)
}

const anIndex: ListIndex = {
  asOf: SHOWN_AT,
  address: 'https://lists.example/list',
  withdrawn: 1_650_000_001,
  epochs: [
    {
      epoch: SAMPLE_EPOCH,
      segments: [3, 1],
      head: 1_650_000_009,
      chain: aChain('head'),
      hours: [1_650_000_000, 1_650_000_003],
      minutes: [1_650_000_005, 1_650_000_008],
    },
    { epoch: SAMPLE_EPOCH + 1, segments: [4], head: 7, chain: aChain('tomorrow'), hours: [7], minutes: [] },
  ],
}

test('each kind of file comes back as it was signed', async () => {
  const shard = aShard()
  assert.deepEqual(await readShard(await signShard(shard, { signer, deflate }), asked, reader), {
    ok: true,
    value: shard,
  })
  const delta = await aDelta()
  assert.deepEqual(await readDelta(await signDelta(delta, signer), delta, reader), { ok: true, value: delta })
  assert.deepEqual(await readIndex(await signIndex(anIndex, signer), reader), { ok: true, value: anIndex })
  const phones = new Map([
    ['ff'.repeat(16), after(SHOWN_AT, 7 * SECOND)],
    ['00'.repeat(16), after(SHOWN_AT, 9 * SECOND)],
  ])
  const withdrawn = { number: 5, asOf: SHOWN_AT, phones }
  assert.deepEqual(await readWithdrawn(await signWithdrawn(withdrawn, signer), reader), { ok: true, value: withdrawn })
  assert.ok(isWithdrawn(withdrawn, new Uint8Array(16).fill(255)))
  assert.ok(!isWithdrawn(withdrawn, new Uint8Array(16).fill(254)))
})

test('no kind of file is taken for another one', async () => {
  const files = [
    await signShard(aShard(), { signer, deflate }),
    await signDelta(await aDelta(), signer),
    await signIndex(anIndex, signer),
    await signWithdrawn({ number: 5, asOf: SHOWN_AT, phones: new Map() }, signer),
  ]
  for (const [place, file] of files.entries()) {
    const read = await Promise.all([
      readShard(file, asked, reader),
      readDelta(file, { epoch: SAMPLE_EPOCH, from: 1_650_000_000, to: 1_650_000_001 }, reader),
      readIndex(file, reader),
      readWithdrawn(file, reader),
    ])
    assert.deepEqual(
      read.map(({ ok }) => ok),
      [0, 1, 2, 3].map((kind) => kind === place),
    )
  }
})

test('a file by another issuer’s key, a demo key, an unknown key or a key that is over is refused, each with its name', async () => {
  const { other, demo, unpublished } = KEYS
  const by = async (key: { privateKey: Parameters<typeof nodeSigner>[0] }, asOf = SHOWN_AT) =>
    readIndex(await signIndex({ ...anIndex, asOf }, nodeSigner(key.privateKey)), reader)
  assert.deepEqual(await by(other), { ok: false, because: 'wrong-issuer' })
  assert.deepEqual(await by(unpublished), { ok: false, because: 'unknown-key' })
  assert.deepEqual(await by(KEYS.city, instant(Date.UTC(2022, 3, 30, 16))), { ok: false, because: 'signature' })
  const demoFile = await signIndex(anIndex, nodeSigner(demo.privateKey))
  const demoReader = aListReader({ issuer: 'demo.example' })
  assert.deepEqual(await readIndex(demoFile, demoReader), { ok: false, because: 'demo-key' })
  assert.ok((await readIndex(demoFile, { ...demoReader, acceptsDemo: true })).ok)
})

test('a shard is taken until the end of its life, and no longer', async () => {
  const file = await signShard(aShard(), { signer, deflate })
  const at = async (ms: number) => readShard(file, asked, { ...reader, now: after(SHOWN_AT, ms) })
  assert.ok((await at(DAY_LENGTH - 1)).ok)
  assert.deepEqual(await at(DAY_LENGTH), { ok: false, because: 'expired' })
})

test('a list that inflates to more or less than a shard, or has bytes behind its end, is malformed', async () => {
  const file = async (list: Uint8Array) =>
    readShard(await signShard(aShard(), { signer, deflate: () => list }), asked, reader)
  const whole = deflate(new Uint8Array(SHARD_BYTES))
  assert.ok((await file(whole)).ok)
  for (const list of [
    deflate(new Uint8Array(SHARD_BYTES + 1)),
    deflate(new Uint8Array(SHARD_BYTES - 1)),
    deflate(new Uint8Array(10_000_000)),
    Buffer.concat([whole, Uint8Array.of(0)]),
    whole.subarray(0, -1),
    new Uint8Array(),
  ]) {
    assert.deepEqual(await file(list), { ok: false, because: 'malformed' })
  }
})

test('a single delta whose chain does not follow from its changes is malformed, though it be signed', async () => {
  const delta = { ...(await aDelta()), after: aChain('something else') }
  assert.deepEqual(await readDelta(await signDelta(delta, signer), delta, reader), { ok: false, because: 'malformed' })
})

test('a roll-up of roll-ups is the roll-up of all their deltas', async () => {
  const deltas = [await aDelta()]
  for (const pairs of [[[3, 0]], [[4, 1]], [[1_000_000, 0]]] as [number, number][][]) {
    const { epoch, to: number, after: chain } = deltas.at(-1)!
    const told = { asOf: SHOWN_AT, changes: changesOf(pairs) }
    deltas.push(await nextDelta({ epoch, number, chain }, told, reader.crypto.sha256))
  }
  const [first, second, third, fourth] = deltas
  const flat = rollUp([first!, second!, third!, fourth!])
  assert.deepEqual(rollUp([rollUp([first!, second!]), rollUp([third!, fourth!])]), flat)
  assert.deepEqual(await readDelta(await signDelta(flat, signer), flat, reader), { ok: true, value: flat })
  assert.equal(
    hex(flat.path),
    deltas
      .slice(0, 3)
      .map(({ after }) => hex(after.slice(0, 4)))
      .join(''),
  )
})

test('an index with marks that do not ascend, a head before its marks, no hour, no segment or a foreign address is malformed', async () => {
  const [entry, tomorrow] = anIndex.epochs
  const refused = async (parts: Partial<ListIndex>) =>
    readIndex(await signIndex({ ...anIndex, ...parts }, signer), reader)
  const epoch = (parts: object) => ({ epochs: [{ ...entry!, ...parts }, tomorrow!] })
  for (const parts of [
    epoch({ head: 1_650_000_007 }),
    epoch({ hours: [1_650_000_003, 1_650_000_003] }),
    epoch({ hours: [] }),
    epoch({ minutes: [1_650_000_003] }),
    epoch({ segments: [] }),
    epoch({ segments: [3, 0] }),
    epoch({ segments: [65_536, 1] }),
    epoch({ chain: new Uint8Array(31) }),
    epoch({ epoch: SAMPLE_EPOCH + 1 }),
    { address: 'javascript:alert(1)' },
    { address: 'https://lists.example/list/' },
    { address: '' },
  ]) {
    assert.deepEqual(await refused(parts), { ok: false, because: 'malformed' }, JSON.stringify(parts))
  }
})

test('withdrawn phones that do not ascend, or with a byte too few, are malformed', async () => {
  // Signed as they are: the signer sorts, so a reader has to be shown others.
  const { signClaims } = await import('./signed.ts')
  const { WITHDRAWN_CLAIM, WITHDRAWN_CONTEXT } = await import('./format.ts')
  const file = async (entries: Uint8Array) =>
    readWithdrawn(
      await signClaims([[WITHDRAWN_CLAIM, [5, entries]]], { at: SHOWN_AT, context: WITHDRAWN_CONTEXT, signer }),
      reader,
    )
  assert.ok((await file(new Uint8Array(20))).ok)
  assert.deepEqual(await file(new Uint8Array(40)), { ok: false, because: 'malformed' })
  assert.deepEqual(await file(new Uint8Array(19)), { ok: false, because: 'malformed' })
})

test('no file with a bit changed, cut off or added to is taken', async () => {
  const files = [
    await signShard(aShard(), { signer, deflate }),
    await signDelta(await aDelta(), signer),
    await signIndex(anIndex, signer),
    await signWithdrawn({ number: 5, asOf: SHOWN_AT, phones: new Map([['0a'.repeat(16), SHOWN_AT]]) }, signer),
  ]
  const delta = await aDelta()
  const reads = [
    (file: Uint8Array) => readShard(file, asked, reader),
    (file: Uint8Array) => readDelta(file, delta, reader),
    (file: Uint8Array) => readIndex(file, reader),
    (file: Uint8Array) => readWithdrawn(file, reader),
  ]
  const anyChange = fc.record({
    kind: fc.integer({ min: 0, max: 3 }),
    at: fc.nat(),
    bit: fc.integer({ min: 0, max: 7 }),
    how: fc.constantFrom('flip', 'cut', 'add'),
  })
  await fc.assert(
    fc.asyncProperty(anyChange, async ({ kind, at, bit, how }) => {
      const file = files[kind]!.slice()
      const place = at % file.length
      file[place]! ^= 1 << bit
      const altered =
        how === 'flip'
          ? file
          : how === 'cut'
            ? files[kind]!.slice(0, place)
            : Buffer.concat([files[kind]!, file.slice(0, 1)])
      assert.equal((await reads[kind]!(altered)).ok, false)
    }),
    { numRuns: 400 },
  )
})
