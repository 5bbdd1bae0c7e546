import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { listLanAddresses } from '../../server/kit/local-authority.ts'
import { toPem } from '../../server/kit/certificate.ts'
import { getSecurely } from '../certificate.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'

// `npm start -- --lan` as a phone of the same network meets it. A machine that is in no local network makes one of its own, out of
// which nothing leads, and this file runs once more inside it.

const MAKE_NETWORK = [
  'ip link set lo up',
  'ip link add lan0 type veth peer name lan1',
  'ip addr add 192.168.77.5/24 dev lan0',
  'ip link set lan0 up',
  'ip link set lan1 up',
].join(' && ')
const isAlone = listLanAddresses().length === 0
const canMakeNetwork = isAlone && spawnSync('unshare', ['--net', 'sh', '-c', MAKE_NETWORK]).status === 0
const inNetwork = { skip: isAlone && 'this machine is in no local network' }

let city: City
let browser: Browser
let authority: Buffer

before(async () => {
  if (isAlone) return
  city = await aCity({}, ['--lan'])
  const { hostname, port } = new URL(city.url)
  const answer = await fetch(`http://${hostname}:${Number(port) + 1}/suishenma-authority.crt`)
  authority = Buffer.from(await answer.arrayBuffer())
  const key = new X509Certificate(authority).publicKey.export({ format: 'der', type: 'spki' })
  browser = await aBrowser({ trusts: createHash('sha256').update(key).digest('base64') })
})
after(async () => {
  await browser?.close()
  await city?.close()
})

test(
  'in a network that was made for it, all of this holds',
  { skip: !isAlone ? 'this machine is in one' : !canMakeNetwork && 'only root may make one' },
  () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const again = `${MAKE_NETWORK} && exec "$0" --test "$1"`
    const run = spawnSync('unshare', ['--net', 'sh', '-c', again, process.execPath, import.meta.filename], {
      env,
      encoding: 'utf8',
    })
    assert.equal(run.status, 0, run.stdout + run.stderr)
    assert.match(run.stdout, /pass 2/)
  },
)

test('a phone that trusts this machine signs in over HTTPS, registers, and shows a code', inNetwork, async () => {
  assert.match(city.url, /^https:\/\/(10|172|192|100|169)\.[\d.]+:\d+$/)
  const { page, context } = await aPhone(browser)
  const insecure: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${city.url}/`)) insecure.push(request.url())
  })
  await page.goto(city.url)
  await page.getByRole('link', { name: '通过' }).click()
  await page.getByLabel('演示账号').fill('new-1')
  await page.getByRole('button', { name: '登录 Sign in' }).click()
  const name = await page.locator('#name').innerText()
  const number = await page.locator('#document-number').innerText()
  await page.getByRole('button', { name: '继续 Continue' }).click()
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('证件号码').fill(number)
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('手机号码').fill('17000000001')
  await page.getByLabel('区', { exact: true }).selectOption({ label: '黄浦区' })
  await page.getByLabel('街道').selectOption({ index: 1 })
  await page.getByLabel('路名、门牌、室号').fill('虚构路 1 号')
  await page.getByRole('radio', { name: '否' }).check()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  assert.deepEqual(insecure, [], 'nothing is asked outside HTTPS, or of anybody else')
  const session = (await context.cookies()).find((cookie) => cookie.name === 'session')
  assert.deepEqual([session?.secure, session?.httpOnly], [true, true])
})

test(
  'the certificate is good for the address that is printed and for localhost, to whoever trusts the authority',
  inNetwork,
  async () => {
    const ca = toPem(authority)
    for (const url of [city.url, `https://localhost:${new URL(city.url).port}`]) {
      assert.equal((await getSecurely(`${url}/health`, ca)).status, 200)
      await assert.rejects(getSecurely(`${url}/health`, undefined), /unable to|self-signed/)
    }
  },
)
