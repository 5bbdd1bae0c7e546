import type { Instant } from '../../core/instant.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'

export interface Declaration {
  readonly declarationId: string
  readonly personId: string
  readonly kind: 'health' | 'stays' | 'arrival'
  readonly channel: string
  readonly requestHash: Uint8Array
}

/** Writes a declaration, or gives the one that stands under the same id. Another transaction with that id is waited for. */
export async function insertDeclaration(
  tx: Tx,
  at: Instant,
  declaration: Declaration,
): Promise<Declaration | undefined> {
  const inserted = await tx
    .insertInto('declaration')
    .values({
      declaration_id: declaration.declarationId,
      person_id: declaration.personId,
      kind: declaration.kind,
      channel: declaration.channel,
      at: toDate(at),
      request_hash: declaration.requestHash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined
  const row = await tx
    .selectFrom('declaration')
    .selectAll()
    .where('declaration.declaration_id', '=', declaration.declarationId)
    .executeTakeFirstOrThrow()
  return {
    declarationId: row.declaration_id,
    personId: row.person_id,
    kind: row.kind,
    channel: row.channel,
    requestHash: row.request_hash,
  }
}

/** Writes declarations whose ids are new. */
export async function insertNewDeclarations(tx: Tx, at: Instant, declarations: readonly Declaration[]): Promise<void> {
  await insertMany(tx, 'declaration', {
    declaration_id: ['uuid', declarations.map((one) => one.declarationId)],
    person_id: ['uuid', declarations.map((one) => one.personId)],
    kind: ['text', declarations.map((one) => one.kind)],
    channel: ['text', declarations.map((one) => one.channel)],
    at: ['timestamptz', declarations.map(() => toDate(at))],
    request_hash: ['bytea', declarations.map((one) => one.requestHash)],
  })
}
