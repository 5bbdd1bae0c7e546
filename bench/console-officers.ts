import { day, dayOf, startOfDay } from '../core/instant.ts'
import { tableDocument } from '../core/rule-document.ts'
import type { CityApp } from '../server/app.ts'
import { call } from '../test/app.ts'
import { aBatch, ask, csvOf } from '../test/deliveries.ts'
import { aSignedInOfficer, contactCells, handFactsOf } from '../test/hand-facts.ts'
import { aDocument } from '../test/people.ts'
import { anOrganisation, aSource } from '../test/signers.ts'
import { aTable } from '../test/table-office.ts'
import type { TestWorld } from '../test/world.ts'
import type { Asked } from './console-server.ts'

/** Copies one row of a table as often as there are rows, with some columns made anew. */
export type CopyRows = (
  table: string,
  how: { readonly where: string; readonly anew: Readonly<Record<string, string>> },
) => Promise<void>

const OWN = 100
const RANDOM_HASH = 'uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())'

/** What health officers of two organisations have to do, among a million drafts, batches and tables of others or of before. */
export async function fillForOfficers(world: TestWorld, city: CityApp, copyRows: CopyRows): Promise<Asked[]> {
  const author = await aSignedInOfficer(world, anOrganisation(world))
  const approver = await aSignedInOfficer(world, anOrganisation(world))
  const does = handFactsOf(city)
  for (let made = 0; made < OWN; made += 1) {
    const cells = contactCells(aDocument(10_000 + made))
    await does.drafted(author, cells)
    await does.reject(approver, await does.drafted(author, cells))
  }
  await copyRows('hand_fact', {
    where: `hand_fact.state = 'rejected'`,
    anew: {
      fact_id: 'gen_random_uuid()',
      author_id: 'gen_random_uuid()',
      author_organisation_id: 'gen_random_uuid()',
      decided_by_organisation_id: 'gen_random_uuid()',
      sealed: `''`,
      mac: `''`,
    },
  })

  const { key } = await aSource(world, anOrganisation(world), { kinds: ['contact'], brakePeoplePerHour: 0 })
  const from = new Date(world.clock()).toISOString().slice(0, 10)
  for (let made = 0; made < OWN; made += 1) {
    const { number } = aDocument(20_000 + made)
    const row = { document_type: 'resident-id', document_number: number, kind: 'contact', degree: 'close', from }
    const path = `${aBatch(world).path}/file?fileName=contacts.csv&format=csv`
    await ask(city, world, { key, path, body: csvOf([row]) })
  }
  await copyRows('batch', {
    where: `batch.state = 'held'`,
    anew: { batch_id: 'gen_random_uuid()', content_hash: RANDOM_HASH, state: `'taken'`, sealed: `''` },
  })

  const validFrom = startOfDay(day(dayOf(world.clock()) + 9))
  for (let made = 0; made < OWN; made += 1) {
    const document = tableDocument(aTable({ name: `draft-${made}`, validFrom }))
    await call(city, { url: '/api/rule-tables', cookie: author.cookie, body: { document } })
  }
  await copyRows('rule_table', {
    where: 'true',
    anew: { table_hash: RANDOM_HASH, document: `''`, drafted_at: `drafted_at - random() * interval '1 year'` },
  })

  return [
    { path: '/api/hand-facts', cookie: author.cookie },
    { path: '/api/hand-facts', cookie: approver.cookie },
    { path: '/api/hand-facts?list=done', cookie: approver.cookie },
    { path: '/api/hand-facts?list=for-approval&assigned=nobody', cookie: approver.cookie },
    { path: '/api/held-batches', cookie: approver.cookie },
    { path: '/api/held-batches?assigned=nobody', cookie: approver.cookie },
    { path: '/api/rule-tables', cookie: approver.cookie },
    { path: '/api/rule-tables?part=drafted', cookie: approver.cookie },
  ]
}
