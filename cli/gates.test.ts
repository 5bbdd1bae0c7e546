import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buildApp, type CityApp } from '../server/app.ts'
import type { Ran } from '../test/a-terminal.ts'
import { anOperatorTerminal, type OperatorTerminal } from '../test/an-operator-terminal.ts'
import { call } from '../test/app.ts'
import { aGate, type TestGate } from '../test/gates.ts'
import { aWorld, type TestWorld } from '../test/world.ts'

let world: TestWorld
let city: CityApp
let gate: TestGate
let terminal: OperatorTerminal

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  gate = await aGate(world)
  terminal = await anOperatorTerminal(world, city)
})
after(async () => {
  await terminal.close()
  await world.close()
})

function operate(...words: string[]): Promise<Ran> {
  return terminal.run('gate', ...words)
}

test('the operator gets a code for a gate, with its end in Shanghai time', async () => {
  const ran = await operate('code', gate.gateId)
  assert.equal(ran.exitCode, 0)
  assert.match(ran.printed, /^Code [2-9A-Z]{5}-[2-9A-Z]{5}, good until 2022-04-17 08:00 and for one device/)
  const chinese = await operate('code', gate.gateId, '--lang', 'zh')
  assert.match(chinese.printed, /^开通码 [2-9A-Z]{5}-[2-9A-Z]{5}，2022-04-17 08:00 前有效/)
})

test('a PIN is printed once, under the name by which the guard is known', async () => {
  const ran = await operate('pin', gate.guardId, '--name', '王师傅')
  assert.match(ran.printed, /^The PIN of 王师傅 is [0-9]{6}; it is shown this once/)
})

test('devices are listed, and one that is switched off is let in no more', async () => {
  assert.match((await operate('list')).printed, /测试大厅 \S+ 1 号门 {2}enrolled 2022-04-16 08:00$/m)
  const off = await operate('off', gate.deviceId)
  assert.match(off.printed, /is off: on line at once; without the network it may work until 2022-04-19 08:00/)
  assert.equal((await call(city, { url: '/api/gate-duty', cookie: gate.cookie })).status, 401)
  assert.match(
    (await operate('list')).printed,
    /off since 2022-04-16 08:00, without the network until 2022-04-19 08:00/,
  )
  const [device] = (await operate('list', '--json')).printed.split('\n').map((line) => JSON.parse(line))
  assert.equal(device.deviceId, gate.deviceId)
})

test('what is typed wrongly, or names nothing, is said in a sentence', async () => {
  const nobody = '01963b3e-0000-7000-8000-000000000001'
  for (const [words, said] of [
    [['code'], /give the id of one gate/],
    [['off', 'x'], /give the id of one device/],
    [['pin', gate.guardId], /with --name/],
    [['list', 'x'], /takes no argument/],
    [['code', nobody], /nothing here by that name/],
    [['pin', nobody, '--name', 'x'], /nothing here by that name/],
  ] as const) {
    const ran = await operate(...words)
    assert.equal(ran.exitCode, 2)
    assert.match(ran.complained, said)
  }
})
