import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import type { NewGate, VenueCorrection, VenueRegistration, VenueView } from '../../contract/venues.ts'
import { sameBytes } from '../../core/bytes.ts'
import { isNarrowest } from '../../core/divisions.ts'
import { LONGEST_SHOWN, MOST_GATES, readShownText } from '../../core/venue.ts'
import { append } from '../audit/audit.ts'
import { mayTouch, type Thing } from '../kit/permissions.ts'
import { Problem, type FieldFault } from '../kit/problem.ts'
import { blindIndex } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { groundsOf } from './grounds.ts'
import { getVenue } from './listing.ts'
import { lockOwnGate, lockOwnVenue } from './own.ts'
import {
  findOrInsertPolicy,
  insertGate,
  insertVenue,
  putPolicy,
  renameGateRow,
  updateVenue,
  type VenueRow,
} from './store.ts'
import { SHIPPED_POLICIES } from './venues.ts'
import { countGates, findGate, findRegistered } from './views.ts'

// Whoever runs the doors of an organisation registers its venues and gates, and puts right what is said of them. A venue is never
// deleted: entries point at its gates.

/**
 * Registers a venue of the caller's organisation, with its first policy from now on and its gates; the same again changes nothing.
 * Problems: input-invalid, division-unknown, beyond-jurisdiction, idempotency-conflict.
 */
export async function registerVenue(ctx: Ctx, typed: VenueRegistration): Promise<VenueView> {
  const { organisationId } = groundsOf(ctx)
  const { venueId, kind, divisionCode, policy } = typed
  const texts = readTexts(typed)
  const gates = readGates(typed.gates)
  checkPlace(ctx, { organisationId, divisionCode, venueId })
  const requestHash = blindIndex(ctx.keys, 'request', JSON.stringify(typed))
  await ctx.db.transaction().execute(async (tx) => {
    const venue = { venueId, organisationId, kind, divisionCode, ...texts }
    if (!(await insertVenue(tx, { ...venue, madeUp: ctx.settings.demo, requestHash }))) {
      const before = await findRegistered(tx, venueId)
      if (!before) throw venueNameTaken()
      const isSame = before.organisationId === organisationId && sameBytes(before.requestHash, requestHash)
      if (!isSame) throw new Problem('idempotency-conflict')
      return
    }
    for (const name of gates) await insertGate(tx, { gateId: newId(ctx), venueId, name })
    await putPolicy(tx, { venueId, policyId: await findOrInsertPolicy(tx, ctx, policy), from: ctx.now })
    const { version } = SHIPPED_POLICIES[policy]
    const detail = { kind, division: divisionCode, gates: gates.length, policy, version }
    await append(tx, ctx, { action: 'venue-registered', subject: venueId, detail })
  })
  return getVenue(ctx, venueId)
}

/**
 * Puts right what a venue is called, and where it lies; to another street it moves within the caller's jurisdiction only.
 * Problems: not-found, input-invalid, division-unknown, beyond-jurisdiction.
 */
export async function correctVenue(ctx: Ctx, venueId: string, typed: VenueCorrection): Promise<VenueView> {
  const told = { ...typed, ...readTexts(typed) }
  await ctx.db.transaction().execute(async (tx) => {
    const before = await lockOwnVenue(tx, ctx, venueId)
    const venue = { ...before, ...told }
    if (venue.divisionCode !== before.divisionCode) checkPlace(ctx, venue)
    const corrected = detailOf(before, venue)
    if (Object.keys(corrected).length === 0) return
    if (!(await updateVenue(tx, venue))) throw venueNameTaken()
    await append(tx, ctx, { action: 'venue-corrected', subject: venueId, detail: corrected })
  })
  return getVenue(ctx, venueId)
}

/** Adds a gate to a venue; the same again adds nothing. Problems: not-found, input-invalid, idempotency-conflict. */
export async function addGate(ctx: Ctx, venueId: string, typed: NewGate): Promise<VenueView> {
  const { gateId } = typed
  const { name } = readGate(typed)
  await ctx.db.transaction().execute(async (tx) => {
    await lockOwnVenue(tx, ctx, venueId)
    const before = await findGate(tx, gateId)
    if (before) {
      if (before.venueId === venueId && before.name === name) return
      throw new Problem('idempotency-conflict')
    }
    if ((await countGates(tx, venueId)) >= MOST_GATES) throw gatesEnough()
    if (!(await insertGate(tx, { gateId, venueId, name }))) throw gateNameTaken('name')
    await append(tx, ctx, { action: 'gate-added', subject: gateId, detail: { venue: venueId } })
  })
  return getVenue(ctx, venueId)
}

/** Gives a gate another name. Problems: not-found, input-invalid. */
export async function renameGate(ctx: Ctx, gateId: string, typed: { name: string }): Promise<VenueView> {
  const { name } = readGate(typed)
  const venueId = await ctx.db.transaction().execute(async (tx) => {
    const gate = await lockOwnGate(tx, ctx, gateId)
    if (gate.name === name) return gate.venueId
    if (!(await renameGateRow(tx, { gateId, name }))) throw gateNameTaken('name')
    await append(tx, ctx, { action: 'gate-renamed', subject: gateId, detail: { venue: gate.venueId } })
    return gate.venueId
  })
  return getVenue(ctx, venueId)
}

/** Whether somebody may have a venue there. */
function checkPlace(ctx: Ctx, { organisationId, divisionCode, venueId }: Thing & { divisionCode: string }): void {
  if (!isNarrowest(streetTable, divisionCode)) throw new Problem('division-unknown', [DIVISION_UNKNOWN])
  if (!mayTouch(ctx.actor, 'run-doors', { organisationId, divisionCode, venueId })) {
    throw new Problem('beyond-jurisdiction', [BEYOND_JURISDICTION])
  }
}

const DIVISION_UNKNOWN: FieldFault = {
  field: 'divisionCode',
  zh: '请从列表中选择一个街道或镇',
  en: 'choose a street or town from the list',
}
const BEYOND_JURISDICTION: FieldFault = {
  field: 'divisionCode',
  zh: '不在您的管辖范围内，请选择范围以内的街镇',
  en: 'is beyond your jurisdiction; choose a street within it',
}

/** What was corrected: of what is typed freely that it was, of what is chosen what it is now. */
function detailOf(before: VenueRow, now: VenueRow): Record<string, string | boolean> {
  return {
    ...(now.name !== before.name && { name: true }),
    ...(now.address !== before.address && { address: true }),
    ...(now.kind !== before.kind && { kind: now.kind }),
    ...(now.divisionCode !== before.divisionCode && { division: now.divisionCode }),
  }
}

const LONGEST = { name: LONGEST_SHOWN.venueName, address: LONGEST_SHOWN.address }

/** Name and address as they are kept, as far as they are told. */
function readTexts<Told extends { name?: string; address?: string }>(told: Told): Pick<Told, 'name' | 'address'> {
  const { name, address } = told
  return readAll({ name, address }, (field) => LONGEST[field as keyof typeof LONGEST]) as Pick<Told, 'name' | 'address'>
}

function readGate({ name }: { name: string }): { name: string } {
  return readAll({ name }, () => LONGEST_SHOWN.gateName) as { name: string }
}

function readGates(typed: readonly string[]): string[] {
  const fields = Object.fromEntries(typed.map((name, place) => [`gates.${place}`, name]))
  const names = Object.values(readAll(fields, () => LONGEST_SHOWN.gateName))
  const again = names.findIndex((name, place) => names.indexOf(name) < place)
  if (again >= 0) throw gateNameTaken(`gates.${again}`)
  return names
}

/** Texts by the names of their fields, each as it is kept. Problems: input-invalid with every field at fault. */
function readAll(
  typed: Readonly<Record<string, string | undefined>>,
  longestOf: (field: string) => number,
): Record<string, string> {
  const faults: FieldFault[] = []
  const texts: Record<string, string> = {}
  for (const [field, text] of Object.entries(typed)) {
    if (text === undefined) continue
    const reading = readShownText(text, longestOf(field))
    if (reading.ok) texts[field] = reading.text
    else faults.push({ field, ...reading.message })
  }
  if (faults.length > 0) throw new Problem('input-invalid', faults)
  return texts
}

function venueNameTaken(): Problem {
  const fault = {
    zh: '本单位在这个街镇已有同名场所；如不是同一处，请换一个名称',
    en: 'your organisation has a venue of this name in this street already; if this is another one, call it otherwise',
  }
  return new Problem('input-invalid', [{ field: 'name', ...fault }])
}

function gateNameTaken(field: string): Problem {
  const fault = { zh: '这个场所已有同名通行口，请换一个名称', en: 'a gate of this venue has this name; choose another' }
  return new Problem('input-invalid', [{ field, ...fault }])
}

function gatesEnough(): Problem {
  const fault = { zh: `一个场所最多 ${MOST_GATES} 个通行口`, en: `a venue has at most ${MOST_GATES} gates` }
  return new Problem('input-invalid', [{ field: 'name', ...fault }])
}
