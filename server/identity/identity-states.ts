import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import { gathered } from '../kit/gather.ts'
import { insertMany } from '../kit/insert-many.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import type { Ctx } from '../kit/world.ts'
import type { Identity } from './persons.ts'

// How sure we are who somebody is, over time. Each change is a row that the program vouches for; what `person` says of it serves
// the lists of staff, and no colour and no code is made of that.

/** How sure we were from a moment on; the versions of one person are 1, 2, 3 … */
export interface IdentityState {
  readonly version: number
  readonly at: Instant
  readonly identity: Identity
}

/** A row of `person_identity` as a join gives it: version, milliseconds, identity, MAC in hexadecimal. */
export type IdentityCells = readonly [version: number, at: number, identity: Identity, mac: string]

/** The rows of a person as one JSON value, for a statement that joins `person`. */
export const IDENTITY_CELLS = `(
  select json_agg(json_build_array(person_identity.version, round(extract(epoch from person_identity.at) * 1000),
    person_identity.identity, encode(person_identity.mac, 'hex')) order by person_identity.version)
  from person_identity where person_identity.person_id = person.person_id)`

/** The states that the program wrote, in order; a row that it did not write so is reported and left out. */
export function believedStates(
  ctx: Pick<Ctx, 'keys' | 'log'>,
  personId: string,
  cells: readonly IdentityCells[] | null,
): IdentityState[] {
  return (cells ?? []).flatMap(([version, at, identity, mac]) => {
    const state = { version, at: toInstant(new Date(at)), identity }
    if (isVouched(ctx.keys, 'identity', { said: saidOf(personId, state), mac: Buffer.from(mac, 'hex') })) return [state]
    ctx.log.error({ person: personId }, 'identity-not-vouched')
    return []
  })
}

/** The identity that the latest state gives, or the latest that was known at a moment; nobody of whom nothing is written is registered. */
export function identityIn(states: readonly IdentityState[], knownAt?: Instant): Identity {
  return states.findLast(({ at }) => knownAt === undefined || at <= knownAt)?.identity ?? 'unregistered'
}

/** How sure we are who somebody is, or were by what was known at a moment. */
export async function findIdentity(db: Db, ctx: Ctx, personId: string, knownAt?: Instant): Promise<Identity> {
  return identityIn(await readStates(db, ctx, personId), knownAt)
}

/**
 * Changes how sure we are who somebody is, and with it what is known of him; the person is locked, so that two changes come one after
 * the other.
 */
export async function changeIdentity(
  tx: Tx,
  ctx: Ctx,
  personId: string,
  change: (now: Identity) => Identity | Promise<Identity>,
  details: { readonly sealed?: Uint8Array } = {},
): Promise<void> {
  await tx
    .selectFrom('person')
    .select('person.person_id')
    .where('person.person_id', '=', personId)
    .forNoKeyUpdate()
    .execute()
  const [row] = await readCells(tx, [personId])
  const before = identityIn(believedStates(ctx, personId, row?.cells ?? null))
  const identity = await change(before)
  await tx
    .updateTable('person')
    .set({ ...details, identity })
    .where('person.person_id', '=', personId)
    .execute()
  if (identity === before) return
  // Rows that nobody believes keep their numbers: what was altered stays to be seen.
  const [last = 0] = row?.cells?.at(-1) ?? []
  await insertStates(tx, ctx, [{ personId, version: last + 1, at: ctx.now, identity }])
}

/** Writes the first states of people who are just made, in one statement. */
export async function insertFirstStates(
  tx: Tx,
  ctx: Ctx,
  states: readonly { personId: string; at: Instant; identity: Identity }[],
): Promise<void> {
  await insertStates(
    tx,
    ctx,
    states.map((state) => ({ ...state, version: 1 })),
  )
}

async function insertStates(
  tx: Tx,
  ctx: Ctx,
  states: readonly (IdentityState & { readonly personId: string })[],
): Promise<void> {
  await insertMany(tx, 'person_identity', {
    person_id: ['uuid', states.map(({ personId }) => personId)],
    version: ['integer', states.map(({ version }) => version)],
    at: ['timestamptz', states.map(({ at }) => toDate(at))],
    identity: ['text', states.map(({ identity }) => identity)],
    mac: ['bytea', states.map((state) => vouch(ctx.keys, 'identity', saidOf(state.personId, state)))],
  })
}

function saidOf(personId: string, { version, at, identity }: IdentityState): Said {
  return [personId, version, at, identity]
}

async function readStates(db: Db, ctx: Ctx, personId: string): Promise<IdentityState[]> {
  const [row] = await readCells(db, [personId])
  return believedStates(ctx, personId, row?.cells ?? null)
}

const readCells = gathered(
  async (db, personIds) => {
    const { rows } = await sql<{ person_id: string; cells: IdentityCells[] | null }>`
      select person.person_id, ${sql.raw(IDENTITY_CELLS)} as cells
      from person where person.person_id = any(${personIds}::uuid[])`.execute(db)
    return rows
  },
  (row) => row.person_id,
)
