import type { IdentityDocument } from '../../core/document.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { documentHash, KEY_VERSION, newPersonKey, personKey, sealJson, unsealJson } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'

// Persons: who is known, found by the blind index only, with everything personal sealed under a key of the person's own.

/** What is known of somebody and stands nowhere in clear. */
export interface PersonDetails {
  readonly name: string
  readonly document: IdentityDocument
  readonly phone?: string
  readonly address?: { readonly divisionCode: string; readonly detail: string }
}

export type Identity = 'unregistered' | 'awaiting' | 'confirmed'

export interface Person {
  readonly personId: string
  readonly listNumber: number
  readonly identity: Identity
  /** The person's own key, unwrapped: what belongs to the person is sealed under it. */
  readonly key: Uint8Array
  readonly details: PersonDetails | undefined
}

/** A row of `person` as the point reads give it. */
export interface PersonRow {
  readonly person_id: string
  readonly list_number: number
  readonly identity: Identity
  readonly wrapped_key: Uint8Array
  readonly sealed: Uint8Array | null
}

/** The person whose document it is, if anybody is known under it. */
export async function findPersonId(db: Db, ctx: Ctx, document: IdentityDocument): Promise<string | undefined> {
  const row = await db
    .selectFrom('person_document')
    .select('person_document.person_id')
    .where('person_document.document_hash', '=', documentHash(ctx.keys, document))
    .executeTakeFirst()
  return row?.person_id
}

/** The person under a document; the first thing learned about a stranger creates one whom registering claims later. */
export async function findOrCreatePerson(tx: Tx, ctx: Ctx, document: IdentityDocument): Promise<string> {
  const hash = documentHash(ctx.keys, document)
  const personId = newId(ctx)
  // Two gates may meet the same stranger at once: whoever inserts the index row first has made him.
  const claimed = await tx
    .insertInto('person_document')
    .values({ document_hash: hash, person_id: personId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (claimed.numInsertedOrUpdatedRows === 0n) {
    const known = await tx
      .selectFrom('person_document')
      .select('person_document.person_id')
      .where('person_document.document_hash', '=', hash)
      .executeTakeFirstOrThrow()
    return known.person_id
  }
  await tx
    .insertInto('person')
    .values({
      person_id: personId,
      created_at: toDate(ctx.now),
      identity: 'unregistered',
      key_version: KEY_VERSION,
      wrapped_key: newPersonKey(ctx, personId).wrapped,
      sealed: null,
    })
    .execute()
  return personId
}

/** The person of an id, with details in clear. */
export async function findPerson(db: Db, ctx: Ctx, personId: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('person')
    .select(['person.person_id', 'person.list_number', 'person.identity', 'person.wrapped_key', 'person.sealed'])
    .where('person.person_id', '=', personId)
    .executeTakeFirst()
  return row && openPerson(ctx, row)
}

/** A person out of a row that was read. */
export function openPerson(ctx: Pick<Ctx, 'keys'>, row: PersonRow): Person {
  const key = personKey(ctx.keys, row.person_id, row.wrapped_key)
  return {
    personId: row.person_id,
    listNumber: row.list_number,
    identity: row.identity,
    key,
    details: row.sealed === null ? undefined : unsealJson<PersonDetails>(key, `person:${row.person_id}`, row.sealed),
  }
}

/** Writes what is known of a person, and how sure we are who it is. */
export async function writePerson(
  tx: Tx,
  ctx: Ctx,
  person: { personId: string; key: Uint8Array; identity: Identity; details: PersonDetails },
): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      identity: person.identity,
      sealed: sealJson(ctx, person.key, `person:${person.personId}`, person.details),
    })
    .where('person.person_id', '=', person.personId)
    .execute()
}

/** Notes that somebody unknown waits for staff. Nothing that he merely typed becomes the person's, and who is confirmed stays so. */
export async function markAwaiting(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable('person')
    .set({ identity: 'awaiting' })
    .where('person.person_id', '=', personId)
    .where('person.identity', '=', 'unregistered')
    .execute()
}

/** Keeps the register's photo of a person; there is no other way in (M4). */
export async function writePhoto(
  tx: Tx,
  ctx: Ctx,
  person: { personId: string; key: Uint8Array },
  photo: Photo,
): Promise<void> {
  const sealed = sealJson(ctx, person.key, `photo:${person.personId}`, {
    mediaType: photo.mediaType,
    base64: Buffer.from(photo.bytes).toString('base64'),
  })
  await tx
    .insertInto('person_photo')
    .values({ person_id: person.personId, sealed })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ sealed }))
    .execute()
}

export interface Photo {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** The register's photo of a person, if there is one. */
export async function findPhoto(db: Db, person: { personId: string; key: Uint8Array }): Promise<Photo | undefined> {
  const row = await db
    .selectFrom('person_photo')
    .select('person_photo.sealed')
    .where('person_photo.person_id', '=', person.personId)
    .executeTakeFirst()
  if (!row) return undefined
  const photo = unsealJson<{ mediaType: string; base64: string }>(person.key, `photo:${person.personId}`, row.sealed)
  return { mediaType: photo.mediaType, bytes: Buffer.from(photo.base64, 'base64') }
}
