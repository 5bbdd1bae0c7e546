import { after, DAY_LENGTH } from '../../core/instant.ts'
import type { StaffRole } from '../../core/staff-role.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { findPersonId } from '../identity/persons.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { sealJson } from '../kit/seal.ts'
import { reassess } from '../risk/risk.ts'
import { nameContext } from '../staff/staff.ts'
import { insertStaff } from '../staff/store.ts'
import { insertShippedPolicies } from '../venues/venues.ts'
import { demoAreaLists } from './area-lists.ts'
import { insertMany } from '../kit/insert-many.ts'
import { declareAll } from './declarations.ts'
import { DEMO_PEOPLE, findHandle, SHOW_HANDLES, type ShowHandle } from './handles.ts'
import { demoPerson } from './people.ts'
import { demoSubject, insertResidents } from './residents.ts'
import {
  DEMO_ORGANISATIONS,
  demoVenues,
  IDENTITY_ORGANISATION,
  organisationOfGuard,
  organisationOfOfficer,
  type DemoVenue,
} from './venues.ts'

/** What was made. */
export interface DemoSummary {
  readonly people: number
  readonly registered: number
  readonly venues: number
}

// Rules at doors have been in force for a while when the demo begins.
const POLICIES_SINCE = 30 * DAY_LENGTH

/**
 * Makes the demo city, once: risk-area lists, venues, guards, and the people who have registered, with what they have
 * declared and the colours that follow. It is there whole or not at all; undefined when it was there
 * already.
 */
export async function makeDemoCity(ctx: Ctx, seed: string): Promise<DemoSummary | undefined> {
  if (await isMade(ctx.db)) return undefined
  const people = Array.from({ length: DEMO_PEOPLE }, (_, index) => demoPerson(seed, index))
  const registering = people.filter(({ standing }) => standing !== 'unregistered')
  const venues = demoVenues(seed)

  // Each list is a transaction of its own, and the same list again changes nothing: a start that breaks off here goes on.
  const sourceName = { zh: '演示名单（虚构）', en: 'a made-up list of the demo' }
  for (const list of demoAreaLists(ctx.now)) await takeAreaList(ctx, { ...list, sourceName })

  return ctx.db.transaction().execute(async (tx) => {
    await lockInstallation(tx)
    if (await isMade(tx)) return undefined
    const organisationIds = await insertOrganisations(tx, ctx)
    await insertVenues(tx, ctx, { venues, organisationIds })
    await insertDemoStaff(tx, ctx, { seed, organisationIds })
    const residents = await insertResidents(tx, ctx, { seed, people: registering })
    await declareAll(tx, ctx, residents)
    await reassess(
      tx,
      ctx,
      residents.map(({ personId }) => personId),
    )
    await tx.updateTable('installation').set({ demo_seed: seed }).execute()
    return { people: people.length, registered: registering.length, venues: venues.length }
  })
}

/** The person behind a handle of the demo, if he is known to the city already. */
export async function findPersonOfHandle(ctx: Ctx, seed: string, handle: string): Promise<string | undefined> {
  const index = findHandle(handle)
  return index === undefined ? undefined : findPersonId(ctx.db, ctx, demoPerson(seed, index).document)
}

async function isMade(db: Db): Promise<boolean> {
  const row = await db.selectFrom('installation').select('installation.demo_seed').executeTakeFirst()
  if (!row) throw new Error('the database belongs to no installation yet')
  return row.demo_seed !== null
}

async function lockInstallation(tx: Tx): Promise<void> {
  await tx.selectFrom('installation').select('installation.only_row').forUpdate().execute()
}

async function insertOrganisations(tx: Tx, ctx: Ctx): Promise<string[]> {
  const ids = DEMO_ORGANISATIONS.map(({ organisationId }) => organisationId ?? newId(ctx))
  await insertMany(tx, 'organisation', {
    organisation_id: ['uuid', ids],
    name: ['text', DEMO_ORGANISATIONS.map(({ name }) => name)],
    kind: ['text', DEMO_ORGANISATIONS.map(({ kind }) => kind)],
  })
  return ids
}

async function insertVenues(
  tx: Tx,
  ctx: Ctx,
  city: { venues: readonly DemoVenue[]; organisationIds: readonly string[] },
): Promise<void> {
  const policyIds = await insertShippedPolicies(tx, ctx)
  const rows = city.venues.map((venue) => ({ ...venue, venueId: newId(ctx) }))
  await insertMany(tx, 'venue', {
    venue_id: ['uuid', rows.map(({ venueId }) => venueId)],
    name: ['text', rows.map(({ name }) => name)],
    kind: ['text', rows.map(({ kind }) => kind)],
    division_code: ['text', rows.map(({ divisionCode }) => divisionCode)],
    address: ['text', rows.map(({ address }) => address)],
    organisation_id: ['uuid', rows.map(({ organisation }) => city.organisationIds[organisation])],
    made_up: ['boolean', rows.map(() => true)],
  })
  const since = toDate(after(ctx.now, -POLICIES_SINCE))
  await insertMany(tx, 'venue_policy', {
    venue_id: ['uuid', rows.map(({ venueId }) => venueId)],
    valid_from: ['timestamptz', rows.map(() => since)],
    policy_id: ['uuid', rows.map(({ policy }) => policyIds[policy])],
  })
  const gates = rows.flatMap(({ venueId, gates: names }) =>
    names.map((name) => ({ gateId: newId(ctx), venueId, name })),
  )
  await insertMany(tx, 'gate', {
    gate_id: ['uuid', gates.map(({ gateId }) => gateId)],
    venue_id: ['uuid', gates.map(({ venueId }) => venueId)],
    name: ['text', gates.map(({ name }) => name)],
  })
}

/** What the handles of staff are, and of which organisation by their place among those of their kind. */
const STAFF: Partial<
  Record<ShowHandle['role'], { role: StaffRole | 'guard'; organisationOf: (place: number) => number }>
> = {
  guard: { role: 'guard', organisationOf: organisationOfGuard },
  staff: { role: 'identity-officer', organisationOf: () => IDENTITY_ORGANISATION },
  officer: { role: 'health-officer', organisationOf: organisationOfOfficer },
  appeal: { role: 'appeal-officer', organisationOf: () => IDENTITY_ORGANISATION },
  department: { role: 'department-officer', organisationOf: organisationOfOfficer },
  auditor: { role: 'auditor', organisationOf: () => IDENTITY_ORGANISATION },
  admin: { role: 'administrator', organisationOf: () => IDENTITY_ORGANISATION },
  venue: { role: 'venue-operator', organisationOf: () => 0 },
  steward: { role: 'data-steward', organisationOf: organisationOfOfficer },
}

async function insertDemoStaff(
  tx: Tx,
  ctx: Ctx,
  city: { seed: string; organisationIds: readonly string[] },
): Promise<void> {
  const staff = Object.entries(STAFF).flatMap(([shown, { role, organisationOf }]) =>
    SHOW_HANDLES.filter((handle) => handle.role === shown).map(({ index }, place) => ({
      index,
      role,
      organisation: organisationOf(place),
    })),
  )
  const rows = staff.map(({ index, role, organisation }) => {
    const staffId = newId(ctx)
    const { name } = demoPerson(city.seed, index)
    return {
      staff_id: staffId,
      channel: 'demo',
      subject_hash: demoSubject(ctx, index),
      role,
      organisation_id: city.organisationIds[organisation]!,
      division: '',
      venue_id: null,
      office: '',
      active: true,
      sealed: sealJson(ctx, ctx.keys.cookie, nameContext(staffId), { name }),
    }
  })
  await insertStaff(tx, ctx.keys, rows)
}
