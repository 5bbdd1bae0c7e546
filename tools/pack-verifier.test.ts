import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { hex } from '../core/bytes.ts'
import { publishKey } from '../core/code/published-key.ts'
import { after as later, DAY_LENGTH } from '../core/instant.ts'
import { shardPath } from '../core/list/format.ts'
import { signWithdrawn } from '../core/list/withdrawn.ts'
import { aCode, KEYS, PUBLISHED, SHOWN_AT } from '../test/code-samples.ts'
import { aSampleList, SAMPLE_EPOCH } from '../test/list-samples.ts'
import { packVerifier } from './pack-verifier.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suishenma-verifier-'))
  const packed = await packVerifier(join(folder, 'made'))
  await writeFile(join(folder, 'package.json'), '{"name":"a-strangers-program","private":true,"type":"module"}')
  execFileSync('npm', ['install', '--offline', '--silent', '--no-audit', '--no-fund', packed], { cwd: folder })
})
after(() => rm(folder, { recursive: true }))

/** Runs the three lines of the package's README as they stand there, on a city and a text of ours. */
async function runReadme(told: { scannedText: string; nowMs: number }): Promise<unknown> {
  const readme = await readFile(join(folder, 'node_modules/suishenma-verifier/README.md'), 'utf8')
  const [, lines = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  assert.equal(lines.trim().split('\n').length, 3)
  const keys = JSON.stringify({ keys: PUBLISHED.map(publishKey) })
  const program = `
    globalThis.fetch = async () => new Response(${JSON.stringify(keys)})
    Date.now = () => ${told.nowMs}
    const scannedText = ${JSON.stringify(told.scannedText)}
    ${lines}
    console.log(JSON.stringify({ genuine: verdict.genuine, because: verdict.because, name: verdict.credential?.maskedName }))`
  await writeFile(join(folder, 'program.js'), program)
  return JSON.parse(execFileSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' }))
}

test('the three lines of its README tell a genuine code, an altered one, and a wrong clock', async () => {
  const scannedText = await aCode()
  assert.deepEqual(await runReadme({ scannedText, nowMs: SHOWN_AT }), { genuine: true, name: '王*明' })
  const altered = `${scannedText.slice(0, -1)}${scannedText.endsWith('0') ? '1' : '0'}`
  assert.equal(((await runReadme({ scannedText: altered, nowMs: SHOWN_AT })) as { genuine: unknown }).genuine, false)
  assert.deepEqual(await runReadme({ scannedText, nowMs: SHOWN_AT + 90_000 }), { genuine: 'unknown', because: 'clock' })
})

test('with the list’s files it tells the colour of now, and which phones were withdrawn', async () => {
  const list = await aSampleList()
  const index = 65_536 + 9
  await list.change([[index, 2]])
  const phoneKeyHash = '0123456789abcdef'.repeat(2)
  const phones = new Map([[phoneKeyHash, later(SHOWN_AT, DAY_LENGTH)]])
  const withdrawn = await signWithdrawn({ number: 1, asOf: SHOWN_AT, phones }, KEYS.city.signer)
  const place = JSON.stringify({ epoch: SAMPLE_EPOCH, index })
  const program = `
    import { inflateSync } from 'node:zlib'
    import { makeListReader } from 'suishenma-verifier'
    const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'))
    const list = makeListReader({
      keys: ${JSON.stringify(PUBLISHED.map(publishKey))},
      subtle: crypto.subtle,
      issuer: 'city.example',
      inflate: (deflated, maxOutputLength) => inflateSync(deflated, { maxOutputLength }),
    })
    const shard = bytes('${hex(list.files.get(shardPath(SAMPLE_EPOCH, 1))!)}')
    const read = await list.readColour(shard, ${place}, ${SHOWN_AT})
    const altered = await list.readColour(shard.with(90, shard[90] ^ 1), ${place}, ${SHOWN_AT})
    const gone = await list.readWithdrawn(bytes('${hex(withdrawn)}'), ${SHOWN_AT})
    console.log(JSON.stringify([list.shardPath(${place}), read.value.colour, altered.ok, gone.value.phones.has('${phoneKeyHash}')]))`
  await writeFile(join(folder, 'list.js'), program)
  const said = JSON.parse(execFileSync(process.execPath, ['list.js'], { cwd: folder, encoding: 'utf8' })) as unknown
  assert.deepEqual(said, [shardPath(SAMPLE_EPOCH, 1), 'yellow', false, true])
})

test('it asks the platform for nothing: no Node module, no document, no window, no network', async () => {
  const code = await readFile(join(folder, 'node_modules/suishenma-verifier/verifier.js'), 'utf8')
  assert.doesNotMatch(
    code,
    /\b(import|require)\b\s*[({'"]|node:|\bdocument\b\.|\bwindow\b|\bfetch\b|\bprocess\b|globalThis/,
  )
})

test('a stranger’s TypeScript program knows its types', async () => {
  const program = `
    import { makeVerifier } from 'suishenma-verifier'
    const verify = makeVerifier({ keys: [], subtle: crypto.subtle })
    const verdict = await verify('SSM1:', 0)
    const why: string = verdict.genuine === true ? verdict.credential.maskedName : verdict.because
    export { why }`
  await writeFile(join(folder, 'typed.ts'), program)
  const words = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom',
    '--types',
    '',
  ]
  const tsc = join(import.meta.dirname, '..', 'node_modules', '.bin', 'tsc')
  execFileSync(tsc, [...words, 'typed.ts'], { cwd: folder, stdio: 'inherit' })
})
