import type { MyAppeal } from '../contract/appeals.ts'
import type { TakenKind } from '../core/appeals.ts'
import { day, dayOf, formatDay } from '../core/instant.ts'
import { insertDevice } from '../server/gates/store.ts'
import { newId } from '../server/kit/world.ts'
import type { CityApp } from '../server/app.ts'
import { insertStaff } from '../server/staff/store.ts'
import { aBatch, ask, csvOf } from './deliveries.ts'
import { aDevice, aGate } from './gates.ts'
import { A_PDF, contactCells } from './hand-facts.ts'
import { call } from './app.ts'
import { aDocument, aPerson, aStaff, aStaffRow } from './people.ts'
import { anOrganisation, aSource, type KeyPair, type Organisation } from './signers.ts'
import { aVenue } from './venues.ts'
import type { TestWorld } from './world.ts'
import { STREET, type KindName } from './permission-samples.ts'

// Things of each kind that is asked for by an id: one's own, and others'.

const OTHER_STREET = '310104003'

/** What things of a kind are asked for by, made anew for each sample. */
interface Kind {
  /** Whose they are where one caller alone can have any: others who may do the act have never registered. */
  readonly caller?: 'citizen'
  /** One that is his who may touch such a thing. */
  own(): Promise<string>
  /** Ids of some that are others'. */
  foreign(count: number): Promise<string[]>
}

/** Makes things of each kind: of the organisation whose staff try the ways in, in their street; and of others. */
export async function openKinds(
  world: TestWorld,
  city: CityApp,
  of: { organisation: Organisation; author: { cookie: string }; citizen: { cookie: string } },
): Promise<Record<KindName, Kind>> {
  const ctx = world.system()
  const { author, citizen } = of
  const { organisationId } = of.organisation
  const strange = anOrganisation(world, '别的单位')
  const others = strange.organisationId
  const terms = { kinds: ['contact' as const], brakePeoplePerHour: 1_000 }
  const [{ key: ownKey }, { key: strangeKey }] = [
    await aSource(world, of.organisation, terms),
    await aSource(world, strange, terms),
  ]
  const stranger = await aStaff(world, { role: 'health-officer', organisationId: others })
  let serial = 10_000

  async function aClaim(divisionCode: string): Promise<string> {
    serial += 1
    const { personId } = await aPerson(world, { serial, state: 'awaiting-staff', divisionCode })
    const { rows } = await world.pool.query('select registration_id from registration where person_id = $1', [personId])
    return rows[0].registration_id as string
  }

  async function aDraft(by: { cookie: string }): Promise<string> {
    serial += 1
    const body = { factId: newId(ctx), cells: contactCells(aDocument(serial)), attachment: A_PDF.toString('base64') }
    await call(city, { url: '/api/hand-facts', cookie: by.cookie, body })
    return body.factId
  }

  async function colleagues(role: 'guard' | 'auditor', organisation: string, count: number): Promise<string[]> {
    const rows = Array.from({ length: count }, () =>
      aStaffRow({ staffId: newId(ctx), role, organisationId: organisation, division: STREET }),
    )
    await world.db.transaction().execute((tx) => insertStaff(tx, ctx.keys, rows))
    return rows.map(({ staff_id }) => staff_id)
  }

  async function devices(gateId: string, count: number): Promise<string[]> {
    const { deviceKey } = await aDevice()
    const ids = Array.from({ length: count }, () => newId(ctx))
    await world.db.transaction().execute(async (tx) => {
      for (const deviceId of ids) {
        await insertDevice(tx, ctx.keys, { deviceId, gateId, deviceKey, enrolledAt: ctx.now, signedAt: 0 })
      }
    })
    return ids
  }

  /** A batch that says of somebody of his own that he had contact. */
  async function aTakenBatch(key: KeyPair): Promise<{ batchId: string; cookie: string }> {
    serial += 1
    const { cookie } = await aPerson(world, { serial })
    const { batchId, path } = aBatch(world)
    const from = formatDay(day(dayOf(world.clock()) - 1))
    const row = {
      document_type: 'resident-id',
      document_number: aDocument(serial).number,
      kind: 'contact',
      degree: 'secondary',
      from,
    }
    await ask(city, world, { key, path: `${path}/file?fileName=rows.csv&format=csv`, body: csvOf([row]) })
    return { batchId, cookie }
  }

  async function anAppeal(by: { cookie: string }, kind: TakenKind): Promise<string> {
    const appealId = newId(ctx)
    await call(city, { url: '/api/me/appeals', cookie: by.cookie, body: { appealId, kind, text: '我没有接触过。' } })
    return appealId
  }

  /** Appeals like one of another's, and what is asked in them. */
  async function asked(like: string, count: number): Promise<string[]> {
    const ids = await copies('appeal', { id: 'appeal_id', like, count, fresh: 'person_id' })
    await world.pool.query(
      `insert into appeal_question (person_id, appeal_id, organisation_id, kind, due_at, sealed)
       select copy.person_id, copy.appeal_id, asked.organisation_id, copy.kind, asked.due_at, asked.sealed
       from appeal as copy join appeal_question as asked on asked.appeal_id = $1 where copy.appeal_id = any($2::uuid[])`,
      [like, ids],
    )
    return ids
  }

  /** As many rows like one of another's as are wanted, under ids of their own. */
  async function copies(table: string, told: { id: string; like: string; count: number; fresh?: string }) {
    const { rows: columns } = await world.pool.query<{ column_name: string; data_type: string }>(
      `select column_name, data_type from information_schema.columns
       where table_name = $1 and table_schema = current_schema() and is_identity = 'NO'`,
      [table],
    )
    const names = columns.map(({ column_name }) => column_name)
    const values = columns.map(({ column_name: name, data_type: type }) => {
      if (name !== told.id && name !== told.fresh) return name
      return type === 'bytea' ? 'uuid_send(gen_random_uuid())' : 'gen_random_uuid()'
    })
    const { rows } = await world.pool.query(
      `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table}, generate_series(1, $2)
       where ${told.id} = $1 returning ${told.id} as id`,
      [told.like, told.count],
    )
    return rows.map((row: { id: string }) => row.id)
  }

  const venueOf = (organisation: string) => aVenue(world, { organisationId: organisation, divisionCode: STREET })
  return {
    claim: {
      own: () => aClaim(STREET),
      foreign: async (count) =>
        copies('registration', {
          id: 'registration_id',
          like: await aClaim(OTHER_STREET),
          fresh: 'account_id',
          count,
        }),
    },
    draft: {
      own: () => aDraft(author),
      foreign: async (count) => copies('hand_fact', { id: 'fact_id', like: await aDraft(stranger), count }),
    },
    staff: {
      own: async () => (await colleagues('auditor', organisationId, 1))[0]!,
      foreign: (count) => colleagues('auditor', others, count),
    },
    guard: {
      own: async () => (await colleagues('guard', organisationId, 1))[0]!,
      foreign: (count) => colleagues('guard', others, count),
    },
    venue: {
      own: async () => (await venueOf(organisationId)).venueId,
      foreign: async (count) =>
        copies('venue', { id: 'venue_id', like: (await venueOf(others)).venueId, fresh: 'name', count }),
    },
    gate: {
      own: async () => (await venueOf(organisationId)).gateId,
      foreign: async (count) =>
        copies('gate', { id: 'gate_id', like: (await venueOf(others)).gateId, fresh: 'name', count }),
    },
    device: {
      own: async () => (await aGate(world, { organisationId, divisionCode: STREET })).deviceId,
      foreign: async (count) => devices((await venueOf(others)).gateId, count),
    },
    batch: {
      own: async () => (await aTakenBatch(ownKey)).batchId,
      foreign: async (count) => {
        const { batchId } = await aTakenBatch(strangeKey)
        return copies('batch', { id: 'batch_id', like: batchId, count, fresh: 'content_hash' })
      },
    },
    appeal: {
      caller: 'citizen',
      async own() {
        // One of a kind is open at a time.
        const { body } = await call<{ appeals: MyAppeal[] }>(city, { url: '/api/me/appeals', cookie: citizen.cookie })
        for (const { appealId } of body.appeals) {
          await call(city, { url: `/api/me/appeals/${appealId}/withdrawal`, cookie: citizen.cookie, body: {} })
        }
        return anAppeal(citizen, 'data-wrong')
      },
      foreign: async (count) => asked(await anAppeal(await aTakenBatch(strangeKey), 'colour-wrong'), count),
    },
    question: {
      own: async () => anAppeal(await aTakenBatch(ownKey), 'colour-wrong'),
      foreign: async (count) => asked(await anAppeal(await aTakenBatch(strangeKey), 'colour-wrong'), count),
    },
  }
}
