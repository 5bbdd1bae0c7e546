import { randomBytes } from 'node:crypto'
import type { MyAppeal } from '../contract/appeals.ts'
import type { BatchAnswer, FactWithdrawn } from '../contract/batches.ts'
import type { ProblemBody } from '../contract/problems.ts'
import type { MyPage } from '../contract/registration.ts'
import type { TakenKind } from '../core/appeals.ts'
import { day, dayOf, formatDay, instant } from '../core/instant.ts'
import { uuidv7 } from '../core/uuid.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { call, type Answer } from './app.ts'
import { aBatch, ask, csvOf } from './deliveries.ts'
import { aDocument, aPerson, aStaff, aStaffSession, type SignedIn } from './people.ts'
import { anOrganisation, aSource, type KeyPair, type Organisation } from './signers.ts'
import { aWorld, type TestWorld } from './world.ts'

/** A department whose source delivers, with an officer who answers for it. */
export interface Department {
  readonly organisation: Organisation
  readonly key: KeyPair
  /** A session of its officer's, begun now. */
  signInAgain(): Promise<string>
  /** What its source says of a person: enough to make him yellow. */
  readonly cells: Readonly<Record<string, string>>
}

/** A fact that a department's source has delivered. */
export interface Delivered {
  readonly by: Department
  readonly batchId: string
  /** Its source takes it back, signed by its own key. */
  takeBack(): Promise<void>
}

/** Somebody yellow by what two departments know. */
export interface Doubting extends SignedIn {
  readonly facts: readonly Delivered[]
}

export type AppealCity = Awaited<ReturnType<typeof anAppealCity>>

/** A new id, as a phone makes one. */
export function anId(): string {
  return uuidv7(instant(Date.now()), (length) => new Uint8Array(randomBytes(length)))
}

/** A city with two departments, each with a source, and an appeal officer; `prepare` has the world before anything is built on it. */
export async function anAppealCity(
  told: Parameters<typeof aWorld>[0] & { prepare?: (world: TestWorld) => Promise<void> } = {},
) {
  const world = await aWorld(told)
  await told.prepare?.(world)
  const city = await buildApp(world)
  const centre = await aDepartment(world, '甲区疾控', { kind: 'contact', degree: 'secondary' })
  const bureau = await aDepartment(world, '乙街道办', {
    kind: 'quarantine-order',
    place: 'home',
    action: 'ordered',
    because: 'close-contact',
  })
  let serial = 500

  async function aGreenOne(name?: string): Promise<SignedIn & { serial: number }> {
    serial += 1
    return { ...(await aPerson(world, { serial, ...(name !== undefined && { name }) })), serial }
  }

  async function deliver(by: Department, serials: readonly number[]): Promise<Delivered> {
    const { batchId, path } = aBatch(world)
    const rows = serials.map((one) => ({
      document_type: 'resident-id',
      document_number: aDocument(one).number,
      from: formatDay(day(dayOf(world.clock()) - 1)),
      ...by.cells,
    }))
    const { body } = await ask<BatchAnswer>(city, world, {
      key: by.key,
      path: `${path}/file?fileName=rows.csv&format=csv`,
      body: csvOf(rows),
    })
    if (body.state !== 'taken' && body.state !== 'held') throw new Error(JSON.stringify(body))
    return {
      by,
      batchId,
      async takeBack() {
        const back = await ask<FactWithdrawn>(city, world, { key: by.key, path: `${path}/rows/1/withdraw` })
        if (back.body.outcome !== 'withdrawn') throw new Error(JSON.stringify(back.body))
      },
    }
  }

  return {
    world,
    city,
    centre,
    bureau,
    officer: await anOfficerOf(world, 'appeal-officer'),
    colleague: await anOfficerOf(world, 'appeal-officer'),
    aGreenOne,
    deliver,
    async aDoubtingOne(): Promise<Doubting> {
      const person = await aGreenOne()
      return { ...person, facts: [await deliver(centre, [person.serial]), await deliver(bureau, [person.serial])] }
    },
    async colourOf({ cookie }: { cookie: string }): Promise<MyPage['colour']> {
      return (await call<MyPage>(city, { url: '/api/me', cookie })).body.colour
    },
    does: appealsOf(city),
    /** What is on record about somebody's appeals: act and purpose, by name. */
    async actsAbout(personId: string): Promise<string[]> {
      const { rows } = await world.pool.query<{ act: string }>(
        `select concat_ws(' ', kind, 'for', purpose) as act from audit join audit_body using (id)
         where subject_id = $1 and kind like 'appeal%' order by kind, purpose`,
        [personId],
      )
      return rows.map(({ act }) => act.replace(/ for$/, ''))
    },
    async close() {
      await city.app.close()
      await world.close()
    },
  }
}

/** Who is signed in, or signs in for whatever he does. */
type Caller = { readonly cookie: string } | { signInAgain(): Promise<string> }

/** What people do at appeals, each by its route. */
function appealsOf(city: CityApp) {
  async function post<Body = MyAppeal>(by: Caller, url: string, body: object): Promise<Answer<Body & ProblemBody>> {
    return call(city, { url, cookie: 'cookie' in by ? by.cookie : await by.signInAgain(), body })
  }

  return {
    post,
    appeal(by: { cookie: string }, kind: TakenKind = 'colour-wrong', told: { appealId?: string; text?: string } = {}) {
      const { appealId = anId(), text = '我没有接触过任何病例。' } = told
      return post(by, '/api/me/appeals', { appealId, kind, text })
    },
    async appeals(by: { cookie: string }): Promise<readonly MyAppeal[]> {
      return (await call<{ appeals: MyAppeal[] }>(city, { url: '/api/me/appeals', cookie: by.cookie })).body.appeals
    },
    /** Takes on what his department is asked, and answers it. */
    async find(by: Caller, appealId: string, finding: string, text = '经核对，已答复。') {
      await post<object>(by, `/api/appeal-questions/${appealId}/assignment`, { to: 'me' })
      return post<object>(by, `/api/appeal-questions/${appealId}/answer`, { finding, text })
    },
    takeOn(by: Caller, appealId: string) {
      return post<object>(by, `/api/appeals/${appealId}/assignment`, { to: 'me' })
    },
    answer(by: Caller, appealId: string, decision: string, text = '已与部门核对，特此答复。') {
      return post<object>(by, `/api/appeals/${appealId}/answer`, { decision, text })
    },
  }
}

async function aDepartment(
  world: TestWorld,
  name: string,
  cells: Readonly<Record<string, string>>,
): Promise<Department> {
  const organisation = anOrganisation(world, name)
  const { key } = await aSource(world, organisation, { kinds: ['contact', 'quarantine-order'] })
  const { signInAgain } = await anOfficerOf(world, 'department-officer', organisation.organisationId)
  return { organisation, key, signInAgain, cells }
}

/** A member of staff who signs in for whatever he does: tests of deadlines go on for longer than any session. */
async function anOfficerOf(
  world: TestWorld,
  role: 'appeal-officer' | 'department-officer',
  organisationId?: string,
): Promise<{ staffId: string; signInAgain(): Promise<string> }> {
  const staff = await aStaff(world, { role, ...(organisationId !== undefined && { organisationId }) })
  return { staffId: staff.staffId, signInAgain: () => aStaffSession(world, staff) }
}
