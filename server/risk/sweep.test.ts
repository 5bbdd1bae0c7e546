import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { instant } from '../../core/instant.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { declareStays } from '../evidence/declarations.ts'
import type { Person } from '../identity/persons.ts'
import { newPersonKey } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { findColour, reassess, sweep } from './risk.ts'

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }

let world: TestWorld
let persons = 0
before(async () => {
  world = await aWorld()
  const data = {
    end_update_time: '2022-04-10 8时',
    highlist: [{ ...ANCI, communitys: ['红村'] }],
    middlelist: [{ ...ANCI, communitys: ['黄村'] }],
  }
  await takeAreaList(world.system(), { bytes: Buffer.from(JSON.stringify({ data })), fileName: 'list.json' })
})
after(() => world.close())

/** People who left a listed community on 15 April, so that their colours change at 00:00 of 30 April. */
async function peopleFrom(ctx: Ctx, community: string, count: number): Promise<Person[]> {
  const people: Person[] = []
  for (let made = 0; made < count; made += 1) {
    persons += 1
    const person = await aConfirmedPerson(ctx, { number: `E5${String(persons).padStart(7, '0')}` })
    const stays = [{ divisionCode: '131002', community, from: '2022-04-11', to: '2022-04-15' }]
    await ctx.db.transaction().execute(async (tx) => {
      await declareStays(tx, ctx, { person, channel: 'web', declarationId: person.personId, stays })
      await reassess(tx, ctx, [person.personId])
    })
    people.push(person)
  }
  return people
}

async function coloursOf(people: readonly Person[]): Promise<(string | undefined)[]> {
  const ctx = world.system()
  return Promise.all(people.map(async (person) => (await findColour(world.db, ctx, person.personId))?.colour))
}

/** How often colours changed, by the record. */
async function changesOf(people: readonly Person[]): Promise<number[]> {
  return Promise.all(
    people.map(async (person) => {
      const { rows } = await world.pool.query(
        `select count(*) as changes from audit join audit_body using (id) where kind = 'colour-changed' and subject_id = $1`,
        [person.personId],
      )
      return rows[0].changes
    }),
  )
}

test('the sweep writes the colours that are due, to the millisecond and once', async () => {
  const ctx = world.system()
  const people = await peopleFrom(ctx, '红村', 3)
  const due = instant(Date.parse('2022-04-30T00:00:00+08:00'))
  assert.equal(await sweep({ ...ctx, now: instant(due - 1) }), 0)
  assert.deepEqual(await coloursOf(people), ['red', 'red', 'red'])

  const late = { ...ctx, now: instant(due + 700) }
  // Two programs sweep at once: both may meet a person, but only one changes his colour.
  await Promise.all([sweep(late), sweep(late)])
  assert.deepEqual(await coloursOf(people), ['green', 'green', 'green'])
  assert.deepEqual(await changesOf(people), [2, 2, 2])
  assert.equal((await findColour(world.db, ctx, people[0]!.personId))?.since, due)
  assert.equal(await sweep(late), 0)
})

test('a sweep that is broken half way loses and doubles nothing', async () => {
  const ctx = world.system()
  const people = await peopleFrom(ctx, '黄村', 4)
  const late = { ...ctx, now: instant(Date.parse('2022-04-30T00:00:01+08:00')) }
  // Randomness runs out in the middle: the colours are written, and some of their records.
  let draws = 0
  const random = (bytes: number): Uint8Array => {
    draws += 1
    if (draws > 5) throw new Error('broken half way')
    return world.random(bytes)
  }
  await assert.rejects(sweep({ ...late, random }), /broken half way/)
  assert.deepEqual(await coloursOf(people), ['yellow', 'yellow', 'yellow', 'yellow'])
  assert.deepEqual(await changesOf(people), [1, 1, 1, 1])
  assert.equal(await sweep(late), 4)
  assert.deepEqual(await coloursOf(people), ['green', 'green', 'green', 'green'])
  assert.deepEqual(await changesOf(people), [2, 2, 2, 2])
})

test('a sweep goes on until nobody is due, however many there are', async () => {
  const ctx = world.system()
  const made = Array.from({ length: 501 }, () => {
    const personId = newId(ctx)
    return { personId, wrapped: newPersonKey(ctx, personId).wrapped }
  })
  await world.pool.query(
    `insert into person (person_id, created_at, identity, key_version, wrapped_key)
     select id, now(), 'awaiting', 1, key from unnest($1::uuid[], $2::bytea[]) as made (id, key)`,
    [made.map((person) => person.personId), made.map((person) => person.wrapped)],
  )
  // Rows that no evaluator wrote are evaluated anew like others.
  await world.pool.query(
    `insert into colour_state select id, 'green', 'epoch', 'epoch', '', '', 'epoch', '' from unnest($1::uuid[]) as made (id)`,
    [made.map((person) => person.personId)],
  )
  assert.equal(await sweep(ctx), 501)
  const { rows } = await world.pool.query(
    `select count(*) as grey from colour_state where colour = 'grey' and changes_at is null`,
  )
  assert.equal(rows[0].grey, 501)
})

test('who is being evaluated is skipped by the sweep and found by the next', async () => {
  const ctx = world.system()
  const [busy, free] = (await peopleFrom(ctx, '黄村', 2)) as [Person, Person]
  const late = { ...ctx, now: instant(Date.parse('2022-04-30T00:00:01+08:00')) }
  await sweep({ ...late, now: instant(late.now - 2_000) })
  await world.db.transaction().execute(async (tx) => {
    await tx.selectFrom('person').select('person_id').where('person_id', '=', busy.personId).forUpdate().execute()
    await sweep(late)
  })
  assert.deepEqual(await coloursOf([busy, free]), ['yellow', 'green'])
  await sweep(late)
  assert.deepEqual(await coloursOf([busy, free]), ['green', 'green'])
})
