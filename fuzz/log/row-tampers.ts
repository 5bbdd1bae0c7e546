// What somebody with all rights in PostgreSQL may do to rows: each is to be found when log and database are held against each other,
// and named by its leaf, act, person or piece of evidence.

import type { ComparedPart, Difference } from '../../contract/log.ts'
import { readCheckpoint } from '../../core/log/checkpoint.ts'
import type { Tx } from '../../server/kit/db.ts'
import { compareStretch, type ComparedLog } from '../../server/log/compare.ts'
import { LOG_CRYPTO } from '../../test/a-log.ts'
import { CompiledQuery } from 'kysely'
import type { LoggedCity } from './a-city.ts'
import type { Chance } from './chance.ts'
import type { Tried } from './file-tampers.ts'

/** What there is to tamper with. */
export interface Targets {
  readonly placed: readonly { readonly leaf: number; readonly id: string }[]
  readonly waiting: readonly string[]
  readonly evidence: readonly { readonly id: string; readonly personId: string }[]
  readonly people: readonly string[]
  readonly compared: ComparedLog
}

/** What is written, and which differences are the ones that name it. */
interface Tamper {
  readonly words: string
  readonly sql: string
  readonly values: readonly unknown[]
  readonly names: (difference: Difference) => boolean
}

const PARTS: readonly ComparedPart[] = ['leaves', 'acts', 'bodies', 'queue', 'people']

/** Finds what there is to tamper with. */
export async function targetsOf({ world, log, people }: LoggedCity): Promise<Targets> {
  const { pool } = world
  const placed = await pool.query('select leaf_index as leaf, audit_id as id from log_leaf order by leaf_index')
  const waiting = await pool.query('select audit_id as id from log_queue order by audit_id')
  const evidence = await pool.query(
    'select evidence_id as id, person_id as "personId" from evidence order by evidence_id',
  )
  const head = await readCheckpoint(LOG_CRYPTO, log.key.findSigned()!, log.key)
  if (!head.ok) throw new Error('the head is not signed')
  return {
    placed: placed.rows,
    waiting: waiting.rows.map(({ id }) => id),
    evidence: evidence.rows,
    people,
    compared: { folder: log.press.folder, size: head.size },
  }
}

/** Everything that differs between log and database now. */
export async function compareAll(tx: Tx, { world }: LoggedCity, compared: ComparedLog): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const part of PARTS) {
    let after: string | undefined
    do {
      const asked = { part, ...(after !== undefined && { after }) }
      const stretch = await compareStretch(tx, world.system(), compared, asked)
      differences.push(...stretch.differences)
      after = stretch.next
    } while (after !== undefined)
  }
  return differences
}

/** Tampers with a row, looks whether that is found, and leaves everything as it was. */
export async function tamperWithRow(city: LoggedCity, targets: Targets, chance: Chance): Promise<Tried> {
  const { words, sql, values, names } = chance.oneOf(RECIPES)(targets, chance)
  let tried: Tried | undefined
  const undone = new Error('undone')
  await city.world.db
    .transaction()
    .execute(async (tx) => {
      const { numAffectedRows = 0n, rows } = await tx.executeQuery(CompiledQuery.raw(sql, [...values]))
      const isAltered = numAffectedRows > 0n || rows.length > 0
      const differences = isAltered ? await compareAll(tx, city, targets.compared) : []
      tried = { words, found: !isAltered || differences.some(names) }
      if (!isAltered) tried = undefined
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw new Error(words, { cause: error })
    })
  return tried ?? tamperWithRow(city, targets, chance)
}

type Recipe = (targets: Targets, chance: Chance) => Tamper

const RECIPES: readonly Recipe[] = [
  // What was done
  ...set('audit', 'id', [
    `kind = 'declared'`,
    `at = at + interval '1 millisecond'`,
    `at = at - interval '3 days'`,
    `commitment = sha256(commitment)`,
    `commitment = set_byte(commitment, 31, get_byte(commitment, 31) # 1)`,
    `id = gen_random_uuid()`,
  ]),
  onAct('the act is deleted', `delete from audit where id = $1`),
  onAct(
    'the act is deleted with its body and place',
    `with one as (delete from audit where id = $1 returning id),
    two as (delete from audit_body where id = $1) delete from log_leaf where audit_id = $1`,
  ),
  onWaiting('an act that waits is deleted', `delete from audit where id = $1`),
  onWaiting('an act is taken out of the queue', `delete from log_queue where audit_id = $1`),
  onNew('an act is put in', `insert into audit select $1, now(), 'approved', sha256('x')`),
  onNew('what nobody did is queued', `insert into log_queue select $1`),
  onAct('an act is queued again', `insert into log_queue select $1`),
  // The bodies of it
  ...set('audit_body', 'id', [
    `salt = sha256(salt)`,
    `actor_kind = case actor_kind when 'staff' then 'operator' else 'staff' end`,
    `actor_id = gen_random_uuid()`,
    `organisation_id = gen_random_uuid()`,
    `subject_id = gen_random_uuid()`,
    `purpose = coalesce(purpose, '') || '.'`,
    `case_number = 'another'`,
    `detail = '{"altered":true}'`,
    `detail = detail || ' '`,
  ]),
  onNew(
    'a body is put in',
    `insert into audit_body select $1, salt, actor_kind, actor_id, organisation_id, subject_id, purpose,
    case_number, detail from audit_body limit 1`,
  ),
  onTwoActs(
    'a body is copied over another',
    `update audit_body set (salt, subject_id, detail, purpose, case_number) =
    (select sha256(salt), subject_id, detail, purpose, case_number from audit_body as other where other.id = $2) where id = $1`,
  ),
  // Their places
  onAct('a place is deleted', `delete from log_leaf where audit_id = $1`),
  onAct('a place is another act’s', `update log_leaf set audit_id = gen_random_uuid() where audit_id = $1`),
  onAct('a place is another one', `update log_leaf set leaf_index = leaf_index + 1000000 where audit_id = $1`),
  onNew('a place is given to nobody', `insert into log_leaf select max(leaf_index) + 1, $1 from log_leaf`),
  // Evidence
  ...[
    `valid_from = valid_from - interval '1 day'`,
    `valid_to = valid_from`,
    `kind = case kind when 'contact' then 'vaccination' else 'contact' end`,
    `source_id = gen_random_uuid()`,
    `recorded_at = recorded_at + interval '1 second'`,
    `sealed = set_byte(sealed, 0, get_byte(sealed, 0) # 1)`,
    `sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 128)`,
    `evidence_id = gen_random_uuid()`,
    `takes_back = gen_random_uuid()`,
  ].map((change) => onEvidence(`evidence: ${change}`, `update evidence set ${change} where evidence_id = $1`)),
  onEvidence('evidence is deleted', `delete from evidence where evidence_id = $1`),
  onEvidence(
    'evidence becomes somebody else’s',
    `update evidence set person_id = gen_random_uuid() where evidence_id = $1`,
  ),
  // Colours, their history, and who somebody is
  ...[
    `colour = case colour when 'green' then 'red' else 'green' end`,
    `since = since - interval '1 day'`,
    `changes_at = now() + interval '1 day'`,
    `course = '[[0, "red"]]'`,
    `table_name = 'another'`,
    `table_version = '9.9.9'`,
    `evaluated_at = evaluated_at + interval '1 second'`,
    `version = version + 1`,
    `version = version - 1`,
    `mac = sha256(mac)`,
    `grounds = sha256(grounds)`,
    `grounds = ''`,
    `act_id = null`,
    `act_id = gen_random_uuid()`,
    `act_commitment = sha256(act_commitment)`,
  ].map((change) => onPerson(`colour: ${change}`, `update colour_state set ${change} where person_id = $1`)),
  onPerson('the colour is deleted', `delete from colour_state where person_id = $1`),
  onPerson('the history is deleted', `delete from colour_history where person_id = $1`),
  onPerson(
    'the first row of the history is deleted',
    `delete from colour_history where person_id = $1 and version = 1`,
  ),
  onPerson(
    'colour, history and evidence are deleted together',
    `with one as (delete from colour_state where person_id = $1),
    two as (delete from colour_history where person_id = $1) delete from evidence where person_id = $1`,
  ),
  onPerson(
    'the whole history says something else',
    `update colour_history set course = '[[0, "green"]]' where person_id = $1`,
  ),
  onPerson(
    'an early row of the history was shown earlier',
    `update colour_history set at = at - interval '1 hour'
    where person_id = $1 and version = 1`,
  ),
  onPerson(
    'an early row of the history is by another table',
    `update colour_history set table_version = '9.9.9'
    where person_id = $1 and version = 1`,
  ),
  onPerson(
    'a row of the history is put in',
    `insert into colour_history select person_id, 9, now(), course, table_name, table_version,
    mac from colour_history where person_id = $1 limit 1`,
  ),
  onPerson('the identity is another one', `update person_identity set identity = 'unregistered' where person_id = $1`),
  onPerson('the identity is deleted', `delete from person_identity where person_id = $1`),
  onPerson(
    'the list number is another one',
    `update person set list_number = list_number + 100000 where person_id = $1`,
  ),
]

function set(table: string, id: string, changes: readonly string[]): Recipe[] {
  return changes.map((change) => onAct(`${table}: ${change}`, `update ${table} set ${change} where ${id} = $1`))
}

function onAct(what: string, sql: string): Recipe {
  return ({ placed }, chance) => {
    const { leaf, id } = chance.oneOf(placed)
    return { words: `leaf ${leaf}: ${what}`, sql, values: [id], names: (one) => one.leaf === leaf || one.act === id }
  }
}

function onTwoActs(what: string, sql: string): Recipe {
  return ({ placed }, chance) => {
    const [{ leaf, id }, other] = [chance.oneOf(placed), chance.oneOf(placed)]
    return { words: `leaf ${leaf}: ${what}`, sql, values: [id, other.id], names: (one) => one.act === id }
  }
}

function onWaiting(what: string, sql: string): Recipe {
  return ({ waiting }, chance) => {
    const id = chance.oneOf(waiting)
    return { words: `act ${id}: ${what}`, sql, values: [id], names: (one) => one.act === id }
  }
}

function onNew(what: string, sql: string): Recipe {
  return (_targets, chance) => {
    const hex = chance.bytes(16).toString('hex')
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    return { words: `new ${id}: ${what}`, sql, values: [id], names: (one) => one.act === id }
  }
}

function onEvidence(what: string, sql: string): Recipe {
  return ({ evidence }, chance) => {
    const { id, personId } = chance.oneOf(evidence)
    const names = (one: Difference): boolean => one.evidence === id || one.person === personId
    return { words: `evidence ${id}: ${what}`, sql, values: [id], names }
  }
}

function onPerson(what: string, sql: string): Recipe {
  return ({ people }, chance) => {
    const personId = chance.oneOf(people)
    return { words: `person ${personId}: ${what}`, sql, values: [personId], names: (one) => one.person === personId }
  }
}
