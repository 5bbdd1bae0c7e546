import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { hex, utf8 } from '../../../core/bytes.ts'
import type { LogRecord } from '../../../contract/log.ts'
import { tilePath } from '../../../core/log/tiles.ts'
import { aLog } from '../../../test/a-log.ts'
import { aWorld } from '../../../test/world.ts'
import { appendAll } from '../../../server/audit/audit.ts'
import { findAct } from '../../../server/log/views.ts'
import { standingOf, type CheckedLog } from './check.ts'
import { LOG_CRYPTO } from './log-source.ts'

/** A log of 300 acts, and the record of one of them as the server tells it. */
async function aCheckedLog(): Promise<{ log: CheckedLog; record: LogRecord; close(): Promise<void> }> {
  const world = await aWorld()
  const kept = await aLog(world)
  const ctx = world.system()
  const acts = Array.from({ length: 300 }, () => ({ action: 'declared' as const }))
  const records = await world.db.transaction().execute((tx) => appendAll(tx, ctx, acts))
  await kept.keep()
  const { id, at, kind, commitment } = (await findAct(world.db, records[270]!.id))!
  const { rows } = await world.pool.query<{ leaf_index: number }>(
    'select leaf_index from log_leaf where audit_id = $1',
    [id],
  )
  return {
    log: { read: kept.read, key: kept.key, crypto: LOG_CRYPTO },
    record: { id, at, kind, commitment: hex(commitment), leaf: rows[0]!.leaf_index, isHeld: true },
    async close() {
      await kept.delete()
      await world.close()
    },
  }
}

test('the hashes of the browser are SHA-256', () => {
  assert.equal(hex(LOG_CRYPTO.sha256(utf8('随申码'))), hash('sha256', '随申码', 'hex'))
})

test('a record stands in the log by the published files, and nothing that was altered does', async () => {
  const { log, record, close } = await aCheckedLog()
  try {
    assert.equal(await standingOf(record, log), 'in-the-log')
    const { leaf, ...waiting } = record
    assert.equal(await standingOf(waiting, log), 'waits')
    assert.equal(await standingOf({ ...record, leaf: 300 }, log), 'waits', 'the head is older than the record')
    assert.equal(await standingOf({ ...record, leaf: leaf! - 1 }, log), 'not-in-the-log')
    for (const altered of [
      { at: record.at + 1 },
      { kind: 'approved' },
      { commitment: 'ab'.repeat(32) },
      { commitment: '' },
    ]) {
      assert.equal(await standingOf({ ...record, ...altered }, log), 'not-in-the-log', JSON.stringify(altered))
    }
  } finally {
    await close()
  }
})

test('an altered tile does not prove the record, and a head that is not signed proves nothing', async () => {
  const { log, record, close } = await aCheckedLog()
  const altering = (path: string, alter: (bytes: Uint8Array) => Uint8Array | undefined): CheckedLog => {
    const read: CheckedLog['read'] = async (asked) => {
      const bytes = await log.read(asked)
      return asked.startsWith(path) && bytes ? alter(new Uint8Array(bytes)) : bytes
    }
    return { ...log, read }
  }
  const flipped = (bytes: Uint8Array): Uint8Array => bytes.with(40, bytes[40]! ^ 1)
  try {
    // The tile that the leaf's neighbours are in; what lies below the roots of full tiles is not asked for.
    const tile = tilePath({ level: 0, index: 1, width: 256 })
    assert.equal(await standingOf(record, altering(tile, flipped)), 'not-in-the-log')
    assert.equal(await standingOf(record, altering('checkpoint', flipped)), 'head-not-signed')
    assert.equal(
      await standingOf(
        record,
        altering('checkpoint', () => undefined),
      ),
      'head-not-signed',
    )
    const other = { name: log.key.name, publicKey: new Uint8Array(32) }
    assert.equal(await standingOf(record, { ...log, key: other }), 'head-not-signed')
  } finally {
    await close()
  }
})
