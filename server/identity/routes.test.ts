import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { aBrowser, aListeningCity, makeStaff, signIn, type Browser } from '../../test/sign-in-samples.ts'

let city: Awaited<ReturnType<typeof aListeningCity>>
before(async () => {
  city = await aListeningCity()
})
afterAll(() => city.close())

test('telephone and place of help are for everybody to read, as they are set', async () => {
  const answer = await fetch(`${city.url}/api/contact`)
  const { helpline, servicePoint } = city.world.settings
  assert.deepEqual(await answer.json(), { telephone: helpline, where: servicePoint })
})

const NOBODYS = '/api/confirmations/01800000-0000-7000-8000-0000000000ff'

async function aBrowserOf(handle: string): Promise<Browser> {
  const browser = aBrowser()
  await signIn(browser, city, { handle })
  return browser
}

let officers = 0

async function anOfficer(): Promise<Browser> {
  officers += 1
  const handle = `p010${officers}`
  await makeStaff(city, handle, 'identity-officer')
  return aBrowserOf(handle)
}

async function post(browser: Browser, path: string, body: object, headers: Record<string, string> = {}) {
  const cookie = browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${city.url}${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, problem: ((await answer.json()) as { type?: string }).type }
}

test('only staff who confirm identities see the claims that wait', async () => {
  await makeStaff(city, 'staff-1', 'identity-officer')
  await makeStaff(city, 'guard-1', 'guard')
  const statuses: number[] = [(await fetch(`${city.url}/api/confirmations`)).status]
  for (const handle of ['green-1', 'guard-1', 'staff-1']) {
    statuses.push((await (await aBrowserOf(handle)).get(`${city.url}/api/confirmations`)).status)
  }
  assert.deepEqual(statuses, [401, 403, 403, 200])
})

test('a claim is read for one of three purposes, and for no words of one’s own', async () => {
  const officer = await anOfficer()
  const ask = (body: object) => post(officer, `${NOBODYS}/read`, body)
  assert.deepEqual(await ask({ purpose: 'in-person-check' }), { status: 404, problem: '/problems/not-found' })
  assert.deepEqual(await ask({ purpose: 'he is my neighbour' }), { status: 400, problem: '/problems/input-invalid' })
  assert.deepEqual(await ask({}), { status: 400, problem: '/problems/input-invalid' })
})

test('a decision is one of two', async () => {
  const officer = await anOfficer()
  const ask = (body: object) => post(officer, `${NOBODYS}/decision`, body)
  assert.equal((await ask({ outcome: 'confirmed' })).status, 404)
  assert.equal((await ask({ outcome: 'green' })).status, 400)
})

test('another site can neither decide nor sign anybody out', async () => {
  const officer = await anOfficer()
  const foreign = { origin: 'https://evil.example' }
  const answers = [
    await post(officer, `${NOBODYS}/decision`, { outcome: 'confirmed' }, foreign),
    await post(officer, '/api/sign-out', {}, foreign),
  ]
  for (const answer of answers) assert.deepEqual(answer, { status: 403, problem: '/problems/origin-foreign' })
  assert.equal((await officer.get(`${city.url}/api/confirmations`)).status, 200)
})
