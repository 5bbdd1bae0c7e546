import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { HeldBatches } from '../../contract/batches.ts'
import { APPEALS_WITHOUT_FLAG } from '../../core/appeals.ts'
import { fromHex } from '../../core/bytes.ts'
import { anAppealCity, type AppealCity } from '../../test/appeals.ts'
import { call } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { anOfficer, anOrganisation, signedApproval } from '../../test/signers.ts'

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
afterAll(() => it.close())

async function flags(): Promise<string[]> {
  const { rows } = await it.world.pool.query<{ flag: string }>(
    `select concat(against, ' ', appeals) as flag from appeal_flag order by against`,
  )
  return rows.map(({ flag }) => flag)
}

async function stateOf(batchId: string): Promise<string> {
  const { rows } = await it.world.pool.query<{ state: string }>(`select state from batch where batch_id = $1`, [
    batchId,
  ])
  return rows[0]!.state
}

async function anApprover() {
  const organisation = anOrganisation(it.world)
  const staff = await aStaff(it.world, { role: 'health-officer', organisationId: organisation.organisationId })
  return { ...(await anOfficer(it.world, organisation, { staffId: staff.staffId })), cookie: staff.cookie }
}

test('one appeal too many against a batch flags it: the next of its source waits for two organisations, and with them the flag is answered', async () => {
  const people = []
  for (let one = 0; one <= APPEALS_WITHOUT_FLAG; one += 1) people.push(await it.aGreenOne())
  await it.deliver(
    it.centre,
    people.map(({ serial }) => serial),
  )
  for (const person of people.slice(0, -1)) assert.equal((await it.does.appeal(person)).status, 201)
  // The same person twice is one person.
  await it.does.appeal(people[0]!, 'data-wrong')
  assert.deepEqual(await flags(), [])
  const within = await it.deliver(it.centre, [(await it.aGreenOne()).serial])
  assert.equal(await stateOf(within.batchId), 'taken')

  await it.does.appeal(people.at(-1)!)
  assert.deepEqual(await flags(), [`batch ${APPEALS_WITHOUT_FLAG + 1}`, `rule ${APPEALS_WITHOUT_FLAG + 1}`])
  const { values } = await it.world.metrics.appealFlags.get()
  assert.deepEqual(values.map(({ labels, value }) => `${labels.against} ${value}`).toSorted(), ['batch 1', 'rule 1'])

  const other = await it.deliver(it.bureau, [(await it.aGreenOne()).serial])
  assert.equal(await stateOf(other.batchId), 'taken')
  const green = await it.aGreenOne()
  const next = await it.deliver(it.centre, [green.serial])
  assert.deepEqual([await stateOf(next.batchId), await it.colourOf(green)], ['held', 'green'])

  const officers = [await anApprover(), await anApprover()]
  const { body } = await call<HeldBatches>(it.city, { url: '/api/held-batches', cookie: officers[0]!.cookie })
  const [held] = body.batches
  assert.deepEqual([held?.batchId, held?.weighing.appeals], [next.batchId, APPEALS_WITHOUT_FLAG + 1])
  // The flag was raised at this very moment of the clock.
  it.world.at((it.world.clock() + 1) as ReturnType<typeof it.world.clock>)
  for (const officer of officers) {
    const { keyId, signature } = signedApproval(officer.key, 'batch', fromHex(held!.hash)!)
    const url = `/api/held-batches/${next.batchId}/assignment`
    await call(it.city, { url, cookie: officer.cookie, body: { to: 'me' } })
    await call(it.city, {
      url: `/api/held-batches/${next.batchId}/approve`,
      cookie: officer.cookie,
      body: { keyId, signature: Buffer.from(signature).toString('base64') },
    })
  }
  await it.world.work()
  assert.equal(await stateOf(next.batchId), 'taken')
  const afterwards = await it.deliver(it.centre, [(await it.aGreenOne()).serial])
  assert.equal(await stateOf(afterwards.batchId), 'taken')
})
