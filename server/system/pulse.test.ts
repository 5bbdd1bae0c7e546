import assert from 'node:assert/strict'
import { after as afterAll, afterEach, before, beforeEach, mock, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { after, MINUTE, SECOND } from '../../core/instant.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { openMetrics } from '../kit/metrics.ts'
import { openPulse, type Pulse } from './pulse.ts'

const WAYS = [
  { method: 'POST', url: '/api/code', permission: 'fetch-own-code', answer: undefined },
  { method: 'POST', url: '/api/verify', permission: 'check-a-code', answer: undefined },
] as const

let world: TestWorld
let app: FastifyInstance
let pulse: Pulse

before(async () => {
  world = await aWorld()
})
afterAll(() => world.close())

beforeEach(async () => {
  Object.assign(world, { metrics: openMetrics() })
  world.at(A_MORNING)
  mock.timers.enable({ apis: ['setInterval'] })
  app = Fastify()
  pulse = openPulse(app, world, WAYS)
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  await app.close()
  mock.timers.reset()
})

/** Lets the time pass that a look at the counts takes to come round. */
async function pass(looks: number): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    world.at(after(world.clock(), 5 * SECOND))
    mock.timers.tick(5 * SECOND)
    await turn()
  }
}

function answer(route: string, seconds: number, times = 1): void {
  for (let time = 0; time < times; time += 1) world.metrics.requestSeconds.observe({ route, status: '2xx' }, seconds)
}

test('each point of the history has what was counted since the one before', async () => {
  answer('/api/code', 0.004, 98)
  answer('/api/verify', 0.2, 2)
  await pass(1)
  world.metrics.refusals.inc({ problem: 'busy' }, 3)
  world.metrics.refusals.inc({ problem: 'unexpected' }, 2)
  world.metrics.refusals.inc({ problem: 'gate-code-void' })
  world.metrics.lateness.set(0.04)
  await pass(1)
  const { history } = await pulse.feel()
  const [first, second, ...more] = history
  assert.deepEqual(more, [])
  assert.deepEqual(
    [first?.at, first?.perSecond, first?.halfWithinMs, first?.mostWithinMs, first?.busy],
    [after(A_MORNING, 5 * SECOND), 20, 5, 250, 0],
  )
  assert.deepEqual(
    [second?.perSecond, second?.halfWithinMs, second?.busy, second?.errors, second?.latenessMs],
    [0, undefined, 3, 2, 40],
  )
})

test('what is older than a minute is no longer of the last minute, and still of all', async () => {
  answer('/api/code', 0.004, 7)
  world.metrics.refusals.inc({ problem: 'busy' })
  await pass(12)
  answer('/api/code', 0.004, 2)
  const citizens = async () => (await pulse.feel()).groups.find(({ group }) => group === 'citizen')!
  assert.deepEqual([(await citizens()).requests, (await citizens()).inLastMinute], [9, 9])
  assert.equal((await pulse.feel()).busy, 1)
  await pass(1)
  assert.deepEqual([(await citizens()).requests, (await citizens()).inLastMinute], [9, 2])
  assert.equal((await pulse.feel()).busy, 0)
})

test('a request that took longer than the last step has no time, for nobody knows more', async () => {
  answer('/api/verify', 3)
  const gates = (await pulse.feel()).groups.find(({ group }) => group === 'gate')!
  assert.deepEqual([gates.inLastMinute, gates.halfWithinMs, gates.mostWithinMs], [1, undefined, undefined])
})

test('a quarter of an hour is kept, and no more', async () => {
  await pass(200)
  const { history } = await pulse.feel()
  assert.equal(history.length, 180)
  assert.equal(history.at(-1)?.at, world.clock())
  assert.equal(history[0]?.at, after(world.clock(), -15 * MINUTE + 5 * SECOND))
})
