import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LevelPeriod } from './area-level.ts'
import { stayFacts, type DeclaredStay } from './facts.ts'
import { after, DAY_LENGTH, formatShanghai, instant, parseDay, startOfDay, type Instant } from './instant.ts'

function at(day: string): Instant {
  return startOfDay(parseDay(day)!)
}

function aStay(from: string, to: string | undefined): DeclaredStay {
  return {
    id: 'stay',
    period: { from: at(from), to: to === undefined ? undefined : after(at(to), DAY_LENGTH) },
    learnedAt: at('2022-05-01'),
    place: { zh: '北京市朝阳区酒仙桥街道二街坊', en: 'Erjiefang, Jiuxianqiao, Beijing' },
  }
}

function aLevel(from: string, to: string | undefined, level: 'high' | 'medium' = 'high'): LevelPeriod {
  const end = to === undefined ? undefined : at(to)
  return {
    level,
    from: at(from),
    to: end,
    listId: `list-${from}`,
    lastListId: 'last',
    lastPublishedAt: at('2022-04-22'),
  }
}

function periods(stay: DeclaredStay, levels: readonly LevelPeriod[]): [string, string | undefined][] {
  return stayFacts(stay, levels, {}).map(({ period }) => [
    formatShanghai(period.from).slice(0, 10),
    period.to === undefined ? undefined : formatShanghai(period.to).slice(0, 10),
  ])
}

test('a stay makes a fact from the later of its beginning and the publication, until the person leaves', () => {
  assert.deepEqual(periods(aStay('2022-04-10', '2022-04-20'), [aLevel('2022-04-15', undefined)]), [
    ['2022-04-15', '2022-04-21'],
  ])
  assert.deepEqual(periods(aStay('2022-04-16', '2022-04-20'), [aLevel('2022-04-15', undefined)]), [
    ['2022-04-16', '2022-04-21'],
  ])
  assert.deepEqual(periods(aStay('2022-04-16', undefined), [aLevel('2022-04-15', undefined)]), [
    ['2022-04-16', undefined],
  ])
})

test('a list published when the person has left makes no fact, one published a moment before does', () => {
  const left = aStay('2022-04-10', '2022-04-14')
  assert.deepEqual(periods(left, [aLevel('2022-04-15', undefined)]), [])
  const before = { ...aLevel('2022-04-15', undefined), from: instant(at('2022-04-15') - 1) }
  assert.equal(stayFacts(left, [before], {}).length, 1)
})

test('a stay that begins when the level ends makes no fact, one that begins a moment before does', () => {
  const level = aLevel('2022-04-01', '2022-04-10')
  const stay = aStay('2022-04-10', undefined)
  assert.deepEqual(stayFacts(stay, [level], {}), [])
  const earlier = { ...stay, period: { from: instant(stay.period.from - 1), to: undefined } }
  assert.equal(stayFacts(earlier, [level], {}).length, 1)
})

test('each level that a stay meets makes its own fact', () => {
  const levels = [
    aLevel('2022-04-01', '2022-04-10', 'medium'),
    aLevel('2022-04-10', '2022-04-20'),
    aLevel('2022-05-01', undefined),
  ]
  const facts = stayFacts(aStay('2022-04-05', '2022-04-12'), levels, {})
  assert.deepEqual(
    facts.map((fact) => [fact.id, fact.details['level']]),
    [
      ['stay:list-2022-04-01', 'medium'],
      ['stay:list-2022-04-10', 'high'],
    ],
  )
})

test('a fact names the list, as given or by its publication, and the days as people write them', () => {
  const level = aLevel('2022-04-15', undefined)
  const name = { zh: '全国名单', en: 'the national list' }
  const [named] = stayFacts(aStay('2022-04-10', '2022-04-15'), [level], { [level.listId]: name })
  assert.deepEqual(named?.source, name)
  assert.equal(named?.details['stayZh'], '4月10日至4月15日')
  assert.equal(named?.details['stayEn'], 'from 10 April to 15 April')
  const [unnamed] = stayFacts(aStay('2022-04-15', undefined), [level], {})
  assert.match(unnamed!.source.zh, /^2022-04-15 00:00 公布/)
  assert.equal(unnamed?.details['stayZh'], '4月15日起')
  const [oneDay] = stayFacts(aStay('2022-04-15', '2022-04-15'), [level], {})
  assert.equal(oneDay?.details['stayEn'], 'on 15 April')
})
