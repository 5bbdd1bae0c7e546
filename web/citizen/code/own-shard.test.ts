import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIST_VALUE, type Colour } from '../../../core/colour.ts'
import { issueCredential } from '../../../core/code/issue.ts'
import { after, DAY_LENGTH, MINUTE, SECOND, type Instant } from '../../../core/instant.ts'
import { SHARD_SIZE, shardPath } from '../../../core/list/format.ts'
import { signIndex } from '../../../core/list/list-index.ts'
import { nodeCrypto } from '../../../server/kit/code-crypto.ts'
import { inflate } from '../../../server/lists/sealing.ts'
import { aCredential, ISSUED_AT, KEYS, PUBLISHED, SHOWN_AT, type SampleKey } from '../../../test/code-samples.ts'
import { aSampleList, SAMPLE_EPOCH, type SampleList } from '../../../test/list-samples.ts'
import { readingList, type ListWord } from './own-shard.ts'

const INDEX = SHARD_SIZE + 7
const PATH = shardPath(SAMPLE_EPOCH, 1)
/** The sample list begins 539 s before the code is issued; so many seconds later it is a minute newer. */
const UNTIL_NEWER = 600

/** A phone with a green code at a place of the second shard, and what it fetches. */
async function aPhone(told: { signer?: SampleKey; address?: string } = {}) {
  const list: SampleList = await aSampleList({ signer: (told.signer ?? KEYS.city).signer })
  const address = told.address ?? '/list'
  const asked: string[] = []
  let keys = PUBLISHED
  let keysAsked = 0
  const reading = readingList({
    async fetch(at) {
      asked.push(at)
      if (at === '/list/index') return signIndex({ ...list.index(), address }, KEYS.city.signer)
      return at.startsWith(address) ? list.files.get(at.slice(address.length)) : undefined
    },
    async keys() {
      keysAsked += 1
      return keys
    },
    crypto: nodeCrypto(),
    inflate,
  })
  const credential = await issueCredential(aCredential({ index: INDEX }), KEYS.city.signer)
  return {
    list,
    asked,
    publishKeys: (published: typeof keys) => (keys = published),
    keysAsked: () => keysAsked,
    look: (now: Instant = SHOWN_AT, colour: Colour = 'green'): Promise<ListWord> =>
      reading({ credential, colour, issuedAt: ISSUED_AT }, now),
    async turn(colour: Colour) {
      await list.change([[INDEX, LIST_VALUE[colour]]])
    },
  }
}

test('a list that says the same confirms the code as of its own time', async () => {
  const phone = await aPhone()
  phone.list.wait(UNTIL_NEWER)
  await phone.turn('green')
  const said = await phone.look()
  assert.deepEqual(said, { word: 'same', asOf: after(SHOWN_AT, SECOND + SECOND) })
})

test('another colour, and no colour, is for the server to tell', async () => {
  for (const colour of ['yellow', 'red', 'grey'] as const) {
    const phone = await aPhone()
    phone.list.wait(UNTIL_NEWER)
    await phone.turn(colour)
    assert.deepEqual(await phone.look(), { word: 'other' }, colour)
    assert.equal((await phone.look(SHOWN_AT, colour)).word, 'same', colour)
  }
})

test('the phone asks for its own shard and no other, and where the list lies and its keys once', async () => {
  const phone = await aPhone({ address: 'https://lists.example/list' })
  await phone.look()
  await phone.look()
  const shard = `https://lists.example/list${PATH}`
  assert.deepEqual(phone.asked, ['/list/index', shard, shard])
  assert.equal(phone.keysAsked(), 1)
})

test('a list made before the code was issued says nothing, and one of the same second decides', async () => {
  const phone = await aPhone()
  await phone.turn('red')
  assert.deepEqual(await phone.look(), { word: 'older' })
  phone.list.wait(537)
  await phone.list.renew(1)
  assert.deepEqual(await phone.look(), { word: 'older' })
  phone.list.wait(1)
  await phone.list.renew(1)
  assert.deepEqual(await phone.look(), { word: 'other' })
})

test('a list that went back, of another day or place, forged, cut or missing says nothing', async () => {
  const phone = await aPhone()
  phone.list.wait(UNTIL_NEWER)
  await phone.list.renew(1)
  const early = phone.list.files.get(PATH)!
  phone.list.wait(1)
  await phone.list.renew(1)
  await phone.list.renew(0)
  const right = phone.list.files.get(PATH)!
  assert.equal((await phone.look()).word, 'same')
  const forged = await aSampleList({ signer: KEYS.unpublished.signer })
  const foreign = await aSampleList({ signer: KEYS.other.signer })
  for (const file of [
    early,
    phone.list.files.get(shardPath(SAMPLE_EPOCH, 0)),
    forged.files.get(PATH),
    foreign.files.get(PATH),
    right.with(right.length - 1, right.at(-1)! ^ 1),
    right.subarray(0, -1),
    new Uint8Array(30_000),
    undefined,
  ]) {
    if (file) phone.list.files.set(PATH, file)
    else phone.list.files.delete(PATH)
    assert.deepEqual(await phone.look(), { word: 'silent' })
  }
  phone.list.files.set(PATH, right)
  assert.equal((await phone.look()).word, 'same')
})

test('a list of a quarter of an hour ago says nothing any more, and one from the future that our clock is slow', async () => {
  const phone = await aPhone()
  phone.list.wait(UNTIL_NEWER)
  await phone.list.renew(1)
  const asOf = after(SHOWN_AT, SECOND)
  assert.equal((await phone.look(after(asOf, 15 * MINUTE))).word, 'same')
  assert.equal((await phone.look(after(asOf, 15 * MINUTE + 1))).word, 'silent')
  assert.equal((await phone.look(after(asOf, DAY_LENGTH))).word, 'silent')
  assert.equal((await phone.look(after(asOf, -90 * SECOND))).word, 'same')
  assert.equal((await phone.look(after(asOf, -90 * SECOND - 1))).word, 'other')
})

test('a list by another key than the code’s is for the server to tell: the code’s may have been withdrawn', async () => {
  const phone = await aPhone({ signer: KEYS.paper })
  phone.list.wait(UNTIL_NEWER)
  await phone.turn('green')
  assert.deepEqual(await phone.look(), { word: 'other' })
})

test('a list by a key that was published after the page was opened is read with the keys of now', async () => {
  const phone = await aPhone({ signer: KEYS.paper })
  phone.publishKeys(PUBLISHED.slice(0, 1))
  phone.list.wait(UNTIL_NEWER)
  await phone.list.renew(1)
  assert.equal((await phone.look()).word, 'silent')
  phone.publishKeys(PUBLISHED)
  assert.equal((await phone.look()).word, 'other')
})

test('a credential that is none is nobody’s place, and a world that fails is silence', async () => {
  const fails = readingList({
    fetch: async () => new Uint8Array([1]),
    keys: () => Promise.reject(new Error('no network')),
    crypto: nodeCrypto(),
    inflate,
  })
  const code = { credential: new Uint8Array([1, 2]), colour: 'green' as const, issuedAt: ISSUED_AT }
  assert.deepEqual(await fails(code, SHOWN_AT), { word: 'silent' })
  const credential = await issueCredential(aCredential({ index: INDEX }), KEYS.city.signer)
  assert.deepEqual(await fails({ ...code, credential }, SHOWN_AT), { word: 'silent' })
})
