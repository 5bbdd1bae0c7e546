import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { issueCredential, paperText } from '../core/code/issue.ts'
import { publishKey } from '../core/code/published-key.ts'
import { typed } from '../test/a-terminal.ts'
import { aCode, aCredential, aPaper, KEYS, PUBLISHED, SHOWN_AT } from '../test/code-samples.ts'

let folder: string
let keys: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suishenma-cli-'))
  keys = join(folder, 'keys.json')
  await writeFile(keys, JSON.stringify({ keys: PUBLISHED.map(publishKey) }))
})
after(() => rm(folder, { recursive: true }))

const now = () => SHOWN_AT

test('a genuine code is accepted and says what stands in it', async () => {
  const ran = await typed(['code', 'verify', await aCode(), '--keys', keys], { now })
  assert.equal(ran.exitCode, 0)
  assert.equal(
    ran.printed.replace(/[0-9a-f]{16}$/, 'KEY'),
    [
      'Genuine, issued by city.example',
      'green when issued',
      'shown by its phone at 2022-04-15 08:22:40',
      '王*明, resident ID card ending in 002X',
      'issued at 2022-04-15 08:21:40, valid until 2022-04-17 00:00',
      'key KEY',
    ].join('\n'),
  )
})

test('a code comes from standard input as well, and another moment is named with --at', async () => {
  const input = `${await aCode()}\n`
  const ran = await typed(['code', 'verify', '-', '--keys', keys, '--at', '2022-04-15T08:22:40', '--lang', 'zh'], {
    input,
  })
  assert.equal(ran.exitCode, 0)
  assert.match(ran.printed, /^真码，由 city\.example 签发\n签发时为绿码/)
})

test('an Ed25519 key and a paper code are known too', async () => {
  const edwards = await aCode(aCredential(), { issuer: KEYS.cityEd })
  assert.equal((await typed(['code', 'verify', edwards, '--keys', keys], { now })).exitCode, 0)
  const paper = paperText(await issueCredential(aPaper(), KEYS.paper.signer))
  const ran = await typed(['code', 'verify', paper, '--keys', keys], { now })
  assert.equal(ran.exitCode, 0)
  assert.match(ran.printed, /^Genuine, a paper code issued by city\.example\n李\*兰/)
})

test('a code that is not genuine ends with 1 and says why', async () => {
  const code = await aCode()
  const altered = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`
  const stolen = await aCode(aCredential(), { phone: KEYS.otherPhone })
  for (const [text, why] of [
    ['hello', 'Not genuine: it is not in the form of a code'],
    [stolen, 'Not genuine: it is not shown by the phone that it was issued to'],
  ] as const) {
    const ran = await typed(['code', 'verify', text, '--keys', keys], { now })
    assert.equal(ran.exitCode, 1)
    assert.equal(ran.printed, why)
  }
  assert.equal((await typed(['code', 'verify', altered, '--keys', keys], { now })).exitCode, 1)
})

test('a demo city’s code is named so, and refused where a real gate would', async () => {
  const demo = await aCode(aCredential({ issuer: 'demo.example' }), { issuer: KEYS.demo })
  const ran = await typed(['code', 'verify', demo, '--keys', keys], { now })
  assert.equal(ran.exitCode, 0)
  assert.match(ran.printed, /a demo city’s, which no real gate accepts/)
  const refused = await typed(['code', 'verify', demo, '--keys', keys, '--refuse-demo'], { now })
  assert.equal(refused.exitCode, 1)
  assert.match(refused.printed, /demo city/)
})

test('an old picture and an unknown key end with 2: the program cannot tell', async () => {
  const code = await aCode()
  const old = await typed(['code', 'verify', code, '--keys', keys, '--at', '2022-04-15T08:24:11'])
  assert.equal(old.exitCode, 2)
  assert.match(old.printed, /^Cannot tell: it was shown more than 90 seconds from now/)
  const unpublished = await aCode(aCredential(), { issuer: KEYS.unpublished })
  const unknown = await typed(['code', 'verify', unpublished, '--keys', keys], { now })
  assert.equal(unknown.exitCode, 2)
  assert.match(unknown.printed, /key .* is not on the list/)
})

test('with --json the verdict is one line that a program reads', async () => {
  const genuine = await typed(['code', 'verify', await aCode(), '--keys', keys, '--json'], { now })
  const { genuine: isGenuine, kind, colour, issuer, shownAt } = JSON.parse(genuine.printed)
  assert.deepEqual(
    { isGenuine, kind, colour, issuer, shownAt },
    { isGenuine: true, kind: 'presentation', colour: 'green', issuer: 'city.example', shownAt: SHOWN_AT },
  )
  const malformed = await typed(['code', 'verify', 'hello', '--keys', keys, '--json'], { now })
  assert.deepEqual(JSON.parse(malformed.printed), { genuine: false, because: 'malformed' })
})

test('a list of keys that is none, or not there, is one sentence', async () => {
  const strange = join(folder, 'strange.json')
  for (const content of ['', '[]', '{"keys":3}', '{"keys":[{"kid":7}]}', '{"keys":[null]}']) {
    await writeFile(strange, content)
    const ran = await typed(['code', 'verify', 'hello', '--keys', strange])
    assert.equal(ran.exitCode, 2)
    assert.match(ran.complained, /is no published list of keys/)
  }
  const missing = await typed(['code', 'verify', 'hello', '--keys', join(folder, 'missing.json')])
  assert.equal(missing.exitCode, 2)
  assert.match(missing.complained, /cannot be read\.$/)
})
