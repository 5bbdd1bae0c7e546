import { fromHex } from '../core/bytes.ts'
import type { HeldBatches } from '../contract/batches.ts'
import { HOUR } from '../core/instant.ts'
import { tableText } from '../core/rule-document.ts'
import { sha256 } from '../server/kit/seal.ts'
import { call } from './app.ts'
import { ask } from './deliveries.ts'
import type { Attempt } from './henan-attempt.ts'
import { contacts, midnightIn } from './henan-city.ts'
import { aTable } from './table-office.ts'
import { A_MORNING } from './world.ts'

const EVIDENCE = 'evidence_id, source_id, kind, valid_from, valid_to, recorded_at, sealed'

/** What somebody with all rights in PostgreSQL may try. */
export const BY_SQL: readonly Attempt[] = [
  {
    name: 'his colour is written',
    act: (here, { personId }) => here.sql(`update colour_state set colour = 'red' where person_id = $1`, [personId]),
    seen: { log: 'colour-mac-wrong' },
  },
  {
    name: 'the course of his colour and its history are written',
    act: async (here, { personId }) => {
      await here.sql(`update colour_state set colour = 'red', course = '[[0, "red"]]' where person_id = $1`, [personId])
      await here.sql(`update colour_history set course = '[[0, "red"]]' where person_id = $1`, [personId])
    },
    seen: { log: 'colour-mac-wrong' },
  },
  {
    name: 'a red colour is copied to him',
    act: async (here, { personId }) => {
      await here.sql('delete from colour_state where person_id = $1', [personId])
      const columns =
        'colour, since, changes_at, table_name, table_version, evaluated_at, version, course, grounds, mac'
      await here.sql(
        `insert into colour_state (person_id, ${columns}) select $1, ${columns} from colour_state where person_id = $2`,
        [personId, here.red.personId],
      )
    },
    seen: { log: 'colour-put-back' },
  },
  {
    name: 'a fact that nobody said is put in',
    act: (here, { personId }) =>
      here.sql(
        `insert into evidence (person_id, ${EVIDENCE})
         select $1, gen_random_uuid(), source_id, 'contact', valid_from, null, now(), '\\x00' from evidence where person_id = $2`,
        [personId, here.red.personId],
      ),
    seen: { log: 'evidence-not-bound' },
  },
  {
    name: 'the stay of somebody red is copied to him',
    act: async (here, { personId }) => {
      await here.sql(
        `insert into evidence (person_id, ${EVIDENCE}) select $1, ${EVIDENCE} from evidence where person_id = $2`,
        [personId, here.red.personId],
      )
    },
    seen: { log: 'evidence-not-bound' },
  },
  {
    name: 'a list that nobody published names his village',
    act: async (here, victim) => {
      await here.stayIn(victim, '白村')
      await here.sql(
        `insert into area_list (list_id, source_id, published_at, recorded_at, content_hash, file_name, high_count, medium_count, low_count, review_count, mac)
         select gen_random_uuid(), source_id, published_at + interval '1 minute', recorded_at, '\\x01', '', 1, 0, 0, 0, mac from area_list limit 1`,
      )
      await here.sql(
        `insert into area_level (division_code, community, list_id, level, as_printed, area_hash, mac)
         select level.division_code, '白村 ' || encode(place.area_hash, 'hex'), list.list_id, 'high', level.as_printed, place.area_hash, level.mac
         from (select * from area_level where level = 'high' limit 1) as level, stay_place as place, area_list as list
         where place.person_id = $1 and list.content_hash = '\\x01'`,
        [victim.personId],
      )
    },
    seen: { log: 'area-level-not-vouched' },
    undo: `delete from area_level where community like '白村 %'; delete from area_list where content_hash = '\\x01'`,
  },
  {
    name: 'a list that was published is made to name his village',
    act: async (here, victim) => {
      await here.stayIn(victim, '黑村')
      await here.sql(
        `insert into area_level (division_code, community, list_id, level, as_printed, area_hash, mac)
         select level.division_code, '黑村 ' || encode(place.area_hash, 'hex'), level.list_id, level.level, level.as_printed, place.area_hash, level.mac
         from (select * from area_level where level = 'high' limit 1) as level, stay_place as place where place.person_id = $1`,
        [victim.personId],
      )
    },
    seen: { log: 'area-level-not-vouched' },
    undo: `delete from area_level where community like '黑村 %'`,
  },
  {
    name: 'he is given the place in the colour list of somebody red',
    act: (here, { personId }) =>
      here.sql(
        `with red as (update person set list_number = list_number + 100000 where person_id = $2 returning list_number - 100000 as number)
         update person set list_number = (select number from red) where person_id = $1`,
        [personId, here.red.personId],
      ),
    seen: { log: 'colour-mac-wrong' },
  },
  {
    name: 'a fact that its source took back is revived',
    act: async (here, victim) => {
      const { batchId } = await here.deliver(contacts(victim))
      await ask(here.city, here.world, { key: here.agency.key, path: `/api/evidence/batches/${batchId}/withdraw` })
      await here.world.work()
      await here.sql('delete from evidence where person_id = $1 and takes_back is not null', [victim.personId])
    },
    seen: { log: 'colour-kept-for-its-grounds-are-gone' },
  },
  {
    name: 'a held batch is said to be within the brake',
    act: async (here, victim) => {
      const batchId = await here.heldBatch(victim)
      await here.sql(
        `update batch set state = 'taking', decision = 'within-brake', decided_at = now(), changed = 0 where batch_id = $1`,
        [batchId],
      )
      await here.dealWith(batchId)
    },
    seen: { log: 'batch-not-released' },
  },
  {
    name: 'approvals of a held batch are written',
    act: async (here, victim) => {
      const batchId = await here.heldBatch(victim)
      const { body } = await call<HeldBatches>(here.city, { url: '/api/held-batches', cookie: here.author.cookie })
      const hash = fromHex(body.batches.find((batch) => batch.batchId === batchId)!.hash)
      for (const { keyId } of [here.author, here.approver]) {
        await here.sql(`insert into approval values (gen_random_uuid(), 'batch', $1, $2, $3, now())`, [
          hash,
          keyId,
          Buffer.alloc(64, 1),
        ])
      }
      await here.sql(
        `update batch set state = 'taking', decision = 'approved', decided_at = now() where batch_id = $1`,
        [batchId],
      )
      await here.dealWith(batchId)
    },
    seen: { log: 'batch-not-released' },
  },
  {
    name: 'a rule table that two organisations signed for another day is put in force today',
    act: async (here) => {
      const tableHash = await here.signedTable('another-day', {
        signers: [here.officers[0], here.officers[2]],
        days: 60,
      })
      await here.sql('insert into rule_table_adoption values ($1, $2, $2, $3)', [
        tableHash,
        new Date(A_MORNING - HOUR),
        Buffer.alloc(32),
      ])
    },
    seen: { log: 'rule-table-not-vouched' },
    undo: 'delete from rule_table_adoption',
  },
  {
    name: 'a rule table that nobody signed is put in force',
    act: async (here) => {
      const table = aTable({ name: 'nobodys', validFrom: midnightIn(0) })
      const text = tableText(table)
      const { staffId, organisationId } = here.officers[0]
      await here.sql('insert into rule_table values ($1, $2, $3, $4, now(), $5, $6)', [
        sha256(text),
        table.name,
        table.version,
        text,
        staffId,
        organisationId,
      ])
      await here.sql('insert into rule_table_adoption values ($1, $2, $2, $3)', [
        sha256(text),
        new Date(A_MORNING - HOUR),
        Buffer.alloc(32),
      ])
    },
    seen: { log: 'rule-table-not-vouched' },
    undo: 'delete from rule_table_adoption',
  },
]
