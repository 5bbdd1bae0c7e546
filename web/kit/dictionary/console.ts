import type { Text } from '../language.ts'

/** Words of the console's frame and of what all its sections have. */
export const CONSOLE = {
  title: { zh: '随申码 管理台', en: 'Suishenma console' },
  signedOut: { zh: '登录已过期，请重新登录', en: 'Signed out; please sign in again' },
  signInHint: { zh: '请先登录', en: 'Please sign in first' },
  noWorkHere: {
    zh: '已登录的账号在这里没有工作内容；请换账号登录',
    en: 'The account that is signed in has no work here; sign in with another',
  },
  toSignIn: { zh: '去登录', en: 'To sign in' },

  confirmations: { zh: '身份核验', en: 'Identity confirmation' },
  handFacts: { zh: '人工录入', en: 'Facts by hand' },
  heldBatches: { zh: '待批准的批次', en: 'Batches that wait' },
  ruleTables: { zh: '规则表', en: 'Rule tables' },
  signingKey: { zh: '签名密钥', en: 'Signing key' },
  appeals: { zh: '申诉', en: 'Appeals' },
  questions: { zh: '请本单位核查', en: 'Asked of us' },
  venues: { zh: '场所与通行规则', en: 'Venues and door policies' },
  gates: { zh: '通行口设备', en: 'Gates and their devices' },
  guards: { zh: '值守人员', en: 'Guards' },
  staff: { zh: '人员与岗位', en: 'Staff and roles' },
  batches: { zh: '来源与批次', en: 'Sources and batches' },
  keys: { zh: '密钥与名单', en: 'Keys and lists' },
  log: { zh: '公开日志', en: 'The log' },
  health: { zh: '系统状况', en: 'System health' },

  noneSo: { zh: '没有符合条件的记录', en: 'Nothing is of this kind' },
  pages: { zh: '翻页', en: 'Pages' },
  previousPage: { zh: '上一页', en: 'Previous' },
  nextPage: { zh: '下一页', en: 'Next' },
  pageNumber: { zh: '第 {n} 页', en: 'Page {n}' },
  record: { zh: '打开的记录', en: 'The open record' },
  close: { zh: '关闭', en: 'Close' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
  shownOnce: { zh: '只显示这一次，不会保存。', en: 'It is shown this once and kept nowhere.' },
  seen: { zh: '已记下，关闭', en: 'Noted; close' },
  cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Record<string, Text>
