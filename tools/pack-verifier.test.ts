import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { publishKey } from '../core/code/published-key.ts'
import { aCode, PUBLISHED, SHOWN_AT } from '../test/code-samples.ts'
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
