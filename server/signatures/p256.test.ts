import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { utf8 } from '../../core/bytes.ts'
import { aKeyPair, derSignature, rawSignatureOf } from '../../test/signers.ts'
import { isP256, isSignature, keyIdOf, rawSignature } from './p256.ts'

const TEXT = utf8('what is signed')

test('a signature in DER and one as r and s are read as the same 64 bytes, however short r or s is', () => {
  const key = aKeyPair()
  // Of 300, one or two have an r or s with a leading zero byte, and half a sign byte.
  for (let count = 0; count < 300; count += 1) {
    const raw = rawSignature(derSignature(key, TEXT))
    assert.equal(raw?.length, 64)
    assert.ok(isSignature(key.publicKey, TEXT, raw!))
  }
  const raw = rawSignatureOf(key, TEXT)
  assert.deepEqual(rawSignature(raw), raw)
})

test('what is no signature is none: cut short, lengthened, or with a length that lies', () => {
  const der = derSignature(aKeyPair(), TEXT)
  const longer = new Uint8Array([...der, 0])
  const lying = der.map((byte, place) => (place === 3 ? byte + 1 : byte))
  for (const bytes of [new Uint8Array(), der.subarray(0, -1), longer, lying, new Uint8Array(63), new Uint8Array(65)]) {
    assert.equal(rawSignature(bytes), undefined)
  }
})

test('a signature counts for its key and its bytes only', () => {
  const [key, other] = [aKeyPair(), aKeyPair()]
  const signature = rawSignatureOf(key, TEXT)
  assert.ok(isSignature(key.publicKey, TEXT, signature))
  assert.ok(!isSignature(other.publicKey, TEXT, signature))
  assert.ok(!isSignature(key.publicKey, utf8('what was signed'), signature))
  assert.ok(!isSignature(key.publicKey, TEXT, new Uint8Array(64)))
  assert.ok(!isSignature(new Uint8Array(91), TEXT, signature))
})

test('only keys on P-256 are keys', () => {
  const spki = (curve: string) =>
    new Uint8Array(generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'der', type: 'spki' }))
  assert.ok(isP256(spki('P-256')))
  assert.ok(!isP256(spki('P-384')))
  assert.ok(!isP256(spki('secp256k1')))
  const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
  assert.ok(!isP256(new Uint8Array(ed25519)))
  assert.ok(!isP256(new Uint8Array()))
})

const withoutOpenssl = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed'

test('openssl alone makes a key whose signature counts, and names it as we do', { skip: withoutOpenssl }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-openssl-'))
  try {
    const openssl = (...words: string[]) => {
      const ran = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
      assert.equal(ran.status, 0, ran.stderr)
      return ran.stdout
    }
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'root.pem')
    openssl('pkey', '-in', 'root.pem', '-pubout', '-outform', 'DER', '-out', 'root.der')
    await writeFile(join(folder, 'text'), TEXT)
    openssl('dgst', '-sha256', '-sign', 'root.pem', '-out', 'text.sig', 'text')
    const publicKey = new Uint8Array(await readFile(join(folder, 'root.der')))
    const signature = rawSignature(new Uint8Array(await readFile(join(folder, 'text.sig'))))
    assert.ok(isSignature(publicKey, TEXT, signature!))
    assert.match(openssl('dgst', '-sha256', 'root.der'), new RegExp(keyIdOf(publicKey)))
  } finally {
    await rm(folder, { recursive: true })
  }
})
