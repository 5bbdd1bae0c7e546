import { sql } from 'kysely'
import type { IdentityDocument } from '../../core/document.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { base64Array, insertMany } from '../kit/insert-many.ts'
import {
  documentHash,
  KEY_VERSION,
  newPersonKey,
  personKey,
  sealJson,
  unsealJson,
  type MasterKeys,
} from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { changeIdentity } from './identity-states.ts'
import { newNumbers } from './list-numbers.ts'

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
  /** As the row says; who leads somebody to a place by it asks `isNumbered` first. */
  readonly listNumber: number
  /** As the row of `person` has it, for lists; what makes a colour or a code asks `findIdentity`. */
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

const PERSON = [
  'person.person_id',
  'person.list_number',
  'person.identity',
  'person.wrapped_key',
  'person.sealed',
] as const

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
export async function findOrCreatePerson(tx: Tx, ctx: Ctx, document: IdentityDocument): Promise<Person> {
  const hash = documentHash(ctx.keys, document)
  const known = await findByHash(tx, ctx, hash)
  if (known) return known
  const personId = newId(ctx)
  const [numbered] = await newNumbers(tx, ctx, [personId])
  const { list_number: listNumber, number_mac: mac } = numbered!
  const { key, wrapped } = newPersonKey(ctx, personId)
  // Two gates may meet the same stranger at once: whoever inserts the index row first has made him.
  const { numAffectedRows: made } = await sql`
    with claimed as (
      insert into person_document (document_hash, person_id) values (${hash}, ${personId}::uuid)
      on conflict do nothing
      returning person_id
    )
    insert into person (person_id, list_number, number_mac, created_at, identity, key_version, wrapped_key)
    select person_id, ${listNumber}, ${mac}, ${toDate(ctx.now)}, 'unregistered', ${KEY_VERSION}, ${wrapped}
    from claimed`.execute(tx)
  if (made === 1n) return { personId, listNumber, identity: 'unregistered', key, details: undefined }
  const other = await findByHash(tx, ctx, hash)
  if (!other) throw new Error('a person made a moment ago is gone')
  return other
}

async function findByHash(db: Db, ctx: Ctx, hash: Uint8Array): Promise<Person | undefined> {
  const row = await db
    .selectFrom('person_document')
    .innerJoin('person', 'person.person_id', 'person_document.person_id')
    .select(PERSON)
    .where('person_document.document_hash', '=', hash)
    .executeTakeFirst()
  return row && openPerson(ctx, row)
}

/** A person whom something is learned about, and the key that it is sealed under. */
export interface KeyedPerson {
  readonly personId: string
  readonly identity: Identity
  readonly key: Uint8Array
}

/** The persons under some documents; strangers become persons whom registering claims later. The same document twice is one person. */
export async function findOrCreatePersons(
  tx: Tx,
  ctx: Ctx,
  documents: readonly IdentityDocument[],
): Promise<KeyedPerson[]> {
  return findOrCreatePersonsByHash(
    tx,
    ctx,
    documents.map((document) => documentHash(ctx.keys, document)),
  )
}

/** The persons whose documents have some blind indices, in the same order; undefined for strangers. */
export async function findPersonsByHash(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  hashes: readonly Uint8Array[],
): Promise<(KeyedPerson | undefined)[]> {
  return readPersonsOf(db, ctx, hashes)
}

/** The same where strangers become persons. Nobody else learns anything about these people until the transaction ends. */
export async function findOrCreatePersonsByHash(
  tx: Tx,
  ctx: Ctx,
  hashes: readonly Uint8Array[],
): Promise<KeyedPerson[]> {
  const known = await readPersonsOf(tx, ctx, hashes)
  const strangers = hashes.filter((_, place) => known[place] === undefined)
  if (strangers.length > 0) await createPersons(tx, ctx, strangers)
  const persons = (strangers.length > 0 ? await readPersonsOf(tx, ctx, hashes) : known).map(present)
  await lockPersons(tx, persons)
  return persons
}

/** Locks people in the order of their ids, so that two who do so never wait for each other. */
async function lockPersons(tx: Tx, persons: readonly KeyedPerson[]): Promise<void> {
  await sql`
    select 1 from person where person.person_id = any(${persons.map(({ personId }) => personId)}::uuid[])
    order by person.person_id for no key update`.execute(tx)
}

async function readPersonsOf(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  hashes: readonly Uint8Array[],
): Promise<(KeyedPerson | undefined)[]> {
  const { rows } = await sql<Omit<PersonRow, 'list_number' | 'sealed'> & { place: number }>`
    select asked.place, person.person_id, person.identity, person.wrapped_key
    from unnest(${base64Array(hashes)}::text[]) with ordinality as asked (document_hash, place)
    join person_document on person_document.document_hash = decode(asked.document_hash, 'base64')
    join person on person.person_id = person_document.person_id
    order by asked.place`.execute(db)
  const found: (KeyedPerson | undefined)[] = hashes.map(() => undefined)
  for (const { place, person_id: personId, identity, wrapped_key: wrapped } of rows) {
    found[place - 1] = keyedPerson(ctx.keys, { personId, identity, wrapped })
  }
  return found
}

/** Opens the key when it is asked for: of most people in a batch nothing is known that would have to be opened. */
function keyedPerson(
  keys: MasterKeys,
  { personId, identity, wrapped }: { personId: string; identity: Identity; wrapped: Uint8Array },
): KeyedPerson {
  let key: Uint8Array | undefined
  return {
    personId,
    identity,
    get key() {
      key ??= personKey(keys, personId, wrapped)
      return key
    },
  }
}

/** Makes persons for documents that were nobody's a moment ago, in the order of their hashes: two who do so never wait for each other. */
async function createPersons(tx: Tx, ctx: Ctx, hashes: readonly Uint8Array[]): Promise<void> {
  const inOrder = [...new Map(hashes.map((hash) => [Buffer.from(hash).toString('hex'), hash])).entries()].toSorted(
    ([a], [b]) => (a < b ? -1 : 1),
  )
  const made = inOrder.map(([, hash]) => ({ hash, personId: newId(ctx) }))
  const { rows: claimed } = await sql<{ person_id: string }>`
    insert into person_document (document_hash, person_id)
    select * from unnest(${made.map(({ hash }) => hash)}::bytea[], ${made.map(({ personId }) => personId)}::uuid[])
    on conflict do nothing
    returning person_id`.execute(tx)
  const personIds = claimed.map((row) => row.person_id)
  const numbers = await newNumbers(tx, ctx, personIds)
  await insertMany(tx, 'person', {
    person_id: ['uuid', personIds],
    list_number: ['bigint', numbers.map((row) => row.list_number)],
    number_mac: ['bytea', numbers.map((row) => row.number_mac)],
    created_at: ['timestamptz', personIds.map(() => toDate(ctx.now))],
    identity: ['text', personIds.map(() => 'unregistered')],
    key_version: ['smallint', personIds.map(() => KEY_VERSION)],
    wrapped_key: ['bytea', personIds.map((personId) => newPersonKey(ctx, personId).wrapped)],
  })
}

function present(person: KeyedPerson | undefined): KeyedPerson {
  if (!person) throw new Error('a person just made is gone')
  return person
}

/** The person of an id, with details in clear. */
export async function findPerson(db: Db, ctx: Ctx, personId: string): Promise<Person | undefined> {
  const row = await db.selectFrom('person').select(PERSON).where('person.person_id', '=', personId).executeTakeFirst()
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
  const sealed = sealJson(ctx, person.key, `person:${person.personId}`, person.details)
  await changeIdentity(tx, ctx, person.personId, () => person.identity, { sealed })
}

/** Notes that somebody unknown waits for staff. Nothing that he merely typed becomes the person's, and who is confirmed stays so. */
export async function markAwaiting(tx: Tx, ctx: Ctx, personId: string): Promise<void> {
  await changeIdentity(tx, ctx, personId, (now) => (now === 'unregistered' ? 'awaiting' : now))
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
