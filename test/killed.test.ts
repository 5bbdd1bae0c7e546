import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import type { ColourExplanation } from '../contract/operator.ts'
import { base64url } from '../core/bytes.ts'
import { day, dayOf, formatDay, formatShanghai, HOUR, instant } from '../core/instant.ts'
import { uuidv7 } from '../core/uuid.ts'
import { sha256 } from '../server/kit/seal.ts'
import { typed } from './a-terminal.ts'
import { aDatabase } from './database.ts'
import { urlOf } from './e2e/city.ts'
import { dataFolders, startProgram, type Program } from './program.ts'

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }
const PEOPLE = 30
const TODAY = dayOf(instant(Date.now()))

const folders = dataFolders()
let database: Awaited<ReturnType<typeof aDatabase>>
let pool: pg.Pool
// Whatever a test finds, no program outlives it.
const programs: Program[] = []
before(async () => {
  database = await aDatabase()
  pool = database.pool
})
after(async () => {
  for (const program of programs) await program.end('SIGKILL')
  await database.drop()
  await folders.deleteAll()
})

interface Citizen {
  readonly personId: string
  readonly cookie: string
}

interface Declaration {
  readonly citizen: Citizen
  readonly body: object
}

/** Green people of the demo, signed in. */
async function citizens(count: number): Promise<Citizen[]> {
  const { rows } = await pool.query<{ person_id: string; account_id: string }>(
    `select registration.person_id, registration.account_id from registration join colour_state using (person_id)
     where registration.state = 'confirmed' and not registration.arriving and colour_state.colour = 'green'
       and not exists (select 1 from evidence where evidence.person_id = registration.person_id)
     order by registration.person_id limit $1`,
    [count],
  )
  return Promise.all(
    rows.map(async ({ person_id: personId, account_id: accountId }) => {
      const token = randomBytes(32)
      await pool.query(`insert into session values ($1, $2, null, now(), now() + interval '1 day')`, [
        sha256(token),
        accountId,
      ])
      return { personId, cookie: `session=${base64url(token)}` }
    }),
  )
}

/** Stays in a community on each of the last 14 days, each in a declaration of its own: every one moves the end of the colour. */
function declarationsOf(citizen: Citizen, community: string): Declaration[] {
  return Array.from({ length: 14 }, (_, place) => {
    const on = formatDay(day(TODAY - 13 + place))
    const declarationId = uuidv7(instant(Date.now()), (bytes) => new Uint8Array(randomBytes(bytes)))
    return { citizen, body: { declarationId, stays: [{ divisionCode: '131002', community, from: on, to: on }] } }
  })
}

/** One after the other; answers how many were acknowledged before the server was gone. */
async function declareAll(program: Program, declarations: readonly Declaration[], told: () => void): Promise<number> {
  let acknowledged = 0
  for (const declaration of declarations) {
    let status = await declare(program, declaration)
    // The house is full, which on a busy machine may be: the page tries again, too.
    for (; status === 503; status = await declare(program, declaration)) await pause(500)
    if (status !== 201) return acknowledged
    acknowledged += 1
    told()
  }
  return acknowledged
}

/** The status of the answer; undefined where there is none any more. */
async function declare(program: Program, { citizen, body }: Declaration): Promise<number | undefined> {
  const response = await fetch(`${program.url}/api/declarations/stays`, {
    method: 'POST',
    headers: { cookie: citizen.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
  return response?.status
}

async function takeList(program: Program, hoursAgo: number, high: readonly string[]): Promise<void> {
  const at = formatShanghai(instant(Date.now() - hoursAgo * HOUR))
  const data = {
    end_update_time: `${at.slice(0, 10)} ${Number(at.slice(11, 13))}时`,
    highlist: [{ ...ANCI, communitys: high }],
    middlelist: [],
  }
  const response = await program.operate('/api/operator/area-lists?fileName=list.json', JSON.stringify({ data }))
  assert.equal(response.status, 200)
}

/** Waits until a count is what it is to be. */
async function untilCount(statement: string, wanted: number, ids: readonly string[]): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await pool.query<{ count: number }>(statement, [ids])
    if (rows[0]?.count === wanted) return
    assert.ok(tries < 300, `${statement}: ${rows[0]?.count} and not ${wanted}`)
    await pause(100)
  }
}

/** The log is whole, goes on from what was signed before the kill, and has every act once, or the act waits. */
async function assertLogged(dataDir: string): Promise<void> {
  const { exitCode, printed } = await typed(['log', 'verify', '--dir', join(dataDir, 'log'), '--json'])
  const { size, faults } = JSON.parse(printed) as { size: number; faults: unknown[] }
  assert.deepEqual([exitCode, faults], [0, []])
  const { rows } = await pool.query<Record<string, number>>(
    `select (select count(*) from audit) as acts, (select count(*) from log_leaf) as placed, (select count(*) from log_queue) as waiting,
       (select count(*) from audit join log_leaf on audit_id = id) as found`,
  )
  const { acts, placed, waiting, found } = rows[0]!
  assert.deepEqual([acts, found], [placed! + waiting!, placed])
  assert.ok(size > PEOPLE && size <= placed!, `${size} of ${placed}`)
}

test('a program killed under a load of declarations and with lists under way loses and doubles nothing', async () => {
  const run = await folders.aRun({ env: { DATABASE_URL: urlOf(database.connection) } })
  const first = await startProgram(run)
  programs.push(first)
  await takeList(first, 13 * 24 + 23, ['红村'])
  const people = await citizens(2 * PEOPLE)
  assert.equal(people.length, 2 * PEOPLE)
  const [declaring, waiting] = [people.slice(0, PEOPLE), people.slice(PEOPLE)]
  // They were in a place that no list names yet; the list comes with the kill.
  const unlisted = waiting.map((citizen) => declarationsOf(citizen, '蓝村').slice(13))
  await Promise.all(unlisted.map((one) => declareAll(first, one, () => undefined)))

  const load = declaring.map((citizen) => declarationsOf(citizen, '红村'))
  let acknowledged = 0
  const underway = load.map((one) =>
    declareAll(first, one, () => {
      acknowledged += 1
      if (acknowledged === PEOPLE) void takeList(first, 1, ['红村', '蓝村']).then(() => first.end('SIGKILL'))
    }),
  )
  const before = await Promise.all(underway)
  await first.end('SIGKILL')
  assert.ok(
    before.some((count) => count < 14),
    'the kill came when all was done',
  )

  const second = await startProgram(run)
  programs.push(second)
  // What was acknowledged is sent again too, as a phone does that lost the answer.
  const again = await Promise.all(load.map((one) => declareAll(second, one, () => undefined)))
  assert.deepEqual([...new Set(again)], [14])
  const ids = waiting.map(({ personId }) => personId)
  await untilCount(
    `select count(*) from colour_state where colour = 'red' and person_id = any($1::uuid[])`,
    PEOPLE,
    ids,
  )

  const { rows } = await pool.query<Record<string, number | string>>(
    `select person_id,
       (select count(*) from evidence where evidence.person_id = people.person_id) as facts,
       (select count(*) from declaration where declaration.person_id = people.person_id) as declarations,
       (select count(*) from colour_history where colour_history.person_id = people.person_id) as rows,
       (select max(version) from colour_history where colour_history.person_id = people.person_id) as version,
       (select string_agg(detail, ' ' order by audit.at, audit.id) from audit join audit_body using (id)
        where kind = 'colour-changed' and subject_id = people.person_id and detail not like '%"none"%') as changes
     from unnest($1::uuid[]) as people (person_id)`,
    [people.map(({ personId }) => personId)],
  )
  for (const row of rows) {
    const declares = declaring.some(({ personId }) => personId === row['person_id'])
    assert.deepEqual([row['facts'], row['declarations']], declares ? [14, 14] : [1, 1])
    // Green when he registered; then each declaration, or the list, made another course, and nothing else did.
    assert.deepEqual([row['rows'], row['version']], declares ? [15, 15] : [2, 2])
    assert.deepEqual(row['changes'], '{"from":"green","to":"red","version":2,"ruleIds":"high-risk-area"}')
  }
  for (const { personId } of [declaring[0]!, waiting[0]!]) {
    const answer = await fetch(`${second.url}/api/operator/colour-explanations`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${(await readFile(join(run.dataDir, 'operator.token'), 'utf8')).trim()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ person: personId, purpose: 'test of a kill', shownAt: Date.now() }),
    })
    const { colour, shown } = (await answer.json()) as ColourExplanation
    assert.ok(shown?.kind === 'shown')
    assert.deepEqual([colour, shown.colour, shown.difference], ['red', 'red', undefined])
  }
  assert.equal(await second.end('SIGINT'), 0)
  await assertLogged(run.dataDir)
})
