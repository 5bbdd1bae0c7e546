import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import type { ListPlace } from '../kit/list-place.ts'
import type { TableSwitch } from '../risk/follow.ts'

/** A drafted table as it lies in the database, unchecked. */
export interface StoredTable {
  readonly tableHash: Uint8Array
  readonly document: string
  readonly draftedAt: Instant
  readonly organisationId: string
}

/** A dry run as it lies in the database, unchecked. */
export interface StoredTrial {
  readonly trialId: string
  readonly tableHash: Uint8Array
  readonly isDone: boolean
  readonly settles: boolean
  readonly percent: number
  readonly askedAt: Instant
  readonly doneAt: Instant | undefined
  readonly result: string | undefined
  readonly resultHash: Uint8Array | undefined
  readonly mac: Uint8Array | undefined
}

// Nobody reads more of them on a page; older ones are found by their hash.
const MOST_TABLES = 500
const MOST_TRIALS = 20

/** Writes a draft; the same table again changes nothing. Answers whether it is new. */
export async function insertTable(
  tx: Tx,
  table: StoredTable & { readonly name: string; readonly version: string; readonly draftedBy: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('rule_table')
    .values({
      table_hash: table.tableHash,
      name: table.name,
      version: table.version,
      document: table.document,
      drafted_at: toDate(table.draftedAt),
      drafted_by: table.draftedBy,
      organisation_id: table.organisationId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Drafted tables, the newest first, but for those whose hashes (in hexadecimal) are passed over. */
export async function listTables(
  db: Db,
  asked: { passing: readonly string[]; after: ListPlace | undefined; limit: number },
): Promise<StoredTable[]> {
  const { after: place } = asked
  let query = db
    .selectFrom('rule_table')
    .selectAll()
    .where(sql<boolean>`encode(rule_table.table_hash, 'hex') <> all(${asked.passing}::text[])`)
    .orderBy('rule_table.drafted_at', 'desc')
    .orderBy('rule_table.table_hash', 'desc')
    .limit(asked.limit)
  if (place) {
    query = query.where(
      sql<boolean>`(rule_table.drafted_at, rule_table.table_hash) < (${toDate(place.at)}::timestamptz, decode(${place.id}, 'hex'))`,
    )
  }
  return (await query.execute()).map(tableOf)
}

/** The drafted tables of a name, the newest first. */
export async function listNamed(db: Db, name: string): Promise<StoredTable[]> {
  const rows = await db
    .selectFrom('rule_table')
    .selectAll()
    .where('rule_table.name', '=', name)
    .orderBy('rule_table.drafted_at', 'desc')
    .limit(MOST_TABLES)
    .execute()
  return rows.map(tableOf)
}

/** The drafted table of a hash. */
export async function findTableOfHash(db: Db, tableHash: Uint8Array): Promise<StoredTable | undefined> {
  const row = await db
    .selectFrom('rule_table')
    .selectAll()
    .where('rule_table.table_hash', '=', tableHash)
    .executeTakeFirst()
  return row && tableOf(row)
}

/** The tables that somebody signed, in the order in which they were drafted. */
export async function listSigned(db: Db): Promise<StoredTable[]> {
  const rows = await db
    .selectFrom('rule_table')
    .selectAll()
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('approval')
          .select('approval.approval_id')
          .where('approval.subject', '=', 'table')
          .whereRef('approval.subject_hash', '=', 'rule_table.table_hash'),
      ),
    )
    .orderBy('rule_table.drafted_at')
    .limit(MOST_TABLES)
    .execute()
  return rows.map(tableOf)
}

/** Notes that a dry run was asked for. */
export async function insertTrial(
  tx: Tx,
  trial: { trialId: string; tableHash: Uint8Array; settles: boolean; askedAt: Instant },
): Promise<void> {
  await tx
    .insertInto('rule_table_trial')
    .values({
      trial_id: trial.trialId,
      table_hash: trial.tableHash,
      state: 'waiting',
      settles: trial.settles,
      asked_at: toDate(trial.askedAt),
    })
    .execute()
}

/** Notes how far a dry run has come. */
export async function writePercent(tx: Tx, trialId: string, percent: number): Promise<void> {
  await tx
    .updateTable('rule_table_trial')
    .set({ percent })
    .where('rule_table_trial.trial_id', '=', trialId)
    // Nobody waits for a number to be written: it may come after the result.
    .where('rule_table_trial.state', '<>', 'done')
    .execute()
}

/** Writes what a dry run found, with the program's MAC. */
export async function writeResult(
  tx: Tx,
  done: { trialId: string; doneAt: Instant; result: string; resultHash: Uint8Array; mac: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('rule_table_trial')
    .set({
      state: 'done',
      percent: 100,
      done_at: toDate(done.doneAt),
      result: done.result,
      result_hash: done.resultHash,
      mac: done.mac,
    })
    .where('rule_table_trial.trial_id', '=', done.trialId)
    .execute()
}

/** A dry run of an id. */
export async function findTrial(db: Db, trialId: string): Promise<StoredTrial | undefined> {
  const row = await db
    .selectFrom('rule_table_trial')
    .selectAll()
    .where('rule_table_trial.trial_id', '=', trialId)
    .executeTakeFirst()
  return row && trialOf(row)
}

/** The latest dry runs of a table, the newest first. */
export async function listTrials(db: Db, tableHash: Uint8Array): Promise<StoredTrial[]> {
  const rows = await db
    .selectFrom('rule_table_trial')
    .selectAll()
    .where('rule_table_trial.table_hash', '=', tableHash)
    .orderBy('rule_table_trial.asked_at', 'desc')
    .orderBy('rule_table_trial.trial_id', 'desc')
    .limit(MOST_TRIALS)
    .execute()
  return rows.map(trialOf)
}

/** Writes that a table was adopted; a second time changes nothing. */
export async function insertAdoption(
  tx: Tx,
  adoption: { tableHash: Uint8Array; adoptedAt: Instant; from: Instant; mac: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('rule_table_adoption')
    .values({
      table_hash: adoption.tableHash,
      adopted_at: toDate(adoption.adoptedAt),
      in_force_from: toDate(adoption.from),
      mac: adoption.mac,
    })
    .onConflict((conflict) =>
      conflict.column('table_hash').doUpdateSet((eb) => ({
        adopted_at: eb.ref('excluded.adopted_at'),
        in_force_from: eb.ref('excluded.in_force_from'),
        mac: eb.ref('excluded.mac'),
      })),
    )
    .execute()
}

/** Writes that a switch began. */
export async function insertSwitch(tx: Tx, begun: TableSwitch & { readonly mac: Uint8Array }): Promise<void> {
  await tx
    .insertInto('rule_table_switch')
    .values({
      switch_id: begun.switchId,
      from_name: begun.from.name,
      from_version: begun.from.version,
      to_name: begun.to.name,
      to_version: begun.to.version,
      began_at: toDate(begun.beganAt),
      done_at: null,
      mac: begun.mac,
    })
    .execute()
}

/** Notes that everybody whom a switch concerns was evaluated anew. */
export async function endSwitch(tx: Tx, switchId: string, at: Instant): Promise<void> {
  await tx
    .updateTable('rule_table_switch')
    .set({ done_at: toDate(at) })
    .where('rule_table_switch.switch_id', '=', switchId)
    .where('rule_table_switch.done_at', 'is', null)
    .execute()
}

/** Keeps other programs of the city from deciding the same at the same time, until the transaction ends. */
export async function lockDecisions(tx: Tx, lock: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
}

function tableOf(row: {
  table_hash: Uint8Array
  document: string
  drafted_at: Date
  organisation_id: string
}): StoredTable {
  return {
    tableHash: row.table_hash,
    document: row.document,
    draftedAt: toInstant(row.drafted_at),
    organisationId: row.organisation_id,
  }
}

function trialOf(row: {
  trial_id: string
  table_hash: Uint8Array
  state: 'waiting' | 'done'
  settles: boolean
  percent: number
  asked_at: Date
  done_at: Date | null
  result: string | null
  result_hash: Uint8Array | null
  mac: Uint8Array | null
}): StoredTrial {
  return {
    trialId: row.trial_id,
    tableHash: row.table_hash,
    isDone: row.state === 'done',
    settles: row.settles,
    percent: row.percent,
    askedAt: toInstant(row.asked_at),
    doneAt: toInstantOrNone(row.done_at),
    result: row.result ?? undefined,
    resultHash: row.result_hash ?? undefined,
    mac: row.mac ?? undefined,
  }
}
