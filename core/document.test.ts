import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { birthDayOf, checkCharacter, readDocument, type DocumentType } from './document.ts'
import { dayOfCivil, formatDay } from './instant.ts'

// 11010519491231002X and 440524188001010014 are the examples of GB 11643 itself; all other numbers are made up.

function numberOf(type: DocumentType, typed: string): string | undefined {
  const reading = readDocument(type, typed)
  return reading.ok ? reading.document.number : undefined
}

function messageOf(type: DocumentType, typed: string): string {
  const reading = readDocument(type, typed)
  assert.ok(!reading.ok, `${typed} was accepted`)
  assert.ok(reading.message.en.length > 0)
  return reading.message.zh
}

function withCheck(seventeen: string): string {
  return seventeen + checkCharacter(seventeen)
}

test('the examples of GB 11643 are resident IDs', () => {
  assert.equal(numberOf('resident-id', '11010519491231002X'), '11010519491231002X')
  assert.equal(numberOf('resident-id', '440524188001010014'), '440524188001010014')
})

test('a number typed in full width, lower case, with spaces or dashes is the same document', () => {
  for (const typed of [
    '１１０１０５１９４９１２３１００２ｘ',
    ' 110105 19491231 002x ',
    '110105-19491231—002X',
    '110105\u00a019491231\u3000002X',
  ]) {
    assert.equal(numberOf('resident-id', typed), '11010519491231002X')
  }
})

test('a wrong check character is answered with the expected one', () => {
  assert.match(messageOf('resident-id', '110105194912310021'), /^身份证号最后一位应为 X，请核对$/)
  assert.match(messageOf('resident-id', '44052418800101001X'), /应为 4/)
})

test('of the eleven possible check characters exactly one is accepted', () => {
  const digits = fc
    .integer({ min: 0, max: 999 })
    .map((sequence) => `31010119900101${String(sequence).padStart(3, '0')}`)
  fc.assert(
    fc.property(digits, (seventeen) => {
      const accepted = [...'0123456789X'].filter((last) => numberOf('resident-id', seventeen + last) !== undefined)
      assert.deepEqual(accepted, [checkCharacter(seventeen)])
    }),
  )
})

test('any one wrong digit and any two neighbours exchanged are noticed', () => {
  const number = '11010519491231002X'
  for (let place = 0; place < 17; place += 1) {
    for (const digit of '0123456789') {
      const wrong = number.slice(0, place) + digit + number.slice(place + 1)
      if (wrong !== number) assert.equal(numberOf('resident-id', wrong), undefined, wrong)
    }
    const exchanged = number.slice(0, place) + number[place + 1] + number[place] + number.slice(place + 2)
    if (exchanged !== number) assert.equal(numberOf('resident-id', exchanged), undefined, exchanged)
  }
})

test('a birth date must be a day of the calendar', () => {
  assert.equal(numberOf('resident-id', withCheck('31010120000229001')), withCheck('31010120000229001'))
  for (const date of ['19000229', '20010229', '20211301', '20210431', '20210100', '18491231']) {
    assert.match(messageOf('resident-id', withCheck(`310101${date}001`)), /出生日期/)
  }
  assert.ok(numberOf('resident-id', withCheck('31010118500101001')))
})

test('fifteen digits become the eighteen of the same person', () => {
  assert.equal(numberOf('resident-id', '110105491231002'), '11010519491231002X')
  assert.match(messageOf('resident-id', '110105491331002'), /出生日期/)
  assert.match(messageOf('resident-id', '11010549123100X'), /18 位/)
})

test('too few or too many characters, or other letters, are no resident ID', () => {
  for (const typed of [
    '',
    '1101051949123100',
    '11010519491231002',
    '11010519491231002XX',
    '1101051949123100AX',
    'X1010519491231002X',
  ]) {
    assert.match(messageOf('resident-id', typed), /18 位/)
  }
})

test('a residence permit or permanent residence card is not taken for a resident ID', () => {
  for (const front of ['810000', '820000', '830000', '931156']) {
    assert.match(messageOf('resident-id', withCheck(`${front}19900101001`)), /改选证件类型/)
  }
})

test('a Hong Kong or Macao permit is known by the part that stays for life', () => {
  for (const typed of ['H01234567', 'h 0123 4567', 'H0123456701'])
    assert.equal(numberOf('hk-macao-permit', typed), 'H01234567')
  assert.equal(numberOf('hk-macao-permit', 'm7654321099'), 'M76543210')
  assert.equal(numberOf('hk-macao-permit', 'C01234567'), 'C01234567')
  for (const typed of ['H0123456', 'H012345678', 'H012345670199', 'C0123456701', 'K01234567', '01234567']) {
    assert.match(messageOf('hk-macao-permit', typed), /8 位数字/)
  }
})

test('a Taiwan permit is known by its first eight digits', () => {
  for (const typed of ['01234567', '0123456701', '01234567 01(B)', '0123456701（b）']) {
    assert.equal(numberOf('taiwan-permit', typed), '01234567')
  }
  for (const typed of ['0123456', '012345678', '01234567012', 'T01234567', '01234567(B)']) {
    assert.match(messageOf('taiwan-permit', typed), /8 位/)
  }
})

test('a residence permit has the division of its own side of the strait, and a check character', () => {
  const [hongKong, macao, taiwan] = ['810000', '820000', '830000'].map((front) => withCheck(`${front}19900101001`))
  assert.equal(numberOf('hk-macao-residence-permit', hongKong!), hongKong)
  assert.equal(numberOf('hk-macao-residence-permit', macao!), macao)
  assert.equal(numberOf('taiwan-residence-permit', taiwan!), taiwan)
  assert.match(messageOf('hk-macao-residence-permit', taiwan!), /810000/)
  assert.match(messageOf('taiwan-residence-permit', hongKong!), /830000/)
  const last = hongKong!.endsWith('1') ? '2' : '1'
  assert.match(messageOf('hk-macao-residence-permit', hongKong!.slice(0, 17) + last), /最后一位应为/)
  assert.match(messageOf('taiwan-residence-permit', withCheck('83000019900230001')), /出生日期/)
})

test('a passport number has 5 to 20 letters and digits', () => {
  assert.equal(numberOf('passport', 'x 12-34'), 'X1234')
  assert.equal(numberOf('passport', 'A'.repeat(20)), 'A'.repeat(20))
  for (const typed of ['X123', 'A'.repeat(21), 'X12_34', '护照12345'])
    assert.match(messageOf('passport', typed), /5 至 20/)
})

test('a permanent residence card is of the old form or of the new one', () => {
  assert.equal(numberOf('permanent-residence-card', 'usa310090010112'), 'USA310090010112')
  const card = withCheck('93184019900101001')
  assert.equal(numberOf('permanent-residence-card', card), card)
  for (const typed of ['US3100900101123', 'USA31009001011', 'USA3100900101123', withCheck('83184019900101001')]) {
    assert.match(messageOf('permanent-residence-card', typed), /以 9 开头/)
  }
  assert.match(
    messageOf('permanent-residence-card', card.slice(0, 17) + (card.endsWith('1') ? '2' : '1')),
    /最后一位应为/,
  )
  assert.match(messageOf('permanent-residence-card', withCheck('93184019901301001')), /出生日期/)
})

test('reading a canonical number again changes nothing', () => {
  const typed: [DocumentType, string][] = [
    ['resident-id', '110105491231002'],
    ['hk-macao-permit', 'M7654321099'],
    ['taiwan-permit', '0123456701(B)'],
    ['passport', 'x 12-34'],
  ]
  for (const [type, text] of typed) {
    const once = numberOf(type, text)
    assert.equal(numberOf(type, once!), once)
  }
})

test('the birthday stands in numbers modelled on GB 11643 and in no other', () => {
  const born = birthDayOf({ type: 'resident-id', number: '11010519491231002X' })
  assert.equal(born, dayOfCivil(1949, 12, 31))
  assert.equal(
    formatDay(birthDayOf({ type: 'permanent-residence-card', number: withCheck('93184020000229001') })!),
    '2000-02-29',
  )
  assert.equal(birthDayOf({ type: 'permanent-residence-card', number: 'USA310090010112' }), undefined)
  assert.equal(birthDayOf({ type: 'passport', number: 'X1234567' }), undefined)
  assert.equal(birthDayOf({ type: 'passport', number: '110105194912310020' }), undefined)
})
