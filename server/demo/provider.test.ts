import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after as afterAll, before, test } from 'node:test'
import { findHandle } from './handles.ts'
import { demoPerson } from './people.ts'
import { aBrowser, aListeningCity, SEED, walkToCallback } from '../../test/sign-in-samples.ts'

let city: Awaited<ReturnType<typeof aListeningCity>>
before(async () => {
  city = await aListeningCity()
})
afterAll(() => city.close())

async function openHandlesPage(browser = aBrowser()): Promise<{ url: string; html: string }> {
  const page = await browser.follow(await browser.get(`${city.url}/sign-in/demo`))
  return { url: page.url, html: await page.text() }
}

test('the page of handles says that it is a demo, and names nobody', async () => {
  const { html } = await openHandlesPage()
  assert.match(html, /演示登录/)
  assert.match(html, /value="green-1"/)
  for (let index = 0; index < 60; index += 1) {
    const { name, document } = demoPerson(SEED, index)
    assert.equal(html.includes(name) || html.includes(document.number), false)
  }
})

test('a newcomer sees the card of the made-up person before going on', async () => {
  const browser = aBrowser()
  const { url } = await openHandlesPage(browser)
  const card = await browser.post(url, { handle: 'new-1' })
  const html = await card.text()
  const { name, document } = demoPerson(SEED, findHandle('new-1')!)
  assert.equal(card.status, 200)
  assert.ok(html.includes(name) && html.includes(document.number))
  assert.equal((await browser.post(url, { handle: 'new-1', seen: 'yes' })).status, 303)
})

test('the card of a handle can be opened by itself', async () => {
  const html = await (await fetch(`${city.url}/demo-idp/card/visitor-1`)).text()
  assert.ok(html.includes(demoPerson(SEED, findHandle('visitor-1')!).document.number))
  assert.equal((await fetch(`${city.url}/demo-idp/card/nobody-1`)).status, 404)
})

test('who is registered goes on without a card, by typing the handle too', async () => {
  const browser = aBrowser()
  const { url } = await openHandlesPage(browser)
  assert.equal((await browser.post(url, { typed: ' GREEN-1 ' })).status, 303)
})

test('a handle that is nobody’s is asked for again', async () => {
  const browser = aBrowser()
  const { url } = await openHandlesPage(browser)
  const again = await browser.post(url, { typed: '<b>' })
  const html = await again.text()
  assert.match(html, /没有这个演示账号/)
  assert.equal(html.includes('<b>'), false)
})

test('the page of another browser, or of an old sign-in, leads back to the beginning', async () => {
  const { url } = await openHandlesPage()
  assert.equal((await fetch(url)).status, 400)
  assert.equal((await fetch(`${city.url}/demo-idp/hello/unknown`)).status, 400)
})

test('the page of handles comes up at every sign-in, so that one can be somebody else', async () => {
  const browser = aBrowser()
  await browser.get(await walkToCallback(browser, city, { handle: 'green-1' }))
  assert.match((await openHandlesPage(browser)).html, /value="green-1"/)
})

test('people are sent back to the city only', async () => {
  const ask = new URL(`${city.url}/demo-idp/auth`)
  ask.search = new URLSearchParams({
    client_id: 'city',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://evil.example/callback',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }).toString()
  const answer = await fetch(ask, { redirect: 'manual' })
  assert.equal(answer.headers.get('location'), null)
  assert.match(await answer.text(), /演示登录/)
})

test('the provider says nothing on the terminal', () => {
  const script = `
    import { startEngine } from './server/demo/provider-engine.ts'
    const settings = { publicUrl: 'http://localhost:1', demo: true, channels: [{ id: 'demo', issuer: 'http://localhost:1/demo-idp', clientId: 'city', clientSecret: 'x'.repeat(43) }] }
    await startEngine({ settings, random: (bytes) => new Uint8Array(bytes).fill(1) }, 'seed')`
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  })
  assert.deepEqual([run.status, run.stdout, run.stderr], [0, '', ''])
})
