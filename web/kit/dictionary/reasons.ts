import type { Text } from '../language.ts'

/** Why a code is not green, and why a photo is as it is: what comes after the code. */
export const REASONS = {
  why: { zh: '为什么是{word}？', en: 'Why is my code {word}?' },
  whyOffline: { zh: '原因需要联网才能查看', en: 'The reason can be read once the server is reached' },
  source: { zh: '来源', en: 'Source' },
  legalBasis: { zh: '依据', en: 'Basis' },
  until: { zh: '到期', en: 'Until' },
  endsSooner: { zh: '提前解除', en: 'Ends sooner' },
  openEnd: { zh: '情况变化后自动更新', en: 'Changes by itself as soon as the facts do' },
  changes: { zh: '如无新情况，{moment} 起自动更新', en: 'If nothing new is learned, it changes at {moment}' },
  photoWhere: {
    zh: '照片来自统一照片库，此处不能更换。如需更换，请携带证件到公安派出所或社区事务受理服务中心办理，更新后这里会自动显示。',
    en: 'The photo comes from the city’s register and cannot be changed here. To change it, bring your document to a police station or a community service centre; the new one then appears here by itself.',
  },
  close: { zh: '知道了', en: 'Close' },
} as const satisfies Record<string, Text>
