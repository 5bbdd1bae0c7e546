import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MyAppeal } from '../../../contract/appeals.ts'
import { HOUR } from '../../../core/instant.ts'
import { isOpen, stepsOf } from './steps.ts'

const AT = 1_650_067_200_000
const BUREAU = { zh: '街道办', en: 'the bureau' }
const CENTRE = { zh: '疾控', en: 'the centre' }

function anAppeal(told: Partial<MyAppeal> = {}): MyAppeal {
  return {
    appealId: '01800000-0000-7000-8000-000000000001',
    number: '100 001',
    kind: 'colour-wrong',
    appealedAt: AT,
    dueAt: AT + 24 * HOUR,
    state: 'checking',
    late: false,
    texts: [{ at: AT, text: '不对' }],
    questions: [
      { organisation: CENTRE, dueAt: AT + 8 * HOUR, late: false },
      { organisation: BUREAU, dueAt: AT + 8 * HOUR, late: false },
    ],
    ...told,
  }
}

test('a new appeal was made, and each department was asked until its deadline', () => {
  assert.deepEqual(
    stepsOf(anAppeal()).map(({ told, words }) => [told, words]),
    [
      ['您提出了申诉', '不对'],
      ['已请疾控核查，2022年4月16日 16:00 前答复', undefined],
      ['已请街道办核查，2022年4月16日 16:00 前答复', undefined],
    ],
  )
})

test('whatever came later stands in the order of time, with the words of whoever wrote them', () => {
  const steps = stepsOf(
    anAppeal({
      state: 'accepted',
      texts: [
        { at: AT, text: '不对' },
        { at: AT + 3 * HOUR, text: '还有' },
      ],
      questions: [
        {
          organisation: CENTRE,
          dueAt: AT + 8 * HOUR,
          late: false,
          answer: { at: AT + 4 * HOUR, finding: 'corrected', text: '已撤回' },
        },
      ],
      officer: { organisation: BUREAU, since: AT + 2 * HOUR },
      answer: { at: AT + 5 * HOUR, text: '成立' },
      endedAt: AT + 5 * HOUR,
    }),
  )
  assert.deepEqual(
    steps.slice(2).map(({ told, words }) => [told, words]),
    [
      ['街道办的申诉处理人员开始办理', undefined],
      ['您补充了说明', '还有'],
      ['疾控答复：已更正', '已撤回'],
      ['申诉已答复：申诉成立，依据已更正', undefined],
    ],
  )
})

test('a department that has let its time pass is said to have', () => {
  const questions = [{ organisation: CENTRE, dueAt: AT + 8 * HOUR, late: true }]
  assert.equal(stepsOf(anAppeal({ questions, late: true }))[1]?.told, '已请疾控核查，已超过 2022年4月16日 16:00 的期限')
})

test('an appeal is open until it has ended', () => {
  assert.equal(isOpen(anAppeal()), true)
  const withdrawn = anAppeal({ state: 'withdrawn', endedAt: AT })
  assert.equal(isOpen(withdrawn), false)
  assert.equal(stepsOf(withdrawn).at(-1)?.told, '您撤回了申诉')
})
