import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { aVerifier, aCode, KEYS } from '../../test/code-samples.ts'
import { verifyCode } from '../../core/code/verify.ts'
import { aesBlocks, issuingPublicKey, nodeCrypto, nodeSigner } from './code-crypto.ts'

test('what a signer signs is right under its public key and under no other', () => {
  const crypto = nodeCrypto()
  for (const pair of [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ed25519')]) {
    const signer = nodeSigner(pair.privateKey)
    const { algorithm, publicKey, kid } = issuingPublicKey(pair.privateKey)
    const other = issuingPublicKey(algorithm === 'ES256' ? KEYS.city.privateKey : KEYS.cityEd.privateKey).publicKey
    const message = randomBytes(100)
    const signature = signer.sign(message)
    assert.ok(signature instanceof Uint8Array && signature.length === 64)
    assert.deepEqual([kid.length, signer.kid], [8, kid])
    assert.equal(crypto.verify(algorithm, publicKey, signature, message), true)
    assert.equal(crypto.verify(algorithm, other, signature, message), false)
    assert.equal(crypto.verify(algorithm, publicKey, signature, randomBytes(100)), false)
  }
})

test('keys of other kinds sign no codes', () => {
  for (const pair of [generateKeyPairSync('ec', { namedCurve: 'P-384' }), generateKeyPairSync('x25519')]) {
    assert.throws(() => nodeSigner(pair.privateKey), TypeError)
  }
})

test('a thousand phones later the issuing key still verifies, and so does the first phone', async () => {
  const verifier = aVerifier({ crypto: nodeCrypto() })
  const text = await aCode()
  assert.equal((await verifyCode(text, verifier)).genuine, true)
  for (let count = 0; count < 1_000; count += 1) {
    const { publicKey } = issuingPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
    await verifier.crypto.verify('ES256', publicKey, new Uint8Array(64), new Uint8Array())
  }
  assert.equal((await verifyCode(text, verifier)).genuine, true)
})

test('blocks are encrypted alike one by one and together (FIPS 197, appendix C.3)', () => {
  const encrypt = aesBlocks(Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex'))
  const plain = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const expected = '8ea2b7ca516745bfeafc49904b496089'
  assert.equal(Buffer.from(encrypt(plain)).toString('hex'), expected)
  assert.equal(Buffer.from(encrypt(Buffer.concat([plain, plain]))).toString('hex'), expected + expected)
})
