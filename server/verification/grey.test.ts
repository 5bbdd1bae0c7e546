import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { IssuedCode } from '../../contract/codes.ts'
import type { EntriesResult, VerifyAnswer } from '../../contract/doors.ts'
import { conclude, firstAnswer } from '../../core/door.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../../test/app.ts'
import { aGate } from '../../test/gates.ts'
import { aPerson } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { changeIdentity } from '../identity/identity-states.ts'
import { reassess } from '../risk/risk.ts'
import { SHIPPED_POLICIES } from '../venues/venues.ts'

let world: TestWorld
let city: CityApp

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

/** Somebody whose phone still has today's credential when his identity is no longer confirmed. */
async function aDoubtedHolder(): Promise<{ personId: string; code: string }> {
  const { personId, cookie } = await aPerson(world, { serial: 901 })
  const phone = aPhoneKey()
  const issued = await call<IssuedCode>(city, { url: '/api/code', cookie, body: { phoneKey: phone.phoneKey } })
  await world.db.transaction().execute(async (tx) => {
    await changeIdentity(tx, world.system(), personId, () => 'awaiting')
    await reassess(tx, world.system(), [personId])
  })
  return { personId, code: await phone.show(issued.body.credential, A_MORNING) }
}

test('a code whose holder is grey by now is no colour and no refusal at a gate: it cannot tell, and every door goes on', async () => {
  const { gateId, guardId, cookie } = await aGate(world)
  const { personId, code } = await aDoubtedHolder()
  const { body } = await call<VerifyAnswer>(city, {
    url: '/api/verify',
    cookie,
    body: { gateId, code, at: A_MORNING },
  })
  assert.deepEqual(body.shown, { kind: 'cannot-tell', because: 'grey' })

  const shown = { kind: 'cannot-tell', because: 'grey' } as const
  for (const [name, document] of Object.entries(SHIPPED_POLICIES)) {
    const policy = { feverCelsius: undefined, ...document } as Parameters<typeof firstAnswer>[0]
    assert.equal(firstAnswer(policy, shown), 'fallback', name)
    const visit = { shown, celsius: 36.5, seen: 'document', guard: undefined } as const
    assert.equal(conclude(policy, visit).decision, 'admitted', name)
  }

  const entryId = uuidv7(A_MORNING, world.random)
  const passage = { entryId, gateId, guardId, at: A_MORNING, direction: 'in', code }
  const end = { shown: 'cannot-tell', decision: 'admitted', reason: 'document-seen' }
  const sent = await call<EntriesResult>(city, {
    url: '/api/entries',
    cookie,
    body: { entries: [{ ...passage, ...end }] },
  })
  assert.equal(sent.body.results[0]?.outcome, 'written')
  const { rows } = await world.pool.query('select person_id from entry where entry_id = $1', [entryId])
  assert.equal(rows[0].person_id, personId, 'the passage still names who it was')
})
