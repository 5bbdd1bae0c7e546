// What somebody with all rights in PostgreSQL may try, each attempt by name.

/** Green, red by a contact, yellow by a stay, red by what two officers signed, green again after a test, and grey. */
export const PEOPLE = ['green', 'contact', 'stayed', 'signed', 'released', 'waiting'] as const

/** One of them. */
export type Who = (typeof PEOPLE)[number]

/** An attempt: what is written, `$green` standing for that person's id; what the log says of it; whose colour is nobody's, at once and after an evaluation. */
export interface Attempt {
  readonly name: string
  readonly sql: readonly string[]
  readonly log: readonly string[]
  readonly nobodys?: { readonly atOnce?: readonly Who[]; readonly after?: readonly Who[] }
}

/** What the log says where a colour stays because what it rested on is gone. */
export const KEPT = 'colour-kept-for-its-grounds-are-gone'
const EVIDENCE = 'person_id, evidence_id, source_id, kind, valid_from, valid_to, recorded_at, sealed'

export const ATTEMPTS: readonly Attempt[] = [
  // Evidence
  {
    name: 'a fact of his own making is put in',
    sql: [
      `insert into evidence (${EVIDENCE}) select $green, gen_random_uuid(), source_id, 'contact', valid_from, null, now(), '\\x00'
       from evidence where person_id = $contact`,
    ],
    log: ['evidence-not-bound'],
  },
  {
    name: 'somebody’s fact is copied to somebody else',
    sql: [
      `insert into evidence (${EVIDENCE}) select $green, ${EVIDENCE.slice(11)} from evidence where person_id = $contact`,
    ],
    log: ['evidence-not-bound'],
  },
  {
    name: 'a taking back is put in',
    sql: [
      `insert into evidence (${EVIDENCE}, takes_back)
       select person_id, gen_random_uuid(), source_id, 'taking-back', now(), now(), now(), sealed, evidence_id
       from evidence where person_id in ($contact, $stayed, $signed)`,
    ],
    log: ['evidence-not-bound'],
  },
  ...[
    ['is ended', `valid_to = valid_from`],
    ['is moved to another day', `valid_from = valid_from - interval '30 days'`],
    ['becomes one of another kind', `kind = 'vaccination'`],
    ['becomes another source’s', `source_id = gen_random_uuid()`],
    ['was learned at another moment', `recorded_at = now()`],
    ['gets another id', `evidence_id = gen_random_uuid()`],
    ['is sealed otherwise', `sealed = '\\x00'`],
    ['takes another one back', `takes_back = gen_random_uuid()`],
  ].map(([what, set]) => ({
    name: `a fact ${what}`,
    sql: [`update evidence set ${set} where person_id <> $green`],
    log: ['evidence-not-bound', KEPT],
  })),
  {
    name: 'a fact becomes somebody else’s',
    sql: [`update evidence set person_id = $green where person_id = $contact`],
    log: ['evidence-not-bound', KEPT],
  },
  { name: 'facts are deleted', sql: [`delete from evidence`], log: [KEPT] },
  // What two officers signed
  {
    name: 'an officer’s key is altered',
    sql: [`update signing_key set enrolment = replace(enrolment, '2022', '2021')`],
    log: ['hand-fact-not-signed', KEPT],
  },
  { name: 'the officers’ keys are deleted', sql: [`delete from signing_key`], log: ['hand-fact-not-signed', KEPT] },
  {
    name: 'a signed fact’s document becomes somebody else’s',
    sql: [`update person_document set person_id = $green where person_id = $signed`],
    log: ['hand-fact-not-signed', KEPT],
  },
  {
    name: 'approvals of what nobody signed are put in',
    sql: [
      `insert into approval (approval_id, subject, subject_hash, key_id, signature, at)
       select gen_random_uuid(), 'fact', sha256(evidence_id::text::bytea), key_id, '\\x00', now() from evidence, signing_key`,
    ],
    log: [],
  },
  // Lists and levels
  {
    name: 'a list of his own making names where somebody was',
    sql: [
      `insert into area_list (list_id, source_id, published_at, recorded_at, content_hash, file_name, high_count, medium_count, low_count, review_count, mac)
       select '00000000-0000-7000-8000-000000000001', source_id, '2022-04-14T00:00+08', recorded_at, '\\x01', '', 1, 0, 0, 0, mac
       from area_list limit 1`,
      `insert into area_level (division_code, community, list_id, level, as_printed, area_hash, mac)
       select division_code, community, '00000000-0000-7000-8000-000000000001', 'high', as_printed, area_hash, mac from area_level`,
    ],
    log: ['area-list-not-vouched', 'area-level-not-vouched'],
  },
  ...[
    ['is published at another moment', `published_at = '2022-04-14T12:00+08'`],
    ['becomes another source’s', `source_id = (select source_id from source where name_zh = '测试疾控中心')`],
    ['becomes one of key areas', `kind = 'key'`],
    ['was learned at another moment', `recorded_at = now()`],
  ].map(([what, set]) => ({
    name: `a list ${what}`,
    sql: [`update area_list set ${set}`],
    log: ['area-list-not-vouched', KEPT],
  })),
  {
    name: 'the list that ended a level is deleted',
    sql: [`delete from area_list where medium_count + high_count = 0`],
    log: [KEPT],
  },
  { name: 'lists lose their source', sql: [`delete from source where name_zh = '国家卫生健康委员会'`], log: [KEPT] },
  {
    name: 'an area gets another level',
    sql: [`update area_level set level = 'low'`],
    log: ['area-level-not-vouched', KEPT],
  },
  { name: 'an area becomes another one', sql: [`update area_level set area_hash = sha256(area_hash)`], log: [KEPT] },
  {
    name: 'an area goes to another list',
    sql: [
      `update area_level set list_id = (select list_id from area_list where medium_count + high_count = 0) where level = 'medium'`,
    ],
    log: ['area-level-not-vouched', KEPT],
  },
  // Colours
  ...[
    ['is set', `colour = case colour when 'green' then 'red' else 'green' end`],
    ['is due to change', `course = '[[0, "green"]]', colour = 'green', since = 'epoch', changes_at = null`],
    ['is of another version', `version = version + 1`],
    ['names no act', `act_id = null`],
    ['names an act that nobody did', `act_id = gen_random_uuid()`],
    ['is bound to another record', `act_commitment = sha256(act_commitment)`],
  ].map(([what, set]) => ({
    name: `a colour ${what}`,
    sql: [`update colour_state set ${set}`],
    log: [],
    nobodys: { atOnce: [...PEOPLE] },
  })),
  {
    name: 'one’s colour is copied to another',
    sql: [
      `update colour_state set (colour, since, changes_at, table_name, table_version, evaluated_at, version, course, grounds, mac) =
       (select colour, since, changes_at, table_name, table_version, evaluated_at, version, course, grounds, mac
        from colour_state as other where other.person_id = $green) where person_id = $contact`,
    ],
    log: ['colour-put-back', KEPT],
    nobodys: { atOnce: ['contact'], after: ['contact'] },
  },
  {
    name: 'what a colour rested on is wiped out with the facts',
    sql: [`update colour_state set grounds = ''`, `delete from evidence`],
    log: [KEPT],
  },
  {
    name: 'colours are deleted with the facts',
    sql: [`delete from colour_state`, `delete from evidence`],
    log: [KEPT],
    nobodys: { atOnce: [...PEOPLE], after: [...PEOPLE] },
  },
  // History
  {
    name: 'the latest row of the history says something else',
    sql: [`update colour_history set course = '[[0, "green"]]'`],
    log: ['colour-history-not-vouched'],
  },
  {
    name: 'a later row of the history is put in',
    sql: [
      `insert into colour_history select distinct on (person_id) person_id, 99, now(), '[[0, "green"]]', table_name, table_version, mac
       from colour_history where person_id in ($contact, $stayed)`,
    ],
    log: ['colour-put-back'],
    nobodys: { atOnce: ['contact', 'stayed'] },
  },
  {
    name: 'the history is deleted',
    sql: [`delete from colour_history`],
    log: ['colour-put-back'],
    nobodys: { atOnce: [...PEOPLE] },
  },
  // Identities
  {
    name: 'whoever waits is marked as confirmed',
    sql: [
      `update person set identity = 'confirmed'`,
      `update registration set state = 'confirmed', decided_at = now()`,
      `insert into person_identity select $waiting, 1, now(), 'confirmed', '\\x00'`,
    ],
    log: ['identity-not-vouched'],
  },
  {
    name: 'somebody’s confirmation is copied to whoever waits',
    sql: [
      `update registration set state = 'confirmed', decided_at = now()`,
      `insert into person_identity select $waiting, version, at, identity, mac from person_identity where person_id = $green`,
    ],
    log: ['identity-not-vouched'],
  },
  ...[
    ['altered', `update person_identity set identity = 'unregistered'`],
    ['of another moment', `update person_identity set at = now()`],
    ['deleted', `delete from person_identity`],
  ].map(([what, sql]) => ({ name: `a confirmation is ${what}`, sql: [sql!], log: [KEPT] })),
  {
    name: 'two people’s list numbers are exchanged',
    sql: [
      `update person set list_number = list_number + 1000 where person_id in ($green, $contact)`,
      `update person set list_number = (select list_number from kept_person as kept where kept.person_id = $contact) where person_id = $green`,
      `update person set list_number = (select list_number from kept_person as kept where kept.person_id = $green) where person_id = $contact`,
    ],
    log: ['colour-mac-wrong', KEPT],
    nobodys: { atOnce: ['green', 'contact'], after: ['green', 'contact'] },
  },
]
