import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SHIPPED } from '../server/risk/table.ts'
import { detailsInWords, ruleInWords } from './fact-words.ts'
import { detailsOf, FACT_KINDS, type FactKind } from './facts.ts'

const CHINESE = /[\u4e00-\u9fff]/
/** Ids that tell nobody anything, and moments that the lists tell in full. */
const UNTOLD = new Set(['tube', 'listId', 'publishedAt', 'lastPublishedAt'])

test('every detail of every kind and every word of a closed list is told in Chinese and in English', () => {
  for (const kind of Object.keys(FACT_KINDS) as FactKind[]) {
    for (const [detail, type] of Object.entries(detailsOf(kind))) {
      if (UNTOLD.has(detail)) continue
      const values = typeof type === 'string' ? [] : type
      for (const value of values) {
        const [told] = detailsInWords({ kind, details: { [detail]: value } })
        assert.match(told?.name.zh ?? '', CHINESE, `${kind}.${detail}`)
        assert.match(told?.value.zh ?? '', CHINESE, `${kind}.${detail} ${value}`)
        assert.doesNotMatch(told?.value.en ?? CHINESE.source, CHINESE, `${kind}.${detail} ${value}`)
      }
      if (values.length === 0) {
        const [told] = detailsInWords({
          kind,
          details: { [detail]: true, [`${detail}Zh`]: '一', [`${detail}En`]: 'one' },
        })
        assert.match(told?.name.zh ?? '', CHINESE, `${kind}.${detail}`)
      }
    }
  }
})

test('every rule of every shipped table has a name in words of its own', () => {
  for (const table of SHIPPED) {
    const names = table.rows.map((row) => ruleInWords(row))
    assert.equal(new Set(names.map(({ zh }) => zh)).size, names.length, table.name)
    for (const { zh, en } of names) {
      assert.doesNotMatch(zh, /[a-z]{2}/, zh)
      assert.doesNotMatch(en, CHINESE, en)
    }
  }
})
