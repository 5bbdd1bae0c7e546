import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskDocument, maskName } from './mask.ts'

test('names are masked as guards know them', () => {
  const names = {
    王小明: '王*明',
    王明: '王*',
    王: '王*',
    欧阳小明: '欧*明',
    '买买提·艾力': '买*力',
    '王 小明': '王*明',
    '𠮷田明': '𠮷*明',
    'Anna Smith': 'A* S*',
    'ANNA MARIA  SMITH ': 'A* M* S*',
    'Émile Zola': 'É* Z*',
    'Jean-Paul d’Arc': 'J* d*',
    "'Aisha": 'A*',
    김민수: '김*',
    'Li 明': 'L* 明*',
  }
  for (const [name, masked] of Object.entries(names)) assert.equal(maskName(name), masked, name)
})

test('a name without any letter is a star', () => {
  for (const name of ['', ' ', '···', '\n', '-']) assert.equal(maskName(name), '*')
})

test('eight Latin parts fit into 24 bytes, the ninth is left out whole', () => {
  assert.equal(maskName('A B C D E F G H'), 'A* B* C* D* E* F* G* H*')
  assert.equal(maskName('A B C D E F G H I'), 'A* B* C* D* E* F* G* H*')
  // Two bytes a letter: six parts make 23 bytes.
  assert.equal(maskName('Я Ю Э Ь Ы Ъ Щ'), 'Я* Ю* Э* Ь* Ы* Ъ*')
})

test('a mask is never empty, never longer than 24 bytes, and whole', () => {
  const anyCharacter = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code))
  const letter = fc.constantFrom(...'王小明欧𠮷ABcÉЯ김· -\n\u0301\ud800')
  const name = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 60 }), fc.string({ unit: letter, maxLength: 60 }))
  fc.assert(
    fc.property(name, (any) => {
      const masked = maskName(any)
      assert.ok(masked.length > 0 && Buffer.byteLength(masked) <= 24)
      assert.ok(masked.isWellFormed() && masked.includes('*') && !/\p{Cc}/u.test(masked))
    }),
    { numRuns: 200 },
  )
})

test('a document shows its last four characters', () => {
  assert.deepEqual(maskDocument('resident-id', '11010519491231002X'), { type: 'resident-id', lastFour: '002X' })
  assert.deepEqual(maskDocument('passport', 'E12'), { type: 'passport', lastFour: 'E12' })
  assert.deepEqual(maskDocument('hk-macao-permit', 'H1234567(8)'), { type: 'hk-macao-permit', lastFour: '5678' })
})
