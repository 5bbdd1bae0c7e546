import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { IdentityCheckResult, MyPage, Registration } from '../../contract/registration.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import type { IdentityDocument } from '../../core/document.ts'
import { after, HOUR } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../../test/app.ts'
import { aDocument, aPerson, aStranger } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { changeIdentity, findIdentity } from '../identity/identity-states.ts'
import { findOrCreatePersons } from '../identity/persons.ts'
import { documentHash } from '../kit/seal.ts'

let world: TestWorld
let city: CityApp
const known = new Map<string, { name: string; residesHere: boolean }>()
let serial = 500

before(async () => {
  world = await aWorld({
    register: () => ({
      async find(hash) {
        const record = known.get(Buffer.from(hash).toString('hex'))
        return record && { ...record, photo: { mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') } }
      },
    }),
  })
  city = await buildApp(world)
})
beforeEach(() => world.at(A_MORNING))
afterAll(async () => {
  await city.app.close()
  await world.close()
})

/** Somebody in the register under a document of his own. */
function inRegister(told: { name: string; residesHere?: boolean }): IdentityDocument {
  serial += 1
  const document = aDocument(serial)
  known.set(Buffer.from(documentHash(world.keys, document)).toString('hex'), {
    name: told.name,
    residesHere: told.residesHere ?? true,
  })
  return document
}

function typed(document: IdentityDocument, told: Partial<Registration> = {}): Registration {
  return {
    registrationId: uuidv7(A_MORNING, world.random),
    name: '试二人',
    document,
    phone: '17000000001',
    address: { divisionCode: '310101002', detail: '测试路 2 号' },
    arriving: false,
    ...told,
  }
}

async function register(cookie: string, body: Registration) {
  return call<MyPage & ProblemBody>(city, { url: '/api/registration', cookie, body })
}

async function check(cookie: string, name: string, document: IdentityDocument) {
  return call<IdentityCheckResult & ProblemBody>(city, {
    url: '/api/registration/check',
    cookie,
    body: { name, document },
  })
}

test('who is in the register and vouched for by the channel is green at once, with the register’s photo', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie } = await aStranger(world, { asserts: document })
  const { status, body } = await register(cookie, typed(document))
  assert.equal(status, 201)
  assert.equal(body.state, 'ready')
  assert.equal(body.colour, 'green')
  assert.equal(body.hasPhoto, true)
  const photo = await call(city, { url: '/api/me/photo', cookie })
  assert.equal(photo.headers['content-type'], 'image/svg+xml')
})

test('who is in the register but not vouched for waits for staff, grey and without a code', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie } = await aStranger(world)
  const { body } = await register(cookie, typed(document))
  assert.equal(body.state, 'awaiting-staff')
  assert.equal(body.colour, 'grey')
  assert.deepEqual(
    [body.comparison?.what, body.comparison?.until, body.comparison?.telephone],
    ['unproved', after(A_MORNING, 24 * HOUR), '12345'],
  )
  const code = await call<ProblemBody>(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })
  assert.equal(code.body.type, '/problems/identity-not-confirmed')
})

test('whoever evidence made known before is claimed by registering, and each change of his identity is vouched for', async () => {
  const document = inRegister({ name: '试二人' })
  const ctx = world.system()
  const [stranger] = await world.db.transaction().execute((tx) => findOrCreatePersons(tx, ctx, [document]))
  const { personId } = stranger!
  assert.equal(await findIdentity(world.db, ctx, personId), 'unregistered')
  const waiting = await aStranger(world)
  world.at(after(A_MORNING, HOUR))
  await register(waiting.cookie, typed(document))
  world.at(after(A_MORNING, 2 * HOUR))
  await world.db.transaction().execute((tx) => changeIdentity(tx, world.system(), personId, () => 'confirmed'))

  const { rows } = await world.pool.query(
    'select version, identity from person_identity where person_id = $1 order by version',
    [personId],
  )
  assert.deepEqual(rows, [
    { version: 1, identity: 'awaiting' },
    { version: 2, identity: 'confirmed' },
  ])
  const known = (hours: number) => findIdentity(world.db, ctx, personId, after(A_MORNING, hours * HOUR))
  assert.deepEqual(await Promise.all([0, 1, 2].map(known)), ['unregistered', 'awaiting', 'confirmed'])
})

test('an identity that is changed in a transaction that fails is as it was', async () => {
  const document = inRegister({ name: '试二人' })
  const ctx = world.system()
  const [stranger] = await world.db.transaction().execute((tx) => findOrCreatePersons(tx, ctx, [document]))
  const broken = world.db.transaction().execute(async (tx) => {
    await changeIdentity(tx, ctx, stranger!.personId, () => 'confirmed')
    throw new Error('broken half way')
  })
  await assert.rejects(broken, /broken half way/)
  assert.equal(await findIdentity(world.db, ctx, stranger!.personId), 'unregistered')
})

test('a foreigner with a passport waits for staff, whatever his channel says', async () => {
  const passport: IdentityDocument = { type: 'passport', number: 'X12345678' }
  const { cookie } = await aStranger(world, { asserts: passport })
  const { body } = await register(cookie, typed(passport, { name: 'Ada Sample' }))
  assert.equal(body.comparison?.what, 'not-in-register')
})

test('a second claim on a document goes to staff and leaves the first holder as he is', async () => {
  const document = inRegister({ name: '试二人' })
  const first = await aStranger(world, { asserts: document })
  await register(first.cookie, typed(document))
  const second = await aStranger(world, { asserts: document, channel: 'other' })
  const { body } = await register(second.cookie, typed(document))
  assert.equal(body.comparison?.what, 'second-claim')
  assert.equal((await call<MyPage>(city, { url: '/api/me', cookie: first.cookie })).body.state, 'ready')
})

test('a wrong name and an unknown number get the same answer', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie } = await aStranger(world)
  const wrongName = await check(cookie, '试三人', document)
  const unknown = await check(cookie, '试三人', aDocument(999_999))
  assert.deepEqual([wrongName.status, wrongName.body], [unknown.status, unknown.body])
  assert.deepEqual(wrongName.body, { outcome: 'unmatched', proved: false })
})

test('spaces, width and case in a name do not matter', async () => {
  const document = inRegister({ name: 'ADA SAMPLE' })
  const { cookie } = await aStranger(world)
  assert.equal((await check(cookie, 'ａｄａ  Sample', document)).body.outcome, 'matched')
})

test('wrong attempts, and only they, are limited: the sixth is refused for a day', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie } = await aStranger(world)
  for (let time = 0; time < 10; time += 1) assert.equal((await check(cookie, '试二人', document)).status, 200)
  for (let time = 0; time < 5; time += 1)
    assert.equal((await check(cookie, '错姓名', aDocument(800_000 + time))).status, 200)
  const refused = await check(cookie, '试二人', document)
  assert.deepEqual([refused.status, refused.body.type], [429, '/problems/too-many-wrong-attempts'])
  world.at(after(A_MORNING, 24 * HOUR + 1))
  assert.equal((await check(cookie, '试二人', document)).status, 200)
})

test('a wrong check character is refused with the one expected, and costs no attempt', async () => {
  const { cookie } = await aStranger(world)
  const right = aDocument(12_345).number
  const wrong = `${right.slice(0, 17)}${right.endsWith('1') ? '2' : '1'}`
  for (let time = 0; time < 7; time += 1) {
    const { status, body } = await check(cookie, '试二人', { type: 'resident-id', number: wrong })
    assert.equal(status, 400)
    assert.match(body.fields![0]!.message, new RegExp(`应为 ${right[17]}`))
  }
})

test('a registration sent twice is done once; with other content under its id it is refused', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie, accountId } = await aStranger(world, { asserts: document })
  const body = typed(document)
  await register(cookie, body)
  assert.equal((await register(cookie, body)).status, 201)
  assert.equal((await register(cookie, { ...body, phone: '17000000009' })).body.type, '/problems/idempotency-conflict')
  assert.equal((await register(cookie, typed(document))).body.type, '/problems/already-registered')
  const { rows } = await world.pool.query('select count(*) from registration where account_id = $1', [accountId])
  assert.equal(rows[0].count, 1)
})

test('the channel of a registration is kept', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie, accountId } = await aStranger(world, { asserts: document, channel: 'portal' })
  await register(cookie, typed(document))
  const { rows } = await world.pool.query('select channel from registration where account_id = $1', [accountId])
  assert.equal(rows[0].channel, 'portal')
})

test('who comes from elsewhere has no code before he declared his arrival, and then the colour that follows', async () => {
  const document = inRegister({ name: '试二人', residesHere: false })
  const { cookie } = await aStranger(world, { asserts: document })
  assert.equal((await register(cookie, typed(document))).body.state, 'arrival-undeclared')
  const before = await call<ProblemBody>(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })
  assert.equal(before.body.title, '请先完成来沪人员健康登记')
  const declared = await call<MyPage>(city, {
    url: '/api/declarations/arrival',
    cookie,
    body: {
      declarationId: uuidv7(A_MORNING, world.random),
      from: { divisionCode: '130431', community: '某镇' },
      leftOn: '2022-04-15',
      arrivedOn: '2022-04-15',
      transport: 'train',
      lodging: { divisionCode: '310101002', detail: '测试旅馆' },
      symptoms: [],
    },
  })
  assert.deepEqual([declared.status, declared.body.state, declared.body.colour], [201, 'ready', 'green'])
  assert.equal((await call(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })).status, 200)
})

test('a registration that breaks half way leaves nothing behind', async () => {
  const document = inRegister({ name: '试二人' })
  const { cookie, accountId } = await aStranger(world, { asserts: document })
  const broken = { ...typed(document), registrationId: (await anyRegistrationId()) ?? '' }
  assert.equal((await register(cookie, broken)).status, 500)
  const { rows } = await world.pool.query('select count(*) from registration where account_id = $1', [accountId])
  assert.equal(rows[0].count, 0)
  const hash = documentHash(world.keys, document)
  assert.equal((await world.pool.query('select 1 from person_document where document_hash = $1', [hash])).rowCount, 0)
})

/** The id of somebody else's registration: inserting it again fails after the person was made. */
async function anyRegistrationId(): Promise<string | undefined> {
  await aPerson(world, { serial: 77 })
  const row = await world.db.selectFrom('registration').select('registration_id').limit(1).executeTakeFirst()
  return row?.registration_id
}

test('neither name nor document nor telephone stands in any table in clear', async () => {
  const document = inRegister({ name: '隐秘名' })
  const { cookie } = await aStranger(world, { asserts: document })
  await register(cookie, typed(document, { name: '隐秘名', phone: '17011112222' }))
  const tables = await world.pool.query(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  for (const { table_name } of tables.rows) {
    const { rows } = await world.pool.query(`select t::text as text from ${table_name} t`)
    for (const { text } of rows) {
      assert.ok(
        !text.includes('隐秘名') && !text.includes(document.number) && !text.includes('17011112222'),
        table_name,
      )
    }
  }
})
