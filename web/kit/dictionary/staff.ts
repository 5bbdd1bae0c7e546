import type { Text } from '../language.ts'

/** Words of signing in as staff, and of the section in which identities are confirmed. */
export const STAFF = {
  title: { zh: '工作人员', en: 'Staff' },
  sections: { zh: '工作内容', en: 'Sections' },
  demo: { zh: '演示 · 虚构人物', en: 'Demo · made-up people' },
  signInTitle: { zh: '工作人员登录', en: 'Staff sign-in' },
  signInHint: {
    zh: '请用工作人员账号登录；登录后打开您岗位的工作内容。',
    en: 'Sign in with a staff account; the work of your role opens.',
  },
  notOfficer: {
    zh: '已登录的账号在这里没有工作内容，请退出后换账号登录',
    en: 'The account that is signed in has no work here; sign out and use another',
  },

  empty: { zh: '没有待核验的事项', en: 'Nothing is waiting' },
  what: { zh: '核对内容', en: 'To compare' },
  allReasons: { zh: '全部核对内容', en: 'Everything' },
  document: { zh: '证件类型', en: 'Document' },
  channel: { zh: '登记渠道', en: 'Channel' },
  requested: { zh: '提交时间', en: 'Requested' },
  due: { zh: '办理期限', en: 'Due' },
  notInRegister: { zh: '不在人口登记中', en: 'Not in the population register' },
  unproved: { zh: '渠道未能证明证件属于本人', en: 'The channel does not vouch for the document' },
  secondClaim: { zh: '证件已被另一账号登记', en: 'Another account already holds this document' },
  overdue: { zh: '已超期 {n} 小时', en: '{n} h overdue' },
  overdueNow: { zh: '刚刚超期', en: 'just overdue' },
  hoursLeft: { zh: '还有 {n} 小时', en: '{n} h left' },
  underHour: { zh: '不足 1 小时', en: 'under 1 h left' },

  caseTitle: { zh: '办理核验', en: 'Confirm a person' },
  purpose: { zh: '查看目的', en: 'Purpose' },
  purposeInPerson: { zh: '现场核验证件', en: 'Person and document are here' },
  purposeReview: { zh: '复核', en: 'Second look' },
  purposeEnquiry: { zh: '本人询问办理进度', en: 'The person asks how it stands' },
  logged: {
    zh: '查看姓名和证件会留下记录，本人可以看到谁在何时为何查看。',
    en: 'Reading name and document is logged; the person can see who read them, when and why.',
  },
  read: { zh: '查看姓名和证件', en: 'Show name and document' },
  compare: { zh: '与手中证件逐项核对', en: 'Compare with the document in your hand' },
  name: { zh: '姓名', en: 'Name' },
  secondClaimHint: {
    zh: '另一账号已登记同一证件：请确认站在面前的就是证件本人。',
    en: 'Another account holds this document: make sure that the person before you is the one on it.',
  },
  confirm: { zh: '证件与本人一致，确认', en: 'Document and person match: confirm' },
  refuse: { zh: '不一致', en: 'They do not match' },
  refuseAsk: {
    zh: '确定记为“不一致”吗？此人可以重新提交登记。',
    en: 'Record “no match”? The person may register again.',
  },
  refuseSure: { zh: '确定，不一致', en: 'Yes, no match' },
  confirmed: { zh: '已确认。', en: 'Confirmed.' },
  refused: { zh: '已记录为不一致。', en: 'Recorded: no match.' },
  closedByAnother: { zh: '这件已由其他工作人员办结。', en: 'Somebody else has closed this case meanwhile.' },
} as const satisfies Record<string, Text>
