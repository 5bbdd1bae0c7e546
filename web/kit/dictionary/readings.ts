import type { ReadingView } from '../../../contract/readings.ts'
import type { Text } from '../language.ts'

/** Words of the page on which a person sees who looked at his data. */
export const READINGS = {
  title: { zh: '谁查看过我的信息', en: 'Who looked at my data' },
  why: {
    zh: '工作人员每次查看您的信息都会留下记录：岗位、单位、目的和时间。您自己看自己的信息不在其中。',
    en: 'Each time staff look at your data it is recorded: role, organisation, purpose and time. What you look at yourself is not among it.',
  },
  none: { zh: '还没有人查看过您的信息', en: 'Nobody has looked at your data yet' },
  caption: { zh: '由新到旧', en: 'The newest first' },
  when: { zh: '时间', en: 'When' },
  who: { zh: '岗位和单位', en: 'Role and organisation' },
  what: { zh: '查看的内容和目的', en: 'What, and why' },
  more: { zh: '更早的记录', en: 'Earlier ones' },
} as const satisfies Record<string, Text>

/** The roles in which somebody looks. */
export const READER_ROLES: Readonly<Record<ReadingView['role'], Text>> = {
  guard: { zh: '门岗', en: 'Guard' },
  'identity-officer': { zh: '身份核验人员', en: 'Identity officer' },
  'health-officer': { zh: '疫情防控人员', en: 'Health officer' },
  'appeal-officer': { zh: '申诉处理人员', en: 'Appeal officer' },
  'department-officer': { zh: '部门核查人员', en: 'Department officer' },
  auditor: { zh: '审计人员', en: 'Auditor' },
  operator: { zh: '系统管理员', en: 'Operator of the system' },
}

/** What is looked at. */
export const READ_THINGS: Readonly<Record<ReadingView['what'], Text>> = {
  'code-verified': { zh: '扫了您的码', en: 'Your code was scanned' },
  'holder-photo-read': { zh: '查看您的照片', en: 'Your photo' },
  'confirmation-read': { zh: '查看您登记的姓名和证件', en: 'Name and document of your registration' },
  'colour-explained': { zh: '查看您的颜色及理由', en: 'Your colour and its reasons' },
  'distant-entries-read': { zh: '查看相隔很远的两次出入', en: 'Two entries far from each other' },
  'hand-fact-read': { zh: '查看关于您的人工录入', en: 'A fact written by hand about you' },
  'hand-fact-document-read': { zh: '查看人工录入所依据的证明', en: 'The document of a fact written by hand' },
  'appeal-read': { zh: '查看您的申诉', en: 'Your appeal' },
  'appeal-question-read': { zh: '查看您申诉中需核查的部分', en: 'The part of your appeal that was to be checked' },
  'appeal-proof-read': { zh: '查看您申诉所附的证明', en: 'A proof that you added to an appeal' },
  'appeal-question-proof-read': { zh: '核查时查看您申诉所附的证明', en: 'A proof of your appeal, when it was checked' },
  'log-record-read': { zh: '查看日志中关于您的一条记录', en: 'A record of the log that is about you' },
}

/** The purposes of closed lists; what the operator writes stands as he wrote it. */
export const PURPOSES: Readonly<Record<string, Text>> = {
  door: { zh: '进出查验', en: 'at a door' },
  'in-person-check': { zh: '现场核验证件', en: 'person and document are here' },
  review: { zh: '复核', en: 'a second look' },
  enquiry: { zh: '本人询问', en: 'the person asked' },
  approval: { zh: '审批', en: 'to approve or reject it' },
  appeal: { zh: '办理申诉', en: 'work on an appeal' },
  audit: { zh: '审计', en: 'an audit' },
  alarm: { zh: '查明告警', en: 'to look into an alarm' },
  'own-work': { zh: '办理本人录入的事项', en: 'work on what he wrote himself' },
  'distant-entries': { zh: '核查一码两用', en: 'whether a code is in two hands' },
}
