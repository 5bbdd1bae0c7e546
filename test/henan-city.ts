import assert from 'node:assert/strict'
import type { BatchAnswer } from '../contract/batches.ts'
import type { IssuedCode } from '../contract/codes.ts'
import type { EntryUpload } from '../contract/doors.ts'
import { after, day, dayOf, startOfDay, type Instant } from '../core/instant.ts'
import { tableDocument } from '../core/rule-document.ts'
import { uuidv7 } from '../core/uuid.ts'
import { declareStays } from '../server/evidence/declarations.ts'
import { findPerson } from '../server/identity/persons.ts'
import { openLog } from '../server/kit/log.ts'
import { newId } from '../server/kit/world.ts'
import { reassess } from '../server/risk/risk.ts'
import { approveTable } from '../server/rule-tables/approving.ts'
import { saveDraft } from '../server/rule-tables/drafts.ts'
import { tableHashOf } from '../server/rule-tables/rule-tables.ts'
import { tryTable } from '../server/rule-tables/trials.ts'
import { aPress } from './a-published-list.ts'
import { call } from './app.ts'
import { takeColouringList } from './coloured-people.ts'
import { aBatch, ask, csvOf } from './deliveries.ts'
import { aGate } from './gates.ts'
import { aHandFactCity, contactCells } from './hand-facts.ts'
import { aDocument, aPerson, type SignedIn } from './people.ts'
import { aPhoneKey } from './phone.ts'
import { anOfficer, anOrganisation, aSource, type Officer } from './signers.ts'
import { aTable, approval } from './table-office.ts'
import { A_MORNING } from './world.ts'

/** Somebody green with a phone. */
export interface Depositor extends SignedIn {
  readonly number: string
  /** By which his credentials name his place, whatever the database says of it later. */
  readonly listNumber: number
  readonly code: string
}

/** People whom a source may change within an hour. */
const BRAKE = 3

/** A city as officials of Henan had it at hand: a source, officers, a gate, a published list, and somebody red with a cause. */
export type HenanCity = Awaited<ReturnType<typeof aHenanCity>>

/** Opens it over a database of its own; `lines` grows by what the log says. */
export async function aHenanCity(lines: string[]) {
  const here = await aHandFactCity()
  const { world, city } = here
  Object.assign(world, { log: openLog('error', (line) => lines.push(line)) })
  const gate = await aGate(world)
  const agency = await aSource(world, anOrganisation(world), { kinds: ['contact'], brakePeoplePerHour: BRAKE })
  const [one, other] = [anOrganisation(world), anOrganisation(world)]
  /** Of one organisation each, but the second, who is a colleague of the first. */
  const officers = [await anOfficer(world, one), await anOfficer(world, one), await anOfficer(world, other)] as const
  await takeColouringList(world.system())
  const press = await aPress(world)
  let serial = 100

  async function aDepositor(): Promise<Depositor> {
    serial += 1
    const person = await aPerson(world, { serial })
    const phone = aPhoneKey()
    const { phoneKey } = phone
    const { body } = await call<IssuedCode>(city, { url: '/api/code', cookie: person.cookie, body: { phoneKey } })
    const { listNumber } = (await findPerson(world.db, world.system(), person.personId))!
    const code = await phone.show(body.credential, world.clock())
    return { ...person, number: aDocument(serial).number, listNumber, code }
  }

  async function stayIn({ personId }: Depositor, community: string): Promise<void> {
    const ctx = world.system()
    const person = (await findPerson(ctx.db, ctx, personId))!
    await ctx.db.transaction().execute(async (tx) => {
      const stays = [{ divisionCode: '131002', community, from: '2022-04-11' }]
      await declareStays(tx, ctx, { person, channel: 'web', declarationId: newId(ctx), stays })
      await reassess(tx, ctx, [personId])
    })
  }

  async function deliver(file: string, key = agency.key) {
    const { body } = await ask<BatchAnswer>(city, world, { key, path: aFile().path, body: file })
    return body
  }

  function aFile(): { batchId: string; path: string } {
    const { batchId, path } = aBatch(world)
    return { batchId, path: `${path}/file?fileName=depositors.csv&format=csv` }
  }

  const red = await aDepositor()
  await stayIn(red, '红村')
  await press.start()
  return {
    ...here,
    gate,
    agency,
    officers,
    press,
    red,
    aDepositor,
    /** Somebody says where he was; he is green where that village is on no list. */
    stayIn,
    aFile,
    deliver,
    async sql(text: string, values: readonly unknown[] = []): Promise<void> {
      await world.pool.query(text, [...values])
    },
    /** A batch with the victim that is held, for it would change more people than its source may. */
    async heldBatch(victim: Depositor): Promise<string> {
      const crowd = Array.from({ length: BRAKE }, () => ({ number: aDocument((serial += 1)).number }))
      const { batchId, state } = await deliver(contacts(victim, ...crowd))
      assert.equal(state, 'held')
      return batchId
    },
    /** Has the program look at a batch again, as after a restart. */
    async dealWith(batchId: string): Promise<void> {
      await world.db.transaction().execute((tx) => world.jobs.enqueue(tx, 'batches.deal', { batchId }))
      await world.work()
    },
    /** A fact about the victim that awaits another organisation's approval. */
    aDraft: ({ number }: Depositor) => here.does.drafted(here.author, contactCells({ type: 'resident-id', number })),
    /** An entry of the victim at a gate, as the guard's page sends it. */
    anEntry(victim: Depositor, place: number): EntryUpload {
      return {
        entryId: uuidv7(after(A_MORNING, place), world.random),
        gateId: gate.gateId,
        guardId: gate.guardId,
        at: after(A_MORNING, place),
        direction: 'in',
        shown: 'red',
        decision: 'refused',
        reason: 'colour',
        code: victim.code,
      }
    },
    /** A rule table that some officers have signed, for a day so many days ahead. */
    async signedTable(name: string, told: { signers: readonly Officer[]; days: number }): Promise<Uint8Array> {
      const { signers, days } = told
      const [author] = signers
      const table = aTable({ name, validFrom: midnightIn(days) })
      const tableHash = tableHashOf(await saveDraft(author!.ctx(), tableDocument(table)))
      await tryTable(author!.ctx(), tableHash)
      await world.work()
      for (const officer of signers) {
        await approveTable(officer.ctx(), tableHash, approval(officer, 'table', tableHash))
      }
      return tableHash
    },
    async close(): Promise<void> {
      await press.delete()
      await here.close()
    },
  }
}

/** Rows that make people red, as a source sends them. */
export function contacts(...people: readonly { number: string }[]): string {
  return csvOf(
    people.map(({ number }) => ({
      document_type: 'resident-id',
      document_number: number,
      kind: 'contact',
      degree: 'close',
      from: '2022-04-15',
    })),
  )
}

/** 00:00 of a day so many days after today. */
export function midnightIn(days: number): Instant {
  return startOfDay(day(dayOf(A_MORNING) + days))
}
