import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { aCertificate, getSecurely } from './certificate.ts'
import { assertSentence, dataFolders, runToEnd, startProgram } from './program.ts'

const { aRun, deleteAll } = dataFolders()
after(deleteAll)

test('with a certificate and its key it serves HTTPS there, says so, and nothing over HTTP', async () => {
  const run = await aRun()
  const { cert, env } = await withCertificate(run.dataDir, aCertificate())
  const program = await startProgram({ ...run, env })
  assert.match(program.output(), new RegExp(`Citizens +https://localhost:${run.port}/$`, 'm'))
  const { status, body } = await getSecurely(`${program.url}/health`, cert)
  assert.deepEqual([status, (JSON.parse(body) as { status: string }).status], [200, 'ok'])
  await assert.rejects(getSecurely(`${program.url}/health`, undefined), /self-signed|unable to verify/)
  await assert.rejects(fetch(`http://localhost:${run.port}/health`))
  assert.equal(await program.end('SIGINT'), 0)
})

test('a certificate or key that is not there, is none, or is another one’s is one sentence, and nothing is started', async () => {
  const run = await aRun()
  const { env } = await withCertificate(run.dataDir, aCertificate())
  const other = await withCertificate(run.dataDir, aCertificate())
  const broken = join(run.dataDir, 'broken.pem')
  await writeFile(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
  const cases: [env: Record<string, string>, pattern: RegExp][] = [
    [{ ...env, TLS_CERT: join(run.dataDir, 'nowhere.pem') }, /^TLS_CERT cannot be read from .*nowhere\.pem/],
    [{ ...env, TLS_KEY: join(run.dataDir, 'nowhere.pem') }, /^TLS_KEY cannot be read from .*nowhere\.pem/],
    [{ ...env, TLS_CERT: broken }, /^TLS_CERT holds no certificate/],
    [{ ...env, TLS_KEY: other.env.TLS_KEY }, /^TLS_KEY does not belong to the certificate of TLS_CERT/],
  ]
  for (const [settings, pattern] of cases) assertSentence(await runToEnd({ ...run, env: settings }), pattern)
})

/** Keeps a certificate and its key in files, and answers the settings that name them. */
async function withCertificate(
  folder: string,
  pair: { cert: string; key: string },
): Promise<{ cert: string; env: { TLS_CERT: string; TLS_KEY: string } }> {
  const [certFile, keyFile] = ['cert', 'key'].map((name) =>
    join(folder, `${name}-${randomBytes(4).toString('hex')}.pem`),
  )
  await writeFile(certFile!, pair.cert)
  await writeFile(keyFile!, pair.key, { mode: 0o600 })
  return { cert: pair.cert, env: { TLS_CERT: certFile!, TLS_KEY: keyFile! } }
}
