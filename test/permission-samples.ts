import { insertDevice } from '../server/gates/store.ts'
import { newId } from '../server/kit/world.ts'
import type { CityApp } from '../server/app.ts'
import { insertStaff } from '../server/staff/store.ts'
import { aDevice, aGate } from './gates.ts'
import { A_PDF, contactCells } from './hand-facts.ts'
import { call } from './app.ts'
import { aDocument, anOrganisation, aPerson, aStaff, aStaffRow } from './people.ts'
import { aVenue } from './venues.ts'
import type { TestWorld } from './world.ts'

// One sample for each way in: what is asked there of something that is the caller's, and of something that is not. A way without a
// sample fails the test of permissions.

export const STREET = '310101002'
const OTHER_STREET = '310104003'

/** A request as a sample has it; the method is the way's. */
export interface Asked {
  readonly url: string
  readonly body?: object
}

/** What things of a kind are asked for by, made anew for each sample. */
interface Kind {
  /** One that is his who may touch such a thing. */
  own(): Promise<string>
  /** Ids of some that are others'. */
  foreign(count: number): Promise<string[]>
}

export type KindName = 'claim' | 'draft' | 'staff' | 'guard' | 'venue' | 'gate' | 'device'

/** A way in to a thing in hand: by the id of what, and with which body. */
export interface Sample {
  readonly of: KindName
  ask(id: string): Asked
}

const POST = { role: 'auditor', division: STREET, office: '' }
const SIGNED = { keyId: 'ab'.repeat(32), signature: 'AAAA' }

/** The ways in that lead to a thing by an id, where some things of the kind are not the caller's. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  'POST /api/confirmations/:confirmationId/read': inPath('claim', (id) => `/api/confirmations/${id}/read`, {
    purpose: 'review',
  }),
  'POST /api/confirmations/:confirmationId/decision': inPath('claim', (id) => `/api/confirmations/${id}/decision`, {
    outcome: 'refused',
  }),
  'POST /api/hand-facts/:factId/read': inPath('draft', (id) => `/api/hand-facts/${id}/read`, { purpose: 'approval' }),
  'POST /api/hand-facts/:factId/document': inPath('draft', (id) => `/api/hand-facts/${id}/document`, {
    purpose: 'approval',
  }),
  'POST /api/hand-facts/:factId/signature': inPath('draft', (id) => `/api/hand-facts/${id}/signature`, SIGNED),
  'POST /api/hand-facts/:factId/withdrawal': inPath('draft', (id) => `/api/hand-facts/${id}/withdrawal`, {}),
  'POST /api/hand-facts/:factId/approval': inPath('draft', (id) => `/api/hand-facts/${id}/approval`, SIGNED),
  'POST /api/hand-facts/:factId/rejection': inPath('draft', (id) => `/api/hand-facts/${id}/rejection`, {
    reason: '不成立',
  }),
  'POST /api/hand-facts/:factId/taking-back': inPath('draft', (id) => `/api/hand-facts/${id}/taking-back`, {
    factId: '01963b3e-0000-7000-8000-00000000000b',
    attachment: A_PDF.toString('base64'),
  }),
  'POST /api/staff/:staffId': inPath('staff', (id) => `/api/staff/${id}`, { ...POST, active: true }),
  'POST /api/staff/:staffId/code': inPath('staff', (id) => `/api/staff/${id}/code`, {}),
  'POST /api/venues/:venueId/policy': inPath('venue', (id) => `/api/venues/${id}/policy`, { policy: 'park' }),
  'POST /api/gate-codes': { of: 'gate', ask: (gateId) => ({ url: '/api/gate-codes', body: { gateId } }) },
  'POST /api/gate-devices/:deviceId/off': inPath('device', (id) => `/api/gate-devices/${id}/off`, {}),
  'POST /api/guards/:staffId/pin': inPath('guard', (id) => `/api/guards/${id}/pin`, { name: '王' }),
}

/**
 * The ways in where nothing of the kind is another's, or where what is meant is the caller's own and named by no id: whoever may do
 * the act may do it to all there is.
 */
export const WITHOUT_FOREIGN: readonly string[] = [
  // One's own account, person, device or source.
  'GET /api/session',
  'POST /api/sign-out',
  'GET /sign-in/:channel',
  'GET /sign-in/:channel/callback',
  'POST /api/gate-enrolments',
  'POST /api/gate-sessions',
  'GET /api/gate-duty',
  'POST /api/registration/check',
  'POST /api/registration',
  'GET /api/me',
  'GET /api/me/photo',
  'GET /api/me/readings',
  'POST /api/code',
  'POST /api/declarations/health',
  'POST /api/declarations/stays',
  'POST /api/declarations/arrival',
  'GET /api/listed-communities',
  'POST /api/staff-code',
  'POST /api/passkey/new',
  'POST /api/passkey/made',
  'POST /api/passkey/question',
  'POST /api/passkey/proof',
  'GET /api/signing-keys',
  'POST /api/signing-keys',
  // Whoever stands at the door, by the code that he shows; another organisation's gate is refused in server/verification.
  'POST /api/verify',
  'POST /api/holder-photo',
  'POST /api/entries',
  // Of one source: server/batches/delivery.test.ts has another source's batches.
  'GET /api/evidence/source',
  'GET /api/evidence/mappings/:name',
  'POST /api/evidence/mappings/:name',
  'GET /api/evidence/batches/:batchId',
  'POST /api/evidence/batches/:batchId',
  'POST /api/evidence/batches/:batchId/file',
  'POST /api/evidence/batches/:batchId/parts/:part',
  'POST /api/evidence/batches/:batchId/complete',
  'GET /api/evidence/batches/:batchId/rows',
  'GET /api/evidence/batches/:batchId/refused',
  'POST /api/evidence/batches/:batchId/withdraw',
  'POST /api/evidence/batches/:batchId/rows/:row/withdraw',
  // Of one organisation: server/batches/steward.test.ts asks for another's.
  'GET /api/sources',
  'GET /api/batches',
  'GET /api/batches/:batchId',
  'GET /api/batches/:batchId/rows',
  'GET /api/batches/:batchId/refused',
  'POST /api/batches/:batchId/withdraw',
  'POST /api/batches/:batchId/rows/:row/withdraw',
  // Of one person, and of one department: server/appeals/appeals.test.ts and answering.test.ts ask for others'.
  'GET /api/me/appeals',
  'POST /api/me/appeals',
  'POST /api/me/appeals/:appealId/texts',
  'GET /api/me/appeals/:appealId/proofs',
  'POST /api/me/appeals/:appealId/proofs/:proofId',
  'POST /api/me/appeals/:appealId/proofs/:proofId/ticket',
  'POST /api/me/appeals/:appealId/withdrawal',
  'GET /api/appeal-questions',
  'POST /api/appeal-questions/:appealId/read',
  'POST /api/appeal-questions/:appealId/proofs/:proofId/ticket',
  'POST /api/appeal-questions/:appealId/answer',
  // The whole city's: appeals are every appeal officer's.
  'GET /api/appeals',
  'POST /api/appeals/:appealId/read',
  'POST /api/appeals/:appealId/proofs/:proofId/ticket',
  'POST /api/appeals/:appealId/assignment',
  'POST /api/appeals/:appealId/answer',
  // The whole city's: there is one log, and every auditor reads it.
  'GET /api/log-records',
  'POST /api/log-records/:recordId/read',
  // Lists, which hold what is the caller's and nothing else, and what has no object yet.
  'GET /api/confirmations',
  'GET /api/hand-facts',
  'POST /api/hand-facts',
  'GET /api/staff',
  'POST /api/staff',
  'GET /api/venues',
  'GET /api/door-policies',
  'GET /api/gate-devices',
  'GET /api/guards',
  'POST /api/demo/staff-codes',
  'POST /api/demo/gate-codes',
  // The installation's: server/system has an administrator of a district.
  'GET /api/keys-and-lists',
  'GET /api/health-figures',
  // The whole city's: held batches and rule tables are every health officer's.
  'GET /api/held-batches',
  'POST /api/held-batches/:batchId/approve',
  'POST /api/held-batches/:batchId/refuse',
  'GET /api/rule-tables',
  'POST /api/rule-tables',
  'POST /api/rule-tables/readings',
  'GET /api/rule-tables/:hash',
  'GET /api/rule-tables/:hash/workbook',
  'POST /api/rule-tables/:hash/trials',
  'GET /api/rule-tables/:hash/trials/:trialId/workbook',
  'POST /api/rule-tables/:hash/approvals',
  'POST /api/rule-tables/:hash/trials/:trialId/approvals',
  // The operator's, who runs the whole installation.
  'GET /api/operator/area-lists',
  'POST /api/operator/area-lists',
  'POST /api/operator/colour-explanations',
  'POST /api/operator/log/compare',
  'GET /api/operator/distant-entries',
  'POST /api/operator/gate-codes',
  'GET /api/operator/gate-devices',
  'POST /api/operator/gate-devices/:deviceId/off',
  'POST /api/operator/guards/:staffId/pin',
  'POST /api/operator/issuing-keys/withdraw',
  'GET /api/operator/organisations',
  'GET /api/operator/rule-tables',
  'GET /api/operator/rule-tables/:name/document',
  'GET /api/operator/rule-tables/:name/workbook',
  'GET /api/operator/signing-keys',
  'POST /api/operator/signing-keys',
  'GET /api/operator/staff',
  'POST /api/operator/staff',
  'POST /api/operator/staff/:staffId',
  'POST /api/operator/staff/:staffId/code',
]

function inPath(of: KindName, url: (id: string) => string, body: object): Sample {
  return { of, ask: (id) => ({ url: url(id), body }) }
}

/** Makes things of each kind: of the organisation whose staff try the ways in, in their street; and of others. */
export async function openKinds(
  world: TestWorld,
  city: CityApp,
  of: { organisationId: string; author: { cookie: string } },
): Promise<Record<KindName, Kind>> {
  const ctx = world.system()
  const { organisationId, author } = of
  const others = await anOrganisation(world)
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

  /** As many rows like one of another's as are wanted, under ids of their own. */
  async function copies(table: string, told: { id: string; like: string; count: number; fresh?: string }) {
    const { rows: columns } = await world.pool.query<{ column_name: string }>(
      `select column_name from information_schema.columns where table_name = $1 and table_schema = current_schema()`,
      [table],
    )
    const names = columns.map(({ column_name }) => column_name)
    const values = names.map((name) => (name === told.id || name === told.fresh ? 'gen_random_uuid()' : name))
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
      foreign: async (count) => copies('venue', { id: 'venue_id', like: (await venueOf(others)).venueId, count }),
    },
    gate: {
      own: async () => (await venueOf(organisationId)).gateId,
      foreign: async (count) => copies('gate', { id: 'gate_id', like: (await venueOf(others)).gateId, count }),
    },
    device: {
      own: async () => (await aGate(world, { organisationId, divisionCode: STREET })).deviceId,
      foreign: async (count) => devices((await venueOf(others)).gateId, count),
    },
  }
}
