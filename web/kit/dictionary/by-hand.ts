import type { Text } from '../language.ts'

/** What a person, and everybody, reads about facts that were written by hand. */
export const BY_HAND = {
  reason: {
    zh: '这条依据由{author}人工录入，{approver}批准',
    en: 'Written by hand by {author} and approved by {approver}',
  },
  title: { zh: '关于您的人工录入', en: 'Facts written by hand about you' },
  why: {
    zh: '下列事实由工作人员依据书面证明录入，并经另一单位批准。不论是否影响颜色，都会告诉您。如与实际不符，请点“我要申诉”。',
    en: 'Officers wrote these from a document, and another organisation approved each. You are told whether or not it changes your colour. If one is not as things are, use “Appeal”.',
  },
  author: { zh: '录入单位', en: 'Written by' },
  approver: { zh: '批准单位', en: 'Approved by' },
  when: { zh: '时间', en: 'When' },
  writtenAt: { zh: '生效于', en: 'Counts since' },
  document: { zh: '书面证明', en: 'Document' },
  kept: { zh: '有，已存档', en: 'yes, it is kept' },
  notKept: { zh: '未找到', en: 'not found' },
  takenBack: {
    zh: '已于 {moment} 撤回（{author}提出，{approver}批准），不再作为依据',
    en: 'Taken back at {moment} by {author} with the approval of {approver}; it counts no longer',
  },
  countsLink: { zh: '各单位录入了多少条', en: 'How many facts each organisation wrote' },

  countsTitle: { zh: '人工录入公开', en: 'Facts written by hand, in public' },
  countsWhat: {
    zh: '颜色由依据按公布的规则算出，没有人能直接改。工作人员依据书面证明录入的事实，须由两个不同单位签名，本人立即可见。各单位每月的条数在此公开。',
    en: 'Colours follow from facts by published rules, and nobody can set one. A fact that officers write by hand from a document needs the signatures of two different organisations and is shown to the person at once. Here is how many each organisation wrote, by month.',
  },
  countsNone: { zh: '近两年没有人工录入的事实', en: 'No fact was written by hand within two years' },
  countsAsOf: { zh: '截至 {moment}', en: 'As of {moment}' },
  organisation: { zh: '单位', en: 'Organisation' },
  written: { zh: '录入', en: 'Written' },
  approved: { zh: '批准', en: 'Approved' },
  takenBackCount: { zh: '所录被撤回', en: 'Its own, taken back' },
} as const satisfies Record<string, Text>
