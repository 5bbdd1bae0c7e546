import type { FastifyInstance } from 'fastify'
import { DemoGates, GateCode, GateCodeRequest } from '../../contract/gates.ts'
import { hex } from '../../core/bytes.ts'
import { makeCode } from '../gates/gates.ts'
import { setPin, type PinOf } from '../gates/pins.ts'
import type { Db } from '../kit/db.ts'
import { route } from '../kit/http.ts'
import type { Ctx, World } from '../kit/world.ts'
import { chance } from './chance.ts'
import { SHOW_HANDLES } from './handles.ts'
import { demoPerson } from './people.ts'
import { demoSubject } from './residents.ts'

// What a demo has instead of an operator: whoever wants to be a guard takes a code for a gate, and the PINs are shown.

/** The PIN of a made-up guard. */
export function demoPinOf(seed: string): PinOf {
  return (guardId) => String(chance(1_000_000, seed, 'pin', guardId)).padStart(6, '0')
}

/** The gates of the demo, and codes for them. */
export function registerDemoGates(app: FastifyInstance, world: World, seed: string): void {
  route(app, world, {
    method: 'GET',
    url: '/api/demo/gates',
    permission: 'see-what-is-public',
    problems: [],
    answer: DemoGates,
    handle: async (ctx) => ({ venues: await listMadeUpGates(ctx.db) }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/demo/gate-codes',
    permission: 'play-the-demo',
    problems: ['not-found', 'gate-closed'],
    body: GateCodeRequest,
    answer: GateCode,
    status: 201,
    handle: async (ctx, { body }) => {
      await givePins(ctx, seed, body.gateId)
      return makeCode(ctx, 'play-the-demo', body.gateId)
    },
  })
}

/** Gives PINs to the guards of a gate who have none: at the first start 18 of them would keep people waiting. */
async function givePins(ctx: Ctx, seed: string, gateId: string): Promise<void> {
  const guards = SHOW_HANDLES.filter(({ role }) => role === 'guard')
  const names = new Map(guards.map(({ index }) => [hex(demoSubject(ctx, index)), demoPerson(seed, index).name]))
  for (const { guardId, subjectHash } of await listGuardsWithoutPin(ctx.db, gateId)) {
    const name = names.get(hex(subjectHash))
    if (name !== undefined) await setPin(ctx, 'play-the-demo', { guardId, name, pinOf: demoPinOf(seed) })
  }
}

async function listGuardsWithoutPin(db: Db, gateId: string): Promise<{ guardId: string; subjectHash: Uint8Array }[]> {
  const rows = await db
    .selectFrom('gate')
    .innerJoin('venue', 'venue.venue_id', 'gate.venue_id')
    .innerJoin('staff', 'staff.organisation_id', 'venue.organisation_id')
    .leftJoin('guard_pin', 'guard_pin.staff_id', 'staff.staff_id')
    .select(['staff.staff_id', 'staff.subject_hash'])
    .where('gate.gate_id', '=', gateId)
    .where('staff.role', '=', 'guard')
    .where('guard_pin.staff_id', 'is', null)
    .orderBy('staff.staff_id')
    .limit(SHOW_HANDLES.length)
    .execute()
  return rows.flatMap((row) =>
    row.subject_hash === null ? [] : [{ guardId: row.staff_id, subjectHash: row.subject_hash }],
  )
}

/** The made-up venues and their open gates; at most 1,000 gates. */
async function listMadeUpGates(db: Db): Promise<DemoGates['venues']> {
  const rows = await db
    .selectFrom('venue')
    .innerJoin('gate', 'gate.venue_id', 'venue.venue_id')
    .select(['venue.venue_id', 'venue.name', 'venue.address', 'gate.gate_id', 'gate.name as gate_name'])
    .where('venue.made_up', '=', true)
    .where('gate.closed_at', 'is', null)
    .orderBy('venue.name')
    .orderBy('venue.venue_id')
    .orderBy('gate.name')
    .limit(1_000)
    .execute()
  const venues = new Map<string, DemoGates['venues'][number]>()
  for (const { venue_id: venueId, name, address, gate_id: gateId, gate_name } of rows) {
    const venue = venues.get(venueId) ?? { venueId, name, address, gates: [] }
    venue.gates.push({ gateId, name: gate_name })
    venues.set(venueId, venue)
  }
  return [...venues.values()]
}
