import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import decode from 'qr/decode.js'
import { encode } from 'uqr'
import { encodeQr, type QrModules } from './qr-encode.ts'
import { moduleSize } from './qr.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

// As long as a real code, in its alphabet.
const CODE = `SSM1:${ALPHABET.repeat(10).slice(0, 423)}`

/** The same by another encoder, with our mask. */
function byAnother(text: string): QrModules {
  const { size, data } = encode(text, { ecc: 'M', border: 0, maskPattern: 2 })
  return { edge: size, dark: Uint8Array.from(data.flat(), Number) }
}

test('what is drawn is read again, and a code of 428 characters fits version 13', () => {
  const { edge, dark } = encodeQr(CODE)
  assert.equal(edge, 17 + 4 * 13)
  const [zone, scale] = [4, 4]
  const side = (edge + 2 * zone) * scale
  const data = new Uint8Array(side * side * 4).fill(255)
  for (let y = 0; y < edge * scale; y += 1) {
    for (let x = 0; x < edge * scale; x += 1) {
      if (dark[Math.floor(y / scale) * edge + Math.floor(x / scale)] !== 1) continue
      const place = ((y + zone * scale) * side + x + zone * scale) * 4
      data.fill(0, place, place + 3)
    }
  }
  assert.equal(decode({ width: side, height: side, data }), CODE)
})

test('another encoder draws the same modules, in every version and both modes', () => {
  for (let length = 2; length < 3_391; length = Math.ceil(length * 1.04) + 1) {
    // A letter in front, for the other encoder has a mode of its own for digits.
    const text = `A${ALPHABET.repeat(Math.ceil(length / 45))}`.slice(0, length)
    assert.deepEqual(encodeQr(text), byAnother(text), `${length} characters`)
  }
  for (let length = 2; length < 2_331; length = Math.ceil(length * 1.04) + 1) {
    const text = '随a'.repeat(length).slice(0, Math.floor(length / 2))
    assert.deepEqual(encodeQr(text), byAnother(text), `${length} bytes`)
  }
})

test('another encoder draws the same modules of any text with a letter', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (text) => {
      assert.deepEqual(encodeQr(`A${text}`), byAnother(`A${text}`))
    }),
    { numRuns: 60 },
  )
})

test('the longest text that fits is drawn, one character more is refused', () => {
  assert.equal(encodeQr('A'.repeat(3_391)).edge, 177)
  assert.throws(() => encodeQr('A'.repeat(3_392)), RangeError)
})

test('a module is a whole number of device pixels, and never none', () => {
  assert.equal(moduleSize(77, 308), 4)
  assert.equal(moduleSize(77, 307), 3)
  assert.equal(moduleSize(77, 20), 1)
})
