import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attachmentTypeOf } from './attachment.ts'
import { concat, fromHex, utf8 } from './bytes.ts'

const PNG = fromHex('89504e470d0a1a0a0000000d49484452')!

test('PDF, PNG and JPEG are known by how they begin', () => {
  assert.equal(attachmentTypeOf(utf8('%PDF-1.7\n')), 'application/pdf')
  assert.equal(attachmentTypeOf(PNG), 'image/png')
  assert.equal(attachmentTypeOf(fromHex('ffd8ffe000104a464946')!), 'image/jpeg')
})

test('a page, a drawing, an archive, a text and nothing are no attachments, whatever they are called', () => {
  for (const text of [
    '',
    '<!doctype html><script>alert(1)</script>',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'PK\u0003\u0004',
    'MZ',
    'GIF89a',
    'see %PDF-1.7',
  ]) {
    assert.equal(attachmentTypeOf(utf8(text)), undefined, text)
  }
})

test('a beginning that is cut short or has something in front is none', () => {
  for (let length = 0; length < PNG.length; length += 1) {
    assert.equal(attachmentTypeOf(PNG.subarray(0, length)), undefined, String(length))
  }
  assert.equal(attachmentTypeOf(concat(utf8(' '), PNG)), undefined)
})
