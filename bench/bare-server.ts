import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type pg from 'pg'
import { base64url, concat, fromBase64url } from '../core/bytes.ts'
import { decodeBase45 } from '../core/code/base45.ts'
import { groupCommit } from '../server/kit/group-commit.ts'
import type { World } from '../server/kit/world.ts'

/**
 * What the same promises cost on bare `node:http`: the session and the holder by prepared reads, one signature, the phone key
 * by group commit; or three prepared reads, two verifications and the record of the reading by group commit. No rules, no
 * checks of input, no encryption, no routing.
 */
export function bareServer(world: World, pool: pg.Pool): Server {
  const writer = groupCommit<Uint8Array, void>({
    apartMs: 5,
    most: 1_000,
    lanes: 2,
    async write(keys) {
      await pool.query({
        name: 'bare-insert',
        text: `insert into phone_key (key_hash, person_id, session_hash, issued_at, expires_at)
          select key, gen_random_uuid(), key, now(), now() from unnest($1::bytea[]) as key on conflict do nothing`,
        values: [keys],
      })
      return keys.map(() => undefined)
    },
  })

  const reads = groupCommit<string, void>({
    apartMs: 5,
    most: 1_000,
    lanes: 2,
    async write(people) {
      await pool.query({
        name: 'bare-read',
        text: `insert into audit (id, at, kind, commitment)
          select gen_random_uuid(), now(), 'bare', decode(md5(person), 'hex') from unnest($1::text[]) as person`,
        values: [people],
      })
      return people.map(() => undefined)
    },
  })

  async function issue(request: IncomingMessage): Promise<string> {
    const { phoneKey } = JSON.parse(await bodyOf(request)) as { phoneKey: string }
    const session = await readSession(pool, request)
    const holder = await pool.query({
      name: 'bare-holder',
      text: `select person.list_number, person.sealed, colour_state.colour from registration
        join person on person.person_id = registration.person_id
        join colour_state on colour_state.person_id = person.person_id where registration.account_id = $1 and registration.state <> 'refused'`,
      values: [session.account_id],
    })
    const key = fromBase64url(phoneKey)!
    const payload = Buffer.from(`${holder.rows[0].list_number}:${holder.rows[0].colour}:${phoneKey}`)
    const signature = await world.issuing.signer.sign(payload)
    await writer.add(createHash('sha256').update(key).digest().subarray(0, 16))
    return JSON.stringify({ credential: base64url(concat(payload, signature)), serverTime: Date.now() })
  }

  async function check(request: IncomingMessage): Promise<string> {
    const { code, gateId } = JSON.parse(await bodyOf(request)) as { code: string; gateId: string }
    await readSession(pool, request)
    await pool.query({
      name: 'bare-gate',
      text: 'select gate.venue_id from gate where gate.gate_id = $1',
      values: [gateId],
    })
    const bytes = Buffer.from(decodeBase45(code.slice(5))!)
    // Two signatures of 64 bytes end the credential and the code; that they do not fit this message costs the same.
    const phonePoint = bytes.subarray(0, 64)
    const first = verifyRaw(issuingKey, bytes, bytes.subarray(bytes.length - 64))
    const second = verifyRaw(issuingKey, phonePoint, bytes.subarray(bytes.length - 64))
    const holder = await pool.query({
      name: 'bare-holder-by-number',
      text: `select person.person_id, colour_state.colour from person
        join colour_state on colour_state.person_id = person.person_id where person.list_number = $1`,
      values: [1 + (bytes[20]! % 100)],
    })
    await reads.add(String(holder.rows[0]?.person_id))
    return JSON.stringify({ shown: { colour: holder.rows[0]?.colour, first, second }, serverTime: Date.now() })
  }

  const issuingKey = pointKey(world.issuing.published[0]!.publicKey)
  return createServer((request, response) => {
    const work = request.url === '/api/code' ? issue(request) : check(request)
    work.then(
      (json) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) })
        response.end(json)
      },
      (error: unknown) => {
        response.writeHead(500, { 'content-length': 0 })
        response.end()
        console.error(error)
      },
    )
  })
}

function pointKey(point: Uint8Array): KeyObject {
  const [x, y] = [base64url(point.slice(1, 33)), base64url(point.slice(33))]
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
}

function verifyRaw(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

async function readSession(pool: pg.Pool, request: IncomingMessage): Promise<{ account_id: string }> {
  const token = fromBase64url(request.headers.cookie!.split('=')[1]!)!
  const result = await pool.query<{ account_id: string }>({
    name: 'bare-session',
    text: 'select session.account_id from session where session.token_hash = $1 and session.expires_at > now()',
    values: [createHash('sha256').update(token).digest()],
  })
  return result.rows[0]!
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
