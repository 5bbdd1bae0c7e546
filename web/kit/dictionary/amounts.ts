import type { Text } from '../language.ts'

/** Words for lengths of time, and for whether something is as it should be. */
export const AMOUNTS = {
  milliseconds: { zh: '{n} 毫秒', en: '{n} ms' },
  seconds: { zh: '{n} 秒', en: '{n} s' },
  minutes: { zh: '{n} 分钟', en: '{n} min' },
  hours: { zh: '{n} 小时', en: '{n} h' },
  days: { zh: '{n} 天', en: '{n} d' },
  ago: { zh: '{age}前', en: '{age} ago' },
  unknown: { zh: '尚不知道', en: 'not known yet' },
  none: { zh: '无', en: 'none' },

  good: { zh: '正常', en: 'good' },
  waits: { zh: '待处理', en: 'waits' },
  late: { zh: '异常', en: 'late' },
  state: { zh: '状态', en: 'State' },
  shownAt: { zh: '{at}（上海时间）的情况', en: 'As of {at}, Shanghai time' },
} as const satisfies Record<string, Text>
