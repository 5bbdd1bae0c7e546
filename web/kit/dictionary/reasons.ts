import type { Text } from '../language.ts'

/** Why a code is not green, and why a photo is as it is: what comes after the code. */
export const REASONS = {
  why: { zh: '为什么是{word}？', en: 'Why is my code {word}?' },
  whyOffline: { zh: '原因需要联网才能查看', en: 'The reason can be read once the server is reached' },
  whyLater: { zh: '刚收到新的情况，原因正在更新', en: 'Something was just learned; the reason follows in a moment' },
  rule: { zh: '规则', en: 'Rule' },
  rules: { zh: '所用规则', en: 'Rules' },
  fact: { zh: '事实', en: 'Fact' },
  when: { zh: '时间', en: 'When' },
  learned: { zh: '获知时间', en: 'Learned' },
  source: { zh: '来源', en: 'Source' },
  legalBasis: { zh: '依据', en: 'Basis' },
  colourTime: { zh: '码色期限', en: 'Colour' },
  span: { zh: '{from} 至 {until}', en: '{from} until {until}' },
  openSpan: { zh: '{from} 起，情况变化后自动更新', en: 'since {from}; it changes by itself as soon as the facts do' },
  openFact: { zh: '{from} 起', en: 'since {from}' },
  endsSooner: { zh: '提前解除', en: 'Ends sooner' },
  listsTitle: { zh: '按哪份名单认定', en: 'Which lists judged it' },
  listsNote: {
    zh: '停留按停留当日的名单认定，以认定时已公布的为准。',
    en: 'A stay is judged by the lists of its own days, as published at the moment of judging.',
  },
  listBecause: { zh: '据以认定', en: 'Judged by' },
  listLast: { zh: '最近一次仍列入', en: 'Last list that says so' },
  listOfItsDays: { zh: '停留期间的名单', en: 'Lists of its own days' },
  listWord: { zh: '{name}：{level}', en: '{name}: {level}' },
  changes: { zh: '如无新情况，{moment} 起自动更新', en: 'If nothing new is learned, it changes at {moment}' },
  photoWhere: {
    zh: '照片来自统一照片库，此处不能更换。如需更换，请携带证件到公安派出所或社区事务受理服务中心办理，更新后这里会自动显示。',
    en: 'The photo comes from the city’s register and cannot be changed here. To change it, bring your document to a police station or a community service centre; the new one then appears here by itself.',
  },
  close: { zh: '知道了', en: 'Close' },
} as const satisfies Record<string, Text>
