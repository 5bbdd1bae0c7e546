import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { registerPages } from './pages.ts'

async function policyOf(path: string, listUrl: string): Promise<string> {
  const app = Fastify()
  await registerPages(app, { dist: new URL('../dist/', import.meta.url), listUrl })
  const { headers } = await app.inject(path)
  await app.close()
  return String(headers['content-security-policy'])
}

test('pages may ask their own server, and besides it only whoever spreads the colour list', async () => {
  for (const path of ['/', '/guard']) {
    assert.match(await policyOf(path, '/list'), /; connect-src 'self';/)
    assert.match(
      await policyOf(path, 'https://lists.example:8443/city/list'),
      /; connect-src 'self' https:\/\/lists.example:8443;/,
    )
  }
})

test('of scripts in a page only those that were built into it run', async () => {
  const [, scripts = ''] = /script-src ([^;]*);/.exec(await policyOf('/', '/list')) ?? []
  assert.match(scripts, /^'self' 'sha256-[^']+' 'sha256-[^']+'$/)
  assert.match(await policyOf('/guard', '/list'), /script-src 'self';/)
})
