import { appendFacts, recordSource, type NewFact } from '../../server/evidence/evidence.ts'
import { sourceNamed } from '../../server/evidence/sources.ts'
import { append, appendAll } from '../../server/audit/audit.ts'
import { findPerson } from '../../server/identity/persons.ts'
import { newId } from '../../server/kit/world.ts'
import { reassess } from '../../server/risk/risk.ts'
import { aLog, type TestLog } from '../../test/a-log.ts'
import { aPerson } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'

/** A small city with a log of a full tile and a part, and acts that wait for their places. */
export interface LoggedCity {
  readonly world: TestWorld
  readonly log: TestLog
  /** A head that the log showed earlier. */
  readonly earlier: string
  readonly people: readonly string[]
  close(): Promise<void>
}

const SOURCE = sourceNamed({ zh: '测试疾控中心', en: 'the test health authority' })
const PEOPLE = 4
const ACTS = 270
const WAITING = 5

/** Makes the city; nothing in it is wrong. */
export async function aLoggedCity(seed: number): Promise<LoggedCity> {
  const world = await aWorld({ seed: `log ${seed}` })
  const log = await aLog(world)
  await world.db.transaction().execute((tx) => recordSource(tx, SOURCE))
  const people: string[] = []
  for (let serial = 1; serial <= PEOPLE; serial += 1) people.push(await aResident(world, serial))
  await act(world, Math.floor(ACTS / 2))
  await log.keep()
  const earlier = log.key.findSigned()!
  await act(world, Math.ceil(ACTS / 2))
  await log.keep()
  await act(world, WAITING)
  return {
    world,
    log,
    earlier,
    people,
    async close() {
      await log.delete()
      await world.close()
    },
  }
}

/** Green, then red by a contact, then with a second fact: three rows of history, or two. */
async function aResident(world: TestWorld, serial: number): Promise<string> {
  const { personId } = await aPerson(world, { serial })
  const ctx = world.system()
  const { key } = (await findPerson(world.db, ctx, personId))!
  const contact: NewFact = {
    personId,
    key,
    sourceId: SOURCE.sourceId,
    period: { from: A_MORNING, to: undefined },
    kind: 'contact',
    details: { degree: serial % 2 === 0 ? 'close' : 'secondary' },
  }
  for (const facts of [[], [contact], [{ ...contact, kind: 'vaccination' as const, details: { dose: 1 } }]]) {
    await world.db.transaction().execute(async (tx) => {
      await appendFacts(tx, ctx, facts as NewFact[])
      await reassess(tx, ctx, [personId])
    })
  }
  return personId
}

async function act(world: TestWorld, count: number): Promise<void> {
  const ctx = world.system()
  await world.db.transaction().execute(async (tx) => {
    await append(tx, ctx, { action: 'approved', detail: { of: 'a batch' } })
    const reads = Array.from({ length: count - 1 }, () => ({
      action: 'code-verified' as const,
      subject: newId(ctx),
      purpose: 'door',
      caseNumber: 'none',
    }))
    await appendAll(tx, ctx, reads)
  })
}
