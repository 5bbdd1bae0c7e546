import { after as later, DAY_LENGTH, day, dayOf, startOfDay, type Instant } from '../core/instant.ts'
import { hex } from '../core/bytes.ts'
import { tableDocument } from '../core/rule-document.ts'
import type { RuleTable } from '../core/rule-table.ts'
import type { TableView } from '../contract/rule-tables.ts'
import type { SignedApproval } from '../contract/signatures.ts'
import type { Person } from '../server/identity/persons.ts'
import { catchUp } from '../server/risk/follow.ts'
import { explain, findColour, reassess } from '../server/risk/risk.ts'
import { FIRST } from '../server/risk/table.ts'
import { keepTables } from '../server/rule-tables/adoption.ts'
import { approveTable } from '../server/rule-tables/approving.ts'
import { saveDraft } from '../server/rule-tables/drafts.ts'
import { listTables } from '../server/rule-tables/list.ts'
import { getTable, tableHashOf } from '../server/rule-tables/rule-tables.ts'
import { tryTable } from '../server/rule-tables/trials.ts'
import { peopleWith } from './known-people.ts'
import { anOfficer, anOrganisation, signedApproval, type Officer } from './signers.ts'
import { A_MORNING, aWorld, type TestWorld } from './world.ts'

/** A city of five secondary contacts, yellow by April's table, and three officers of two organisations. */
export interface TableOffice {
  readonly world: TestWorld
  readonly one: Officer
  /** Of the same organisation as `one`. */
  readonly colleague: Officer
  readonly other: Officer
  readonly contacts: readonly Person[]
  drafted(table: RuleTable): Promise<Uint8Array>
  tried(tableHash: Uint8Array): Promise<void>
  approve(tableHash: Uint8Array, ...officers: Officer[]): Promise<void>
  /** The time passes: upkeep looks, and jobs are done. */
  passTo(now: Instant): Promise<void>
  view(tableHash: Uint8Array): Promise<TableView>
  lifeOf(tableHash: Uint8Array): Promise<string>
  hashOf(name: string): Promise<string>
  nameInForce(): Promise<string | undefined>
  coloursNow(): Promise<(string | undefined)[]>
  reassessAll(): Promise<void>
  colourAt(asOf: Instant, knownAt?: Instant): Promise<string>
  /** Somebody shows his code; answers whether he was evaluated for it. */
  askedFor(person: Person): Promise<boolean>
  /** 00:00 so many days after today. */
  midnightIn(days: number): Instant
}

/** Opens the office of a test. */
export async function aTableOffice(): Promise<TableOffice> {
  const world = await aWorld()
  const [cdc, commission] = [anOrganisation(world, '区疾控'), anOrganisation(world, '市卫健委')]
  const one = await anOfficer(world, cdc)
  const colleague = await anOfficer(world, cdc)
  const other = await anOfficer(world, commission)
  const period = { from: later(A_MORNING, -DAY_LENGTH), to: undefined }
  const facts = [{ kind: 'contact', details: { degree: 'secondary' }, period }] as const
  const contacts = await peopleWith(
    world.system(),
    Array.from({ length: 5 }, () => ({ facts })),
    { serial: 'E81' },
  )
  const personIds = contacts.map((person) => person.personId)

  const reassessAll = () => world.db.transaction().execute((tx) => reassess(tx, world.system(), personIds))
  const view = (tableHash: Uint8Array) => getTable(world.db, world.system(), hex(tableHash))
  const tables = async () => (await listTables(world.db, world.system())).tables
  await reassessAll()
  return {
    world,
    one,
    colleague,
    other,
    contacts,
    reassessAll,
    view,
    drafted: async (table) => tableHashOf(await saveDraft(one.ctx(), tableDocument(table))),
    async tried(tableHash) {
      await tryTable(one.ctx(), tableHash)
      await world.work()
    },
    async approve(tableHash, ...officers) {
      for (const officer of officers) {
        await approveTable(officer.ctx(), tableHash, approval(officer, 'table', tableHash))
      }
    },
    async passTo(now) {
      world.at(now)
      await keepTables(world.system())
      await world.work()
    },
    lifeOf: async (tableHash) => (await view(tableHash)).life,
    hashOf: async (name) => (await tables()).find((table) => table.name === name)!.hash,
    nameInForce: async () => (await tables()).find(({ life }) => life === 'in-force')?.name,
    coloursNow: () =>
      Promise.all(personIds.map(async (id) => (await findColour(world.db, world.system(), id))?.colour)),
    async colourAt(asOf, knownAt) {
      const moments = knownAt === undefined ? { asOf } : { asOf, knownAt }
      return (await explain(world.db, world.system(), contacts[0]!, moments)).colour
    },
    async askedFor({ personId }) {
      const { rows } = await world.pool.query('select person_id, evaluated_at from colour_state where person_id = $1', [
        personId,
      ])
      return catchUp(world.system(), rows[0])
    },
    midnightIn: (days) => startOfDay(day(dayOf(world.clock()) + days)),
  }
}

/** April's table with secondary contacts red, to hold from a day; so many people may change. */
export function aTable(told: { name: string; validFrom: Instant; version?: string; brakePeople?: number }): RuleTable {
  const { name, validFrom, version = '1.0.0', brakePeople = 100 } = told
  const rows = FIRST.table.rows.map((row) =>
    row.id === 'secondary-contact' ? { ...row, colour: 'red' as const } : row,
  )
  return { ...FIRST.table, name, version, brakePeople, valid: { from: validFrom, to: undefined }, rows }
}

/** An approval as an officer's browser sends it. */
export function approval(officer: Officer, subject: 'table' | 'dry-run', hash: Uint8Array): SignedApproval {
  const { keyId, signature } = signedApproval(officer.key, subject, hash)
  return { keyId, signature: Buffer.from(signature).toString('base64') }
}

/** Everybody of the office's city in one colour. */
export function all(colour: string): string[] {
  return Array.from({ length: 5 }, () => colour)
}
