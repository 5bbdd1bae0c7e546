import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_LENGTH, HOUR, instant, MINUTE, type Instant } from '../../core/instant.ts'
import { tableDocument } from '../../core/rule-document.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { anOfficer, anOrganisation } from '../../test/signers.ts'
import { approval } from '../../test/table-office.ts'
import { aWorld, seededRandom, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { appendFacts, recordSource, takeBackFacts, type NewFact } from '../evidence/evidence.ts'
import { sourceNamed } from '../evidence/sources.ts'
import { changeIdentity } from '../identity/identity-states.ts'
import type { Identity, Person } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { keepTables } from '../rule-tables/adoption.ts'
import { approveTable } from '../rule-tables/approving.ts'
import { saveDraft } from '../rule-tables/drafts.ts'
import { tableHashOf } from '../rule-tables/rule-tables.ts'
import { tryTable } from '../rule-tables/trials.ts'
import { reassess, shownAt, sweep } from './risk.ts'
import { shippedTable } from './table.ts'

// A city of a few people whose history is made up from a seed, day after day: facts of many kinds, taken back again, lists that come
// late, identities that are confirmed and doubted, and in the middle of it another rule table. What was shown at any moment is then recomputed from what was known at it.

const SEED = 'replay-1'
const PEOPLE = 100
const PAIRS = 10_000
const FIRST = instant(Date.parse('2022-04-02T06:00:00+08:00'))
const DAYS = 45
/** The table of September, by which many are another colour, comes into force in the middle of it. */
const NEXT: RuleTable = {
  ...shippedTable('shanghai-2022-09')!,
  name: 'next-table',
  brakePeople: PEOPLE,
  valid: { from: instant(Date.parse('2022-05-01T00:00:00+08:00')), to: undefined },
}
const NEXT_TABLE_DAY = Math.floor((NEXT.valid.from - FIRST) / DAY_LENGTH) + 1
const SOURCE = sourceNamed({ zh: '测试疾控中心', en: 'the test health authority' })
const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }
const COMMUNITIES = ['红村', '黄村', '蓝村', '绿村']
/** As many questions at once as there are connections. */
const AT_ONCE = 5

let world: TestWorld
before(async () => {
  world = await aWorld({ now: FIRST })
  await world.db.transaction().execute((tx) => recordSource(tx, SOURCE))
})
after(() => world.close())

/** Numbers from a seed: below a limit, or one of some things. */
function chances(seed: string) {
  const random = seededRandom(seed)
  const below = (limit: number) => Buffer.from(random(6)).readUIntBE(0, 6) % limit
  return { below, oneOf: <Thing>(things: readonly Thing[]): Thing => things[below(things.length)]! }
}

type Chances = ReturnType<typeof chances>

/** Something that a source may say on a day; its time lies within the last days. */
function aFact(person: Person, now: Instant, { below, oneOf }: Chances): NewFact {
  const from = instant(now - below(6 * DAY_LENGTH))
  const moment = { from, to: from }
  const open = { from, to: undefined }
  const days = { from, to: instant(from + (1 + below(5)) * DAY_LENGTH) }
  const whose = { personId: person.personId, key: person.key, sourceId: SOURCE.sourceId }
  const facts: (() => Pick<NewFact, 'kind' | 'period' | 'details'>)[] = [
    () => ({
      kind: 'test-result',
      period: moment,
      details: { result: oneOf(['negative', 'negative', 'positive']), sample: oneOf(['single', 'pooled']) },
    }),
    () => ({
      kind: 'case-status',
      period: moment,
      details: { status: oneOf(['confirmed', 'discharged', 'excluded']) },
    }),
    () => ({ kind: 'contact', period: oneOf([open, days]), details: { degree: oneOf(['close', 'secondary']) } }),
    () => ({
      kind: 'quarantine-order',
      period: oneOf([open, days]),
      details: { place: oneOf(['central', 'home']), action: oneOf(['ordered', 'lifted']), because: 'close-contact' },
    }),
    () => ({ kind: 'told-to-test', period: open, details: { becauseZh: '应检', becauseEn: 'told' } }),
    () => ({
      kind: 'entry-from-abroad',
      period: moment,
      details: { origin: oneOf(['foreign', 'macao']), country: 'X', listedCountry: true },
    }),
    () => ({ kind: 'measure-lifted', period: moment, details: { measure: oneOf(['control', 'home-monitoring']) } }),
    () => ({ kind: 'daily-check-in', period: moment, details: { symptoms: false } }),
    () => ({
      kind: 'stay',
      period: oneOf([open, days]),
      details: { divisionCode: '131002', community: oneOf(COMMUNITIES), evidence: 'ticket' },
    }),
  ]
  return { ...whose, ...oneOf(facts)() }
}

/** One thing that happens to somebody: a fact, a taking back, or a doubt about who he is; his colour follows in the same transaction. */
async function happen(tx: Tx, told: { person: Person; known: string[]; now: Instant; by: Chances }): Promise<void> {
  const { person, known, now, by } = told
  const ctx = { ...world.system(), now }
  const what = by.below(10)
  if (what === 0) await changeIdentity(tx, ctx, person.personId, () => by.oneOf<Identity>(['awaiting', 'confirmed']))
  else if (what <= 2 && known.length > 0) {
    const facts = [{ personId: person.personId, key: person.key, evidenceId: by.oneOf(known) }]
    await takeBackFacts(tx, ctx, { sourceId: SOURCE.sourceId, facts })
  } else known.push(...(await appendFacts(tx, ctx, [aFact(person, now, by)])))
  await reassess(tx, ctx, [person.personId])
}

/** A list of that day or of an earlier one, with the people whom it concerns evaluated at the same moment. */
async function takeList(now: Instant, by: Chances): Promise<void> {
  const published = instant(now - by.below(4 * DAY_LENGTH))
  const at = new Date(published + 8 * HOUR).toISOString()
  const named = COMMUNITIES.map((community) => ({ community, level: by.below(3) }))
  const areas = (level: number) => [
    { ...ANCI, communitys: named.filter((area) => area.level === level).map(({ community }) => community) },
  ]
  const data = {
    end_update_time: `${at.slice(0, 10)} ${Number(at.slice(11, 13))}时`,
    highlist: areas(1),
    middlelist: areas(2),
    note: by.below(1e9),
  }
  world.at(now)
  await takeAreaList(world.system(), { bytes: Buffer.from(JSON.stringify({ data })), fileName: 'list.json' })
  await world.work()
}

/** Drafts the next table and has two organisations sign it, weeks before its first day. */
async function signNextTable(): Promise<void> {
  const [one, other] = [anOrganisation(world), anOrganisation(world)]
  const officers = [await anOfficer(world, one), await anOfficer(world, other)]
  const tableHash = tableHashOf(await saveDraft(officers[0]!.ctx(), tableDocument(NEXT)))
  await tryTable(officers[0]!.ctx(), tableHash)
  await world.work()
  for (const officer of officers) await approveTable(officer.ctx(), tableHash, approval(officer, 'table', tableHash))
}

/** Lets the next table's first day begin: settled shortly before, and whom it concerns is evaluated at 00:00. */
async function beginNextTable(): Promise<void> {
  for (const now of [instant(NEXT.valid.from - 5 * MINUTE), NEXT.valid.from]) {
    world.at(now)
    await keepTables(world.system())
    await world.work()
  }
}

async function makeHistory(): Promise<{ people: Person[]; moments: Instant[] }> {
  const by = chances(SEED)
  const ctx = world.system()
  const people: Person[] = []
  for (let made = 0; made < PEOPLE; made += 1) {
    const identity = by.oneOf<Identity>(['confirmed', 'confirmed', 'awaiting'])
    people.push(await aConfirmedPerson(ctx, { number: `F${String(made).padStart(8, '0')}`, identity }))
  }
  await world.db.transaction().execute((tx) =>
    reassess(
      tx,
      ctx,
      people.map(({ personId }) => personId),
    ),
  )
  await signNextTable()
  const known = people.map((): string[] => [])
  const moments: Instant[] = [FIRST, NEXT.valid.from]
  for (let today = 0; today < DAYS; today += 1) {
    let now = instant(FIRST + today * DAY_LENGTH + by.below(12 * HOUR))
    if (today === NEXT_TABLE_DAY) await beginNextTable()
    if (by.below(3) === 0) await takeList(now, by)
    for (let more = 12; more > 0; more -= 1) {
      now = instant(now + 1 + by.below(20 * MINUTE))
      const whose = by.below(PEOPLE)
      const told = { person: people[whose]!, known: known[whose]!, now, by }
      await world.db.transaction().execute((tx) => happen(tx, told))
      moments.push(now)
    }
    await sweep({ ...ctx, now })
  }
  return { people, moments }
}

test('what was shown at 10,000 moments is recomputed from what was known then, without a difference', async () => {
  const { people, moments } = await makeHistory()
  const by = chances(`${SEED} asked`)
  const asked = Array.from({ length: PAIRS }, () => {
    // Half of them where something happened: at that very millisecond, the one before, the one after.
    const at = by.below(2) === 0 ? FIRST + by.below((DAYS + 30) * DAY_LENGTH) : by.oneOf(moments) + by.below(3) - 1
    return { person: by.oneOf(people), moment: instant(at) }
  })
  const ctx = world.system()
  const seen = new Map<string, number>()
  async function askSome(pairs: typeof asked): Promise<void> {
    for (const { person, moment } of pairs) {
      const { shown, colour } = await shownAt(world.db, ctx, person, moment)
      if (shown.kind === 'nothing-yet' && moment < FIRST) continue
      assert.ok(shown.kind === 'shown', `${person.personId} at ${moment}: ${shown.kind}`)
      assert.deepEqual([shown.colour, shown.difference], [colour, undefined], `${person.personId} at ${moment}`)
      seen.set(colour, (seen.get(colour) ?? 0) + 1)
    }
  }
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, lane) => askSome(asked.filter((_, place) => place % AT_ONCE === lane))),
  )
  // A history in which everybody is green would prove nothing.
  for (const colour of ['green', 'yellow', 'red', 'grey']) {
    assert.ok((seen.get(colour) ?? 0) > PAIRS / 50, `${colour}: ${seen.get(colour)}`)
  }
  const { rows } = await world.pool.query('select count(*) as courses from colour_history')
  assert.ok(rows[0].courses > 2 * PEOPLE, `${rows[0].courses} courses`)
  const { rows: switched } = await world.pool.query(
    `select count(*) as people from colour_history where at = $1 and table_name = $2`,
    [new Date(NEXT.valid.from), NEXT.name],
  )
  assert.ok(switched[0].people > PEOPLE / 20, `${switched[0].people} were evaluated when the next table began`)
})
