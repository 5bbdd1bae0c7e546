import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { IssuedCode, KeyList } from '../../contract/codes.ts'
import type { VerifyAnswer } from '../../contract/doors.ts'
import { instant } from '../../core/instant.ts'
import { buildApp } from '../../server/app.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { openKeyFolder } from '../../server/kit/key-files.ts'
import { openLog } from '../../server/kit/log.ts'
import { makeCode } from '../../server/gates/gates.ts'
import { setPin } from '../../server/gates/pins.ts'
import { systemCtx, type World } from '../../server/kit/world.ts'
import { openWorld, type OpenWorld } from '../../server/open-world.ts'
import { call } from '../app.ts'
import { aDatabase } from '../database.ts'
import { aGate, type TestGate } from '../gates.ts'
import { aPerson } from '../people.ts'
import { aPhoneKey } from '../phone.ts'
import { dataFolders, startProgram, type Program, type Run } from '../program.ts'
import { aWorld } from '../world.ts'
import { aBrowser, aPhone } from './browser.ts'
import { urlOf } from './city.ts'

const CHANNEL = {
  id: 'citizen-cloud',
  name: { zh: '市民云', en: 'Citizen Cloud' },
  issuer: 'https://id.example',
  clientId: 'us',
  clientSecret: 'secret',
}
const HELPLINE = '021-55 5501'

const { aRun, deleteAll } = dataFolders()
let database: Awaited<ReturnType<typeof aDatabase>>
let run: Run
let config: Config
let program: Program
let browser: Browser
/** The same city opened a second time, for the test to put people into it. */
let open: OpenWorld
let world: World

before(async () => {
  database = await aDatabase()
  run = await aProductionRun({ DATABASE_URL: urlOf(database.connection) })
  const read = readConfig({ ...run.env, DATA_DIR: run.dataDir }, [])
  assert.ok(read.ok)
  config = read.config
  program = await startProgram(run)
  open = await openWorld(config, {
    publicUrl: program.url,
    log: openLog('silent', () => undefined),
    postgres: undefined,
  })
  world = { ...open.world, register: undefined }
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await open?.close()
  await program?.end('SIGINT')
  await database?.drop()
  await deleteAll()
})

async function aProductionRun(env: Record<string, string>): Promise<Run> {
  const fresh = await aRun()
  const channels = join(fresh.dataDir, 'channels.json')
  await writeFile(channels, JSON.stringify([CHANNEL]), { mode: 0o600 })
  const set = {
    CITY_MODE: 'production',
    ISSUER: 'city.example',
    PUBLIC_URL: `http://localhost:${fresh.port}`,
    CHANNELS_FILE: channels,
    HELPLINE,
    SERVICE_POINT: '虚构广场服务点 | the desk on Made-up Square',
  }
  return { ...fresh, env: { ...set, ...env } }
}

async function getJson(path: string): Promise<unknown> {
  return (await fetch(program.url + path)).json()
}

test('a production city has the providers of its file, no demo sign-in and nobody made up', async () => {
  assert.match(program.output(), /Suishenma is ready\.\n/)
  assert.doesNotMatch(program.output(), /demo|演示|虚构|green-1/i)
  const { id, name } = CHANNEL
  assert.deepEqual(await getJson('/api/channels'), { channels: [{ id, name }], demo: false })
  const signIn = await fetch(`${program.url}/sign-in/demo`, { redirect: 'manual' })
  assert.match(signIn.headers.get('location') ?? '', /^\/sign-in\?problem=/)
  for (const path of ['/.well-known/openid-configuration', '/hello/1', '/card/p0001', '/auth', '/jwks']) {
    assert.equal((await fetch(`${program.url}/demo-idp${path}`)).status, 404, path)
  }
  const { keys } = (await getJson('/keys')) as KeyList
  assert.ok(keys.length > 0)
  for (const key of keys) assert.deepEqual([key.issuer, key.demo], ['city.example', false])
  const explained = await fetch(`${program.url}/api/operator/colour-explanations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'green-1', purpose: 'a test' }),
  })
  assert.equal(((await explained.json()) as { type: string }).type, '/problems/person-unknown')
  for (const table of ['person', 'account', 'staff', 'organisation', 'venue', 'evidence', 'registration']) {
    const { rowCount } = await database.pool.query(`select 1 from ${table} limit 1`)
    assert.equal(rowCount, 0, table)
  }
})

test('its pages say nothing of a demo, and help names the telephone and the place that are set, also without a network', async () => {
  const { page, context } = await aPhone(browser)
  await page.goto(program.url)
  await page.getByRole('link', { name: '通过 市民云 登录' }).waitFor()
  assert.equal(await page.getByText('演示').count(), 0)
  await page.goto(`${program.url}/help`)
  const said = `请拨打 ${HELPLINE}，或带证件到虚构广场服务点。`
  await page.getByText(said).waitFor()
  const link = page.getByRole('link', { name: HELPLINE })
  assert.equal(await link.getAttribute('href'), 'tel:021555501')
  assert.equal(await page.getByText('12345').count(), 0)
  await page.getByRole('button', { name: 'EN' }).click()
  await page.getByText(`Call ${HELPLINE}, or bring your document to the desk on Made-up Square.`).waitFor()
  await context.route('**/api/**', (route) => route.abort())
  await page.reload()
  await link.waitFor()
  await context.close()
})

test('its guard’s page takes no picture and no pasted text, and a demo’s code, scanned there, is no colour', async () => {
  const page = await aGuardPage(await aGate(world))
  assert.equal(await page.getByText('演示').count(), 0)
  assert.equal(await page.locator('input[type=file], .demo-input').count(), 0)

  await scan(page, await aCodeOf(world))
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '无码登记' }).waitFor()

  const demo = await aWorld({ now: instant(Date.now()), settings: { issuer: 'shanghai.demo' } })
  await scan(page, await aCodeOf(demo))
  await demo.close()
  await page.getByRole('heading', { name: '无法核验' }).waitFor()
  assert.equal(await page.getByRole('heading', { name: '绿码' }).count(), 0)
  await page.context().close()
})

test('a demo’s key in the folder of its keys is neither published nor believed, also after the next start', async () => {
  const { cookie, gateId } = await aGate(world)
  // Somebody who tried the demo first kept its folder of keys.
  const keys = openKeyFolder({
    ...config,
    issuer: 'city.example',
    demo: true,
    clock: () => instant(Date.now()),
    random: randomBytes,
    knownCheck: undefined,
  })
  assert.ok(keys.issuing.published.every(({ demo }) => demo))
  await program.end('SIGINT')
  program = await startProgram(run)
  const { keys: published } = (await getJson('/keys')) as KeyList
  assert.ok(published.every(({ demo }) => !demo))

  const said: VerifyAnswer['shown'][] = []
  for (const code of [await aCodeOf(world), await aCodeOf({ ...world, issuing: keys.issuing })]) {
    const answer = await fetch(`${program.url}/api/verify`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ gateId, code, at: Date.now() }),
    })
    said.push(((await answer.json()) as VerifyAnswer).shown)
  }
  assert.equal(said[0]?.kind, 'colour')
  assert.deepEqual(said[1], { kind: 'cannot-tell', because: 'unknown-key' })
})

test('without DATABASE_URL production runs on the embedded PostgreSQL, and its data cannot become a demo’s', async () => {
  const embedded = await aProductionRun({})
  const own = await startProgram(embedded)
  assert.equal(((await (await fetch(`${own.url}/api/channels`)).json()) as { demo: boolean }).demo, false)
  assert.equal(await own.end('SIGINT'), 0)
  await assert.rejects(
    startProgram({ ...embedded, env: {} }),
    /was begun with CITY_MODE=production and cannot become demo/,
  )
})

/** A guard's page on duty at a gate, enrolled by a code of the operator's, in which the guard has typed his PIN. */
async function aGuardPage(gate: TestGate): Promise<Page> {
  const ctx = systemCtx(world)
  const { code } = await makeCode(ctx, 'run-all-gates', gate.gateId)
  const { pin } = await setPin(ctx, 'run-all-gates', { guardId: gate.guardId, name: '李岗', pinOf: undefined })
  const { page } = await aPhone(browser)
  await page.goto(`${program.url}/guard`)
  await page.getByLabel('开通码').fill(code.toLowerCase().replace('-', ' '))
  await page.getByRole('button', { name: '开通', exact: true }).click()
  await page.getByLabel('PIN（6 位数字）').fill(pin)
  await page.getByRole('button', { name: '上岗' }).click()
  await page.getByText('待传 0').waitFor()
  return page
}

/** Types a code as a scanner does. */
async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

let serial = 0

/** What the phone of somebody new to a city shows now. */
async function aCodeOf(of: World): Promise<string> {
  serial += 1
  const { cookie } = await aPerson(of, { serial })
  const { app, flush } = await buildApp(of)
  const phone = aPhoneKey()
  const city = { app } as Parameters<typeof call>[0]
  const { body } = await call<IssuedCode>(city, { url: '/api/code', cookie, body: { phoneKey: phone.phoneKey } })
  await flush()
  await app.close()
  return phone.show(body.credential, instant(Date.now()))
}
