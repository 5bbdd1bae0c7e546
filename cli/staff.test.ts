import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { SessionView } from '../contract/identity.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import type { Ran } from '../test/a-terminal.ts'
import { anOperatorTerminal, type OperatorTerminal } from '../test/an-operator-terminal.ts'
import { call } from '../test/app.ts'
import { anOrganisation, aPerson } from '../test/people.ts'
import { aWorld, type TestWorld } from '../test/world.ts'

let world: TestWorld
let city: CityApp
let organisation: string
let terminal: OperatorTerminal

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  organisation = await anOrganisation(world)
  terminal = await anOperatorTerminal(world, city)
})
after(async () => {
  await terminal.close()
  await world.close()
})

function operate(...words: string[]): Promise<Ran> {
  return terminal.run('staff', ...words)
}

test('an organisation’s first administrator is let in, joins with his code, gets a new one, and is switched off', async () => {
  const added = await operate('add', '--organisation', organisation, '--name', '张主任')
  assert.match(
    added.printed,
    /^张主任 is let in \(administrator\) as [0-9a-f-]{36}\nCode [2-9A-Z]{5}-[2-9A-Z]{5}, good until 2022-04-19 08:00 and once/,
  )
  const [id, code] = [/as (\S+)/.exec(added.printed)![1]!, /Code (\S+),/.exec(added.printed)![1]!]
  assert.match((await operate('list')).printed, /张主任 {2}administrator {2}the city .* has not joined$/m)
  const { cookie } = await aPerson(world, { serial: 1 })
  const joined = await call<SessionView>(city, { url: '/api/staff-code', cookie, body: { code } })
  assert.equal(joined.body.role, 'administrator')
  assert.match((await operate('list')).printed, / on$/m)
  assert.match((await operate('code', id)).printed, /^Code /)
  assert.match((await operate('off', id, '--lang', 'zh')).printed, /已停用，登录立即失效$/)
  assert.match((await operate('list')).printed, / off$/m)
  const [one] = (await operate('list', '--json')).printed.split('\n').map((line) => JSON.parse(line))
  assert.deepEqual([one.staffId, one.active, one.joined], [id, false, true])
})

test('a guard is let in without a code, and his jurisdiction is kept', async () => {
  const ran = await operate(
    'add',
    '--organisation',
    organisation,
    '--name',
    '王',
    '--role',
    'guard',
    '--division',
    '310101',
  )
  assert.match(ran.printed, /^王 is let in \(guard\) as [0-9a-f-]{36}$/)
  assert.match((await operate('list')).printed, /guard {2}310101/)
})

test('what is typed wrongly, or names nothing, is said in a sentence', async () => {
  const nobody = '01963b3e-0000-7000-8000-000000000001'
  for (const [words, said] of [
    [['add'], /give --organisation/],
    [['add', '--organisation', organisation], /--name/],
    [['add', '--organisation', nobody, '--name', 'x'], /nothing here by that name/],
    [['add', '--organisation', organisation, '--name', 'x', '--division', '310199'], /no such division/],
    [['add', '--organisation', organisation, '--name', 'x', '--role', 'king'], /not as expected/],
    [['code', 'x'], /id of one member of staff/],
    [['code', nobody], /nothing here by that name/],
    [['off', nobody], /nobody by this id/],
    [['list', 'x'], /takes no argument/],
  ] as const) {
    const ran = await operate(...words)
    assert.equal(ran.exitCode, 2)
    assert.match(ran.complained, said)
  }
})
