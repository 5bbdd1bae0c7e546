import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_LENGTH, HOUR, instant, type Instant } from '../../core/instant.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { appendFacts, recordSource, takeBackFacts, type NewFact } from '../evidence/evidence.ts'
import { sourceNamed } from '../evidence/sources.ts'
import { changeIdentity } from '../identity/identity-states.ts'
import type { Person } from '../identity/persons.ts'
import { openLog } from '../kit/log.ts'
import type { Ctx } from '../kit/world.ts'
import { findColour, reassess, shownAt, sweep } from './risk.ts'

const SOURCE = sourceNamed({ zh: '测试疾控中心', en: 'the test health authority' })

let world: TestWorld
let persons = 0
before(async () => {
  world = await aWorld()
  await world.db.transaction().execute((tx) => recordSource(tx, SOURCE))
})
after(() => world.close())

async function aPerson(identity?: Person['identity']): Promise<Person> {
  persons += 1
  const told = { number: `E8${String(persons).padStart(7, '0')}`, ...(identity && { identity }) }
  return aConfirmedPerson(world.system(), told)
}

function at(now: Instant): Ctx {
  return { ...world.system(), now }
}

async function evaluateAt(now: Instant, person: Person): Promise<void> {
  await world.db.transaction().execute((tx) => reassess(tx, at(now), [person.personId]))
}

async function learn(now: Instant, person: Person, fact: Pick<NewFact, 'kind' | 'details'> & Partial<NewFact>) {
  const period = { from: now, to: undefined }
  return world.db.transaction().execute(async (tx) => {
    const facts = [{ personId: person.personId, key: person.key, sourceId: SOURCE.sourceId, period, ...fact }]
    const [evidenceId] = await appendFacts(tx, at(now), facts)
    await reassess(tx, at(now), [person.personId])
    return evidenceId!
  })
}

async function shownOf(person: Person, moment: Instant, ctx = world.system()) {
  const { shown, colour } = await shownAt(world.db, ctx, person, moment)
  return { shown, recomputed: colour }
}

async function historyOf(person: Person): Promise<{ version: number }[]> {
  const { rows } = await world.pool.query('select version from colour_history where person_id = $1 order by version', [
    person.personId,
  ])
  return rows
}

test('what was shown and why is answered for every moment: before, while it lasted, and after it was taken back', async () => {
  const person = await aPerson()
  await evaluateAt(A_MORNING, person)
  const [ordered, lifted] = [instant(A_MORNING + HOUR), instant(A_MORNING + 30 * HOUR)]
  const evidenceId = await learn(ordered, person, { kind: 'contact', details: { degree: 'close' } })
  await world.db.transaction().execute(async (tx) => {
    const facts = [{ personId: person.personId, key: person.key, evidenceId }]
    await takeBackFacts(tx, at(lifted), { sourceId: SOURCE.sourceId, facts })
    await reassess(tx, at(lifted), [person.personId])
  })

  assert.deepEqual((await shownOf(person, instant(A_MORNING - 1))).shown, { kind: 'nothing-yet' })
  const answers = [A_MORNING, ordered - 1, ordered, lifted - 1, lifted, lifted + 100 * DAY_LENGTH].map(
    async (moment) => {
      const { shown, recomputed } = await shownOf(person, instant(moment))
      assert.ok(shown.kind === 'shown')
      return [shown.colour, recomputed, shown.difference]
    },
  )
  assert.deepEqual(await Promise.all(answers), [
    ['green', 'green', undefined],
    ['green', 'green', undefined],
    ['red', 'red', undefined],
    ['red', 'red', undefined],
    ['green', 'green', undefined],
    ['green', 'green', undefined],
  ])
  const { reasons } = await shownAt(world.db, world.system(), person, ordered)
  assert.deepEqual(
    reasons.map(({ ruleId, fact }) => [ruleId, fact.kind.zh, fact.learnedAt]),
    [['close-contact', '接触者认定', ordered]],
  )
})

test('a change that was due is shown at its moment, whether or not the sweep has come, and adds nothing to the history', async () => {
  const person = await aPerson()
  const from = instant(Date.parse('2022-04-10T09:00:00+08:00'))
  await learn(A_MORNING, person, {
    kind: 'stay-in-area',
    period: { from, to: from },
    details: { level: 'medium', evidence: 'ticket', placeZh: '黄村', placeEn: '黄村', stayZh: '', stayEn: '' },
  })
  const due = instant(Date.parse('2022-04-25T00:00:00+08:00'))
  assert.equal((await findColour(world.db, at(instant(due - 1)), person.personId))?.colour, 'yellow')
  const ended = { colour: 'green', since: due, changesAt: undefined } as const
  assert.deepEqual(await findColour(world.db, at(due), person.personId), ended)
  await sweep(at(instant(due + HOUR)))
  assert.deepEqual(await findColour(world.db, at(instant(due + HOUR)), person.personId), ended)
  assert.equal((await historyOf(person)).length, 1)
  for (const [moment, colour] of [[due - 1, 'yellow'] as const, [due, 'green'] as const]) {
    const { shown, recomputed } = await shownOf(person, instant(moment))
    assert.ok(shown.kind === 'shown')
    assert.deepEqual([shown.colour, recomputed, shown.difference], [colour, colour, undefined])
  }
})

test('identity is known from the moment of its confirmation: grey was shown before, and that is no defect now', async () => {
  const person = await aPerson('awaiting')
  await evaluateAt(A_MORNING, person)
  const confirmed = instant(A_MORNING + HOUR)
  await world.db.transaction().execute(async (tx) => {
    await changeIdentity(tx, at(confirmed), person.personId, () => 'confirmed')
    await reassess(tx, at(confirmed), [person.personId])
  })
  for (const [moment, colour] of [[confirmed - 1, 'grey'] as const, [confirmed, 'green'] as const]) {
    const { shown, recomputed } = await shownOf(person, instant(moment))
    assert.ok(shown.kind === 'shown')
    assert.deepEqual([shown.colour, recomputed, shown.difference], [colour, colour, undefined])
  }
})

test('what was learned and not evaluated yet is told apart from a defect', async () => {
  const person = await aPerson()
  await evaluateAt(A_MORNING, person)
  const [learned, evaluated] = [instant(A_MORNING + 1_000), instant(A_MORNING + 3_000)]
  const fact: NewFact = {
    personId: person.personId,
    key: person.key,
    sourceId: SOURCE.sourceId,
    kind: 'contact',
    period: { from: learned, to: undefined },
    details: { degree: 'close' },
  }
  await world.db.transaction().execute((tx) => appendFacts(tx, at(learned), [fact]))
  await evaluateAt(evaluated, person)
  const between = await shownOf(person, instant(learned + 1_000))
  assert.ok(between.shown.kind === 'shown')
  assert.deepEqual(
    [between.shown.colour, between.recomputed, between.shown.difference],
    ['green', 'red', 'not-evaluated-yet'],
  )
  assert.ok(!('difference' in (await shownOf(person, evaluated)).shown))

  // Whoever alters a fact makes the recomputation differ, and the answer says so.
  await world.pool.query(`update evidence set valid_from = now() where person_id = $1`, [person.personId])
  const altered = await shownOf(person, evaluated)
  assert.ok(altered.shown.kind === 'shown')
  assert.deepEqual([altered.shown.colour, altered.recomputed, altered.shown.difference], ['red', 'green', 'defect'])
})

test('a row of the history that was altered or deleted is noticed and never believed', async () => {
  const lines: string[] = []
  const ctx = { ...world.system(), log: openLog('error', (line) => lines.push(line)) }
  const person = await aPerson()
  const moments = [0, 1, 2, 3].map((hours) => instant(A_MORNING + hours * HOUR))
  await evaluateAt(moments[0]!, person)
  const id = await learn(moments[1]!, person, { kind: 'contact', details: { degree: 'close' } })
  await world.db.transaction().execute(async (tx) => {
    const facts = [{ personId: person.personId, key: person.key, evidenceId: id }]
    await takeBackFacts(tx, at(moments[2]!), { sourceId: SOURCE.sourceId, facts })
    await reassess(tx, at(moments[2]!), [person.personId])
  })
  await learn(moments[3]!, person, { kind: 'contact', details: { degree: 'secondary' } })
  assert.deepEqual(
    (await historyOf(person)).map(({ version }) => version),
    [1, 2, 3, 4],
  )
  const kinds = async () => Promise.all(moments.map(async (moment) => (await shownOf(person, moment, ctx)).shown.kind))
  assert.deepEqual(await kinds(), ['shown', 'shown', 'shown', 'shown'])
  assert.equal(lines.length, 0)

  const attempts = [
    [`update colour_history set course = '[[0, "green"]]' where person_id = $1 and version = 2`, 'altered'],
    [`update colour_history set at = at - interval '1 day' where person_id = $1 and version = 2`, 'moved'],
    [`update colour_history set course = '"nothing"' where person_id = $1 and version = 2`, 'broken'],
    [`update colour_history set table_version = '9.9.9' where person_id = $1 and version = 2`, 'of another table'],
    [`delete from colour_history where person_id = $1 and version = 2`, 'deleted'],
  ] as const
  for (const [statement, attempt] of attempts) {
    const kept = (
      await world.pool.query('select * from colour_history where person_id = $1 and version = 2', [person.personId])
    ).rows[0]
    await world.pool.query(statement, [person.personId])
    // While the second was in force nobody can tell any more; nor whether it was when the first one had been written.
    assert.deepEqual(await kinds(), ['record-lost', 'record-lost', 'shown', 'shown'], attempt)
    await world.pool.query('delete from colour_history where person_id = $1 and version = 2', [person.personId])
    await world.pool.query('insert into colour_history values ($1, $2, $3, $4::jsonb, $5, $6, $7)', [
      kept.person_id,
      kept.version,
      kept.at,
      JSON.stringify(kept.course),
      kept.table_name,
      kept.table_version,
      kept.mac,
    ])
  }
  assert.deepEqual(await kinds(), ['shown', 'shown', 'shown', 'shown'])
  assert.ok(lines.length > 0 && lines.every((line) => /colour-history-(not-vouched|incomplete)/.test(line)))

  await world.pool.query('delete from colour_history where person_id = $1 and version = 4', [person.personId])
  assert.deepEqual(await kinds(), ['shown', 'shown', 'record-lost', 'record-lost'])
})
