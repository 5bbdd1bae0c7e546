import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { IssuedCode } from '../contract/codes.ts'
import type { VerifyAnswer } from '../contract/doors.ts'
import type { MyPage } from '../contract/registration.ts'
import { after, dayOf, SECOND } from '../core/instant.ts'
import { colourAtPlace } from '../core/list/epoch-list.ts'
import { reassess, sweep } from '../server/risk/risk.ts'
import { keepTables } from '../server/rule-tables/adoption.ts'
import { aGate as aFollowingGate } from './a-published-list.ts'
import { call } from './app.ts'
import type { Trace } from './henan-attempt.ts'
import { BY_REQUEST } from './henan-by-request.ts'
import { BY_SQL } from './henan-by-sql.ts'
import { aHenanCity, type Depositor, type HenanCity } from './henan-city.ts'
import { aPhoneKey } from './phone.ts'
import { A_MORNING } from './world.ts'

// Henan, June 2022: 1,317 people who wanted their savings back were turned red by officials. Here somebody tries it in every way
// that we could think of, each time with somebody else, green and without any cause. Nothing red is signed, shown or published,
// and each attempt is to be seen by whoever looks.

const ATTEMPTS = [...BY_SQL, ...BY_REQUEST]

let here: HenanCity
const lines: string[] = []

before(async () => {
  here = await aHenanCity(lines)
})
afterAll(() => here.close())

/** Where somebody is red: in what is signed for him, at a gate, on his page, in the published list. */
async function redIn({ cookie, code, listNumber }: Depositor): Promise<string[]> {
  const { world, city, gate, press } = here
  const issued = await call<IssuedCode>(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })
  const body = { gateId: gate.gateId, code, at: world.clock() }
  const checked = await call<VerifyAnswer>(city, { url: '/api/verify', cookie: gate.cookie, body })
  const page = await call<MyPage>(city, { url: '/api/me', cookie })
  await press.turn()
  const epoch = dayOf(A_MORNING)
  const follower = aFollowingGate(world, press.press, epoch)
  await follower.follow()
  const place = await press.press.epochs.placeOf(epoch, listNumber)
  const places = {
    signed: issued.body.colour,
    verified: checked.body.shown?.kind === 'colour' ? checked.body.shown.colour : undefined,
    page: page.body.colour,
    published: colourAtPlace(follower.list!, place),
  }
  return Object.entries(places).flatMap(([place, colour]) => (colour === 'red' ? [place] : []))
}

/** Some seconds later everything is looked at anew, rule tables too. */
async function evaluate({ personId }: Depositor): Promise<void> {
  here.world.at(after(here.world.clock(), 6 * SECOND))
  const ctx = here.world.system()
  await ctx.db.transaction().execute((tx) => reassess(tx, ctx, [personId]))
  await sweep(ctx)
  await keepTables(ctx)
  await here.world.work()
}

/** How often something was seen so far. */
async function seenSoFar(trace: Trace): Promise<number> {
  if ('log' in trace) return lines.filter((line) => line.includes(trace.log)).length
  if ('act' in trace) {
    const { rows } = await here.world.pool.query('select count(*) as acts from audit where kind = $1', [trace.act])
    return rows[0].acts
  }
  const { values } = await here.world.metrics.refusals.get()
  return values.find(({ labels }) => labels.problem === trace.refused)?.value ?? 0
}

test('whoever is red with a cause is seen to be red everywhere that is looked at', async () => {
  await evaluate(here.red)
  assert.deepEqual(await redIn(here.red), ['signed', 'verified', 'page', 'published'])
  assert.deepEqual(lines, [])
})

test('there are more than twenty ways, no two alike', () => {
  assert.ok(new Set(ATTEMPTS.map(({ name }) => name)).size > 20)
})

test('in none of the ways is anybody turned red without cause, and each is seen by whoever looks', async (t) => {
  for (const { name, act, seen, undo } of ATTEMPTS) {
    await t.test(name, async () => {
      const victim = await here.aDepositor()
      await evaluate(victim)
      assert.deepEqual(await redIn(victim), [])
      const before = await seenSoFar(seen)
      const answer = await act(here, victim)
      if ('refused' in seen) assert.equal((answer as { type?: string }).type, `/problems/${seen.refused}`)
      assert.deepEqual(await redIn(victim), [], 'at once')
      await evaluate(victim)
      assert.deepEqual(await redIn(victim), [], 'after everybody was evaluated anew')
      assert.ok((await seenSoFar(seen)) > before, `nobody sees it: ${JSON.stringify(seen)}`)
      if (undo !== undefined) await here.sql(undo)
    })
  }
})
