import { encode } from 'cborg'
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

// An authenticator in software, as far as WebAuthn needs one: it makes a key on P-256 and signs with it.

/** What the server asks of it. */
interface Question {
  readonly challenge: string
}

/** What an authenticator does otherwise than it should. */
export interface Flaw {
  readonly origin?: string
  readonly site?: string
  readonly challenge?: string
  /** Nobody put a finger on it. */
  readonly unverified?: boolean
  readonly counter?: number
}

/** An authenticator with one passkey, on the pages of an origin. */
export interface TestPasskey {
  readonly id: string
  /** Answers the question to make a passkey. */
  made(question: Question, flaw?: Flaw): object
  /** Answers the question to sign. */
  signed(question: Question, flaw?: Flaw): { id: string }
}

/** An authenticator on the pages of `origin`. */
export function aPasskey(origin: string): TestPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  const site = new URL(origin).hostname
  let used = 0

  function dataOf(flaw: Flaw, attested: Buffer): Buffer {
    const flags = 0x01 | (flaw.unverified ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(flaw.counter ?? used)
    return Buffer.concat([hash(flaw.site ?? site), Buffer.from([flags]), counter, attested])
  }

  function clientData(type: string, question: Question, flaw: Flaw): Buffer {
    const { challenge = question.challenge } = flaw
    return Buffer.from(JSON.stringify({ type, challenge, origin: flaw.origin ?? origin, crossOrigin: false }))
  }

  return {
    id,
    made(question, flaw = {}) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credentialId.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)])
      const attestationObject = Buffer.from(encode({ fmt: 'none', attStmt: {}, authData: dataOf(flaw, attested) }))
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', question, flaw).toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
        },
      }
    },
    signed(question, flaw = {}) {
      used += 1
      const data = dataOf(flaw, Buffer.alloc(0))
      const told = clientData('webauthn.get', question, flaw)
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: told.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', Buffer.concat([data, hash(told)]), privateKey).toString('base64url'),
        },
      } as { id: string }
    },
  }
}

function hash(bytes: Buffer | string): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const key: [number, number | Buffer][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]
  return Buffer.from(encode(new Map(key)))
}
