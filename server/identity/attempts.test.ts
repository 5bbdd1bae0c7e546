import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { IdentityDocument } from '../../core/document.ts'
import { after, DAY_LENGTH, HOUR } from '../../core/instant.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { Problem } from '../kit/problem.ts'
import { newId } from '../kit/world.ts'
import { recordWrongAttempt, refuseTooMany, type Attempt } from './attempts.ts'

let world: TestWorld
before(async () => {
  world = await aWorld()
})
afterAll(() => world.close())

let passports = 0

function anAttempt(of: Partial<Attempt> = {}): Attempt {
  passports += 1
  const document: IdentityDocument = { type: 'passport', number: `TEST${String(passports).padStart(5, '0')}` }
  return { accountId: newId(world.system()), document, ...of }
}

async function failTimes(attempt: Attempt, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await world.db.transaction().execute((tx) => recordWrongAttempt(tx, world.system(), attempt))
  }
}

async function isRefused(attempt: Attempt): Promise<boolean> {
  try {
    await refuseTooMany(world.db, world.system(), attempt)
    return false
  } catch (error) {
    assert.ok(error instanceof Problem && error.problem === 'too-many-wrong-attempts')
    return true
  }
}

test('an account may be wrong four times a day and is refused after the fifth, whatever document it tries', async () => {
  const { accountId } = anAttempt()
  for (let time = 0; time < 4; time += 1) await failTimes(anAttempt({ accountId }), 1)
  assert.equal(await isRefused(anAttempt({ accountId })), false)
  await failTimes(anAttempt({ accountId }), 1)
  assert.equal(await isRefused(anAttempt({ accountId })), true)
})

test('a document may be tried wrongly four times a day and is refused after the fifth, whatever account tries', async () => {
  const { document } = anAttempt()
  for (let time = 0; time < 4; time += 1) await failTimes(anAttempt({ document }), 1)
  assert.equal(await isRefused(anAttempt({ document })), false)
  await failTimes(anAttempt({ document }), 1)
  assert.equal(await isRefused(anAttempt({ document })), true)
})

test('the same number is another document under another type', async () => {
  const attempt = anAttempt({ document: { type: 'hk-macao-permit', number: 'H99990001' } })
  await failTimes(attempt, 5)
  assert.equal(await isRefused(anAttempt({ document: { type: 'passport', number: 'H99990001' } })), false)
})

test('the wrong attempts of others hinder nobody', async () => {
  await failTimes(anAttempt(), 9)
  assert.equal(await isRefused(anAttempt()), false)
})

test('a wrong attempt counts for 24 hours, to the millisecond', async () => {
  const attempt = anAttempt()
  await failTimes(attempt, 5)
  const refused: boolean[] = []
  for (const ms of [DAY_LENGTH - 1, DAY_LENGTH]) {
    world.at(after(A_MORNING, ms))
    refused.push(await isRefused(attempt))
  }
  world.at(A_MORNING)
  assert.deepEqual(refused, [true, false])
})

test('four old attempts and one new one refuse nobody', async () => {
  const attempt = anAttempt()
  await failTimes(attempt, 4)
  world.at(after(A_MORNING, 25 * HOUR))
  await failTimes(attempt, 1)
  const refused = await isRefused(attempt)
  world.at(A_MORNING)
  assert.equal(refused, false)
})

test('asking whether it is too many counts nothing', async () => {
  const attempt = anAttempt()
  for (let time = 0; time < 10; time += 1) assert.equal(await isRefused(attempt), false)
})

test('twenty guesses at the same moment are no more than five', async () => {
  const attempt = anAttempt()
  const guess = async (): Promise<'compared' | 'refused'> =>
    world.db.transaction().execute(async (tx) => {
      try {
        await refuseTooMany(tx, world.system(), attempt)
      } catch {
        return 'refused'
      }
      await recordWrongAttempt(tx, world.system(), attempt)
      return 'compared'
    })
  const outcomes = await Promise.all(Array.from({ length: 20 }, guess))
  assert.equal(outcomes.filter((outcome) => outcome === 'compared').length, 5)
})

test('neither the account nor the document stands in the table', async () => {
  const attempt = anAttempt()
  await failTimes(attempt, 1)
  const { rows } = await world.pool.query('select wrong_attempt::text as row from wrong_attempt')
  const text = rows.map(({ row }: { row: string }) => row).join('\n')
  assert.equal(text.includes(attempt.accountId) || text.includes(attempt.document.number), false)
})
