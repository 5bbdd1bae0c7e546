import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { approvalStatement } from '../../core/approval.ts'
import { hex } from '../../core/bytes.ts'
import type { HandFactStatement } from '../../core/hand-fact.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { anOfficer, anOrganisation, rawSignatureOf, revoke, type Officer } from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { appendFacts, recordSource } from '../evidence/evidence.ts'
import { hashOfHandFact } from '../evidence/hand.ts'
import { sourceNamed } from '../evidence/sources.ts'
import type { Person } from '../identity/persons.ts'
import { documentHash } from '../kit/seal.ts'
import { newId } from '../kit/world.ts'
import { noticeOrganisations } from '../signatures/organisations-change.ts'
import { findColour, reassess } from './risk.ts'

let world: TestWorld
let [author, approver]: Officer[] = []
before(async () => {
  world = await aWorld()
  author = await anOfficer(world, anOrganisation(world, '甲单位'))
  approver = await anOfficer(world, anOrganisation(world, '乙单位'))
  await notice()
  await world.work()
})
afterAll(() => world.close())

function notice(): Promise<boolean> {
  return world.db.transaction().execute((tx) => noticeOrganisations(tx, world.system()))
}

/** Somebody of whom two officers have written that he is a close contact. */
async function aContact(number: string): Promise<Person> {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number })
  const statement: HandFactStatement = {
    document: 'suishenma-hand-fact-1',
    factId: newId(ctx),
    personHash: hex(documentHash(ctx.keys, { type: 'passport', number })),
    kind: 'contact',
    from: A_MORNING,
    details: { degree: 'close' },
    organisationId: author!.organisationId,
    attachmentHash: 'ab'.repeat(32),
    draftedAt: A_MORNING,
  }
  const signed = approvalStatement('fact', hashOfHandFact(statement))
  const by = ({ key }: Officer) => ({ keyId: key.keyId, signature: rawSignatureOf(key, signed) })
  const source = sourceNamed({ zh: '甲单位', en: 'A' })
  await ctx.db.transaction().execute(async (tx) => {
    await recordSource(tx, source)
    await appendFacts(tx, ctx, [
      {
        personId: person.personId,
        key: person.key,
        sourceId: source.sourceId,
        kind: 'contact',
        period: { from: A_MORNING, to: undefined },
        details: statement.details,
        hand: { statement, author: by(author!), approver: by(approver!) },
      },
    ])
    await reassess(tx, ctx, [person.personId])
  })
  return person
}

async function colourOf(person: Person): Promise<string | undefined> {
  return (await findColour(world.db, world.system(), person.personId))?.colour
}

test('whom two officers have made red is green again once the key of one of them is revoked, and it is on record', async () => {
  const person = await aContact('E70000001')
  assert.equal(await colourOf(person), 'red')
  revoke(world, approver!.key.keyId)
  assert.equal(await notice(), true)
  await world.work()
  assert.equal(await colourOf(person), 'green')
  const { rows } = await world.pool.query(`select 1 from audit where kind = 'organisations-changed'`)
  assert.equal(rows.length, 2)
})

test('organisations that have not changed cause no work, in whatever order and under whatever names they stand', async () => {
  assert.equal(await notice(), false)
  world.organisations.reverse()
  world.organisations[0] = { ...world.organisations[0]!, nameZh: '改名' }
  assert.equal(await notice(), false)
  assert.equal(await world.work(), 0)
})

test('a change whose job cannot be enqueued is noticed again the next time', async () => {
  revoke(world, 'cd'.repeat(32))
  const ctx = { ...world.system(), jobs: { enqueue: () => Promise.reject(new Error('broken half way')) } }
  await assert.rejects(
    world.db.transaction().execute((tx) => noticeOrganisations(tx, ctx)),
    /broken half way/,
  )
  assert.equal(await notice(), true)
})
