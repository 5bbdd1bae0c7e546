import assert from 'node:assert/strict'
import { test } from 'node:test'
import decode from 'qr/decode.js'
import { moduleSize, qrModules } from './qr.ts'

// As long as a real code, in its alphabet.
const TEXT = `SSM1:${'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'.repeat(10).slice(0, 423)}`

test('what is drawn is read again, and a code of 428 characters fits version 13', () => {
  const modules = qrModules(TEXT)
  assert.equal(modules.length, 17 + 4 * 13 + 2 * 4)
  const scale = 4
  const edge = modules.length * scale
  const data = new Uint8Array(edge * edge * 4).fill(255)
  for (let y = 0; y < edge; y += 1) {
    for (let x = 0; x < edge; x += 1) {
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        data.fill(0, (y * edge + x) * 4, (y * edge + x) * 4 + 3)
    }
  }
  assert.equal(decode({ width: edge, height: edge, data }), TEXT)
})

test('four light modules stand on every side', () => {
  const modules = qrModules('A')
  const edges = [
    ...modules.slice(0, 4),
    ...modules.slice(-4),
    ...modules.map((row) => [...row.slice(0, 4), ...row.slice(-4)]),
  ]
  assert.ok(edges.every((row) => row.every((dark) => !dark)))
})

test('a module is a whole number of device pixels, and never none', () => {
  assert.equal(moduleSize(77, 308), 4)
  assert.equal(moduleSize(77, 307), 3)
  assert.equal(moduleSize(77, 20), 1)
})
