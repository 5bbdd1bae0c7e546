import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFactRow, type FactRow, type RowTerms } from './fact-rows.ts'
import { FACT_KINDS, type FactKind } from './facts.ts'
import { after, DAY_LENGTH, formatShanghai, instant, MINUTE, type Instant } from './instant.ts'
import { columnsOfKind, lasts } from './row-kinds.ts'
import { readRowTime } from './row-time.ts'

const KINDS = Object.keys(FACT_KINDS) as FactKind[]
const NOW = at('2022-04-16 08:00')
const TERMS: RowTerms = {
  kinds: KINDS,
  longestValidityDays: 30,
  receivedAt: NOW,
  isDivision: (code) => code === '131002',
}
const WHO = { document_type: 'passport', document_number: 'e 12345678' }

/** A row of each kind with nothing but what is required. */
const LEAST: Readonly<Record<FactKind, Readonly<Record<string, string>>>> = {
  'case-status': { status: 'confirmed' },
  contact: { degree: 'close' },
  'quarantine-order': { place: 'central', action: 'ordered' },
  'test-result': { result: 'negative', sample: 'single' },
  'told-to-test': {},
  vaccination: { dose: '1' },
  'fever-clinic-visit': {},
  'entry-from-abroad': { origin: 'foreign' },
  'arrival-declaration': { place_zh: '北京' },
  'health-declaration': { symptoms: 'no' },
  'stay-in-area': { division_code: '131002', community: '红村', evidence: 'telecom' },
  'area-risk-level': { level: 'high', place_zh: '红村' },
  'key-area': { division_code: '131002', evidence: 'ticket' },
  'key-person-group': { group_zh: '冷链' },
  'daily-check-in': { symptoms: 'no' },
  'measure-lifted': { measure: 'control' },
}

function at(text: string): Instant {
  return readRowTime(text)!.at
}

function read(cells: Readonly<Record<string, string>>, terms: Partial<RowTerms> = {}): FactRow {
  return readFactRow({ ...WHO, from: '2022-04-15', ...cells }, { ...TERMS, ...terms })
}

function factOf(row: FactRow) {
  assert.ok(row.ok, JSON.stringify(row))
  return row.fact
}

function faultsOf(row: FactRow): string[] {
  assert.ok(!row.ok, 'the row has no fault')
  return row.faults.map(({ column, message }) => `${column} ${message.en}`)
}

/** The fault of one cell in a test result that is right otherwise. */
function cellFault(cells: Readonly<Record<string, string>>): string | undefined {
  const row = read({ kind: 'test-result', ...LEAST['test-result'], ...cells })
  return row.ok ? undefined : faultsOf(row).join('; ')
}

for (const kind of KINDS) {
  test(`a row of ${kind} needs its required columns, and no others`, () => {
    const fact = factOf(read({ kind, ...LEAST[kind] }))
    assert.equal(fact.kind, kind === 'stay-in-area' || kind === 'key-area' ? 'stay' : kind)
    for (const column of Object.keys(LEAST[kind])) {
      assert.deepEqual(faultsOf(read({ kind, ...LEAST[kind], [column]: ' ' })), [`${column} is required`])
    }
  })

  test(`each column of ${kind} takes what it may hold and nothing else`, () => {
    for (const { name, detail, type } of columnsOfKind(kind)) {
      const beside = {
        ...(name.endsWith('_en') && { [name.replace('_en', '_zh')]: '字' }),
        ...(name === 'sample' && { tube: 'T1' }),
      }
      const set = (cell: string) => read({ kind, ...LEAST[kind], ...beside, [name]: cell })
      const good = (cell: string) => assert.ok(detail in factOf(set(cell)).details, `${name} ${cell}`)
      const bad = (cell: string) => assert.equal(faultsOf(set(cell))[0]?.split(' ')[0], name, `${name} ${cell}`)
      if (type === 'flag') {
        for (const cell of ['yes', 'no', 'TRUE', 'false']) good(cell)
        for (const cell of ['y', '1', '=TRUE()']) bad(cell)
      } else if (type === 'text') {
        for (const cell of ['字', '=1+1', 'x'.repeat(500)]) good(cell)
        for (const cell of ['x'.repeat(501), 'a\0b', 'a\nb', '\ud800', 'a\ufffd']) bad(cell)
      } else if (type === 'division') {
        good('131002')
        for (const cell of ['131', '999999', '红村']) bad(cell)
      } else if ('least' in type) {
        const step = type.decimals === 1 ? 0.1 : 1
        for (const value of [type.least, type.most]) good(String(value))
        for (const value of [type.least - step, type.most + step]) bad(String(Math.round(value * 10) / 10))
        bad(type.decimals === 1 ? '36.65' : '1.5')
        for (const cell of ['1e1', 'x', '٣']) bad(cell)
      } else {
        for (const cell of type) good(cell)
        for (const cell of ['', ...type].map((word) => `${word}x`)) bad(cell)
      }
    }
  })

  test(`a row of ${kind} refuses the columns of other kinds`, () => {
    const name = kind === 'vaccination' ? 'tube' : 'dose'
    assert.deepEqual(faultsOf(read({ kind, ...LEAST[kind], [name]: '1' })), [`${name} does not belong to ${kind}`])
  })
}

test('a pooled sample names its tube, a single one need not', () => {
  assert.deepEqual(cellFault({ sample: 'pooled' }), 'tube is required')
  assert.equal(cellFault({ sample: 'pooled', tube: 'T1' }), undefined)
  assert.equal(cellFault({ tube: 'T1' }), undefined)
})

test('what lasts and has no end lasts as long as its source may say, and what happens at one moment ends where it begins', () => {
  const lasting = factOf(read({ kind: 'contact', degree: 'close' })).period
  assert.equal(lasting.to, after(lasting.from, 30 * DAY_LENGTH))
  const moment = factOf(read({ kind: 'test-result', ...LEAST['test-result'], from: '2022-04-15 08:30' })).period
  assert.deepEqual(moment, { from: at('2022-04-15 08:30'), to: at('2022-04-15 08:30') })
})

test('whether a case or an order lasts, its word decides', () => {
  assert.deepEqual(
    ['confirmed', 'asymptomatic', 'suspected', 'discharged', 'excluded'].map((status) =>
      lasts('case-status', { status }),
    ),
    [true, true, true, false, false],
  )
  assert.deepEqual(
    ['ordered', 'lifted'].map((action) => lasts('quarantine-order', { action })),
    [true, false],
  )
})

test('a last day belongs to what lasts, a moment ends it', () => {
  const to = (cell: string) => factOf(read({ kind: 'contact', degree: 'close', to: cell })).period.to
  assert.equal(to('2022-04-15'), at('2022-04-16'))
  assert.equal(to('2022-04-16 12:00'), at('2022-04-16 12:00'))
})

test('the longest validity of a source may be claimed, and a moment more may not', () => {
  const row = (to: string) => read({ kind: 'contact', degree: 'close', to })
  assert.equal(factOf(row('2022-05-14')).period.to, at('2022-05-15'))
  assert.equal(factOf(row('2022-05-15 00:00')).period.to, at('2022-05-15'))
  const tooLong = ['to this source may say so for at most 30 days']
  assert.deepEqual(faultsOf(row('2022-05-15')), tooLong)
  assert.deepEqual(faultsOf(row('2022-05-15 00:00:01')), tooLong)
})

test('what lasts ends after it begins', () => {
  const row = (to: string) => read({ kind: 'contact', degree: 'close', from: '2022-04-15 08:00', to })
  assert.deepEqual(faultsOf(row('2022-04-15 08:00')), ['to should be later than from'])
  assert.deepEqual(faultsOf(row('2022-04-14')), ['to should be later than from'])
  assert.ok(row('2022-04-15 08:00:01').ok)
})

test('what happens at one moment has no other end', () => {
  assert.equal(cellFault({ to: '2022-04-15' }), undefined)
  assert.equal(cellFault({ to: '2022-04-16' }), 'to should be empty: this happens at one moment')
})

test('what happens at one moment may lie ahead by five minutes, for clocks that are fast', () => {
  const written = (ahead: number) => formatShanghai(after(NOW, ahead))
  assert.equal(cellFault({ from: written(5 * MINUTE) }), undefined)
  assert.equal(cellFault({ from: written(5 * MINUTE + 1_000) }), 'from lies ahead')
  assert.ok(read({ kind: 'contact', degree: 'close', from: '2022-04-20' }).ok)
})

test('a row needs a beginning, not before the year 2000', () => {
  assert.equal(cellFault({ from: '' }), 'from is required')
  assert.equal(cellFault({ from: '2000-01-01' }), undefined)
  assert.equal(cellFault({ from: '1999-12-31 23:59:59' }), 'from is before the year 2000')
})

test('times are days, moments in Shanghai with a blank, or moments anywhere with T and an offset', () => {
  const noon = at('2022-04-15 12:00')
  for (const text of [
    '2022-04-15 12:00:00',
    '2022/4/15 12:00',
    '2022-04-15T12:00:00+08:00',
    '2022-04-15T04:00Z',
    '2022-04-14T23:00:00.000-05:00',
    '2022-04-15T09:30:00+05:30',
  ]) {
    assert.deepEqual(readRowTime(text), { at: noon, isDay: false }, text)
  }
  assert.deepEqual(readRowTime('2024-02-29'), { at: instant(noon + 684.5 * DAY_LENGTH), isDay: true })
  for (const text of [
    '2023-02-29',
    '2022-04-31',
    '2022-00-10',
    '2022-04-15T12:00:00',
    '2022-04-15 12:00+08:00',
    '2022-04-15 24:00',
    '2022-04-15 12:60',
    '2022-04-15 12:00:60',
    '2022-04-15T12:00+15:00',
    '2022/04-15',
    '15.4.2022',
    '44666',
    '=NOW()',
    '昨天',
    '',
  ]) {
    assert.equal(readRowTime(text), undefined, text)
  }
  assert.match(cellFault({ from: '44666' }) ?? '', /^from should read like 2026-11-24/)
})

test('a kind that there is not and one that the source may not send are refused', () => {
  const terms = { kinds: ['contact', 'vaccination'] as const }
  assert.deepEqual(faultsOf(read({}, terms)), ['kind is required'])
  assert.deepEqual(faultsOf(read({ kind: 'scan' }, terms)), ['kind should be one of: contact, vaccination'])
  assert.deepEqual(faultsOf(read({ kind: 'case-status', status: 'confirmed' }, terms)), [
    'kind this source may not send case-status',
  ])
})

test('a document is found in its canonical form; without a usable one the row goes to review, never to a fact', () => {
  const row = read({ kind: 'vaccination', dose: '1' })
  assert.deepEqual(row.ok && row.document, { type: 'passport', number: 'E12345678' })
  for (const [cells, column] of [
    [{ document_number: '' }, 'document_number'],
    [{ document_type: 'resident-id', document_number: '310999199001010010' }, 'document_number'],
    [{ document_type: '' }, 'document_type'],
    [{ document_type: 'id' }, 'document_type'],
  ] as const) {
    const unusable = read({ kind: 'vaccination', dose: '1', ...cells })
    assert.ok(!unusable.ok)
    assert.equal(unusable.outcome, 'review')
    assert.deepEqual(
      unusable.faults.map((fault) => fault.column),
      [column],
    )
  }
})

test('a row with other faults besides its document is refused, with all faults at once', () => {
  const row = read({ kind: 'vaccination', dose: 'x', from: 'y', document_number: '' })
  assert.ok(!row.ok)
  assert.equal(row.outcome, 'refused')
  assert.deepEqual(
    row.faults.map((fault) => fault.column),
    ['dose', 'from', 'document_number'],
  )
})

test('a name in Chinese alone stands in both languages, one in English alone is refused', () => {
  const row = (cells: Readonly<Record<string, string>>) => read({ kind: 'told-to-test', ...cells })
  assert.deepEqual(factOf(row({ because_zh: '检' })).details, { becauseZh: '检', becauseEn: '检' })
  assert.deepEqual(factOf(row({ because_zh: '检', because_en: 'test' })).details, {
    becauseZh: '检',
    becauseEn: 'test',
  })
  assert.deepEqual(faultsOf(row({ because_en: 'test' })), ['because_zh is required where there is an English text'])
  assert.deepEqual(factOf(row({})).details, {})
})

test('stays and key areas are kept as stays, with where and how it is known', () => {
  const stay = factOf(read({ kind: 'stay-in-area', ...LEAST['stay-in-area'] }))
  assert.deepEqual(stay.details, { divisionCode: '131002', community: '红村', evidence: 'telecom' })
  const area = factOf(read({ kind: 'key-area', ...LEAST['key-area'] }))
  assert.deepEqual(area.details, { divisionCode: '131002', community: '', evidence: 'ticket' })
})
