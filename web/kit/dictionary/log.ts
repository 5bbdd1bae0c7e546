import type { LogRecordReading } from '../../../contract/log.ts'
import type { Text } from '../language.ts'

/** Words of the console's page of the log. */
export const LOG = {
  how: {
    zh: '日志只增不改：每个行为在一分钟内写入，由签名的树根固定。本页在您的浏览器里核对，不依赖保存日志的程序。',
    en: 'The log only grows: each act is in it within a minute, held by a signed root. This page checks in your browser and does not rely on the program that keeps the log.',
  },
  moment: { zh: '时间', en: 'Moment' },
  kind: { zh: '行为', en: 'Act' },
  leaf: { zh: '序号', en: 'Place' },
  waiting: { zh: '待写入', en: 'waits' },
  allKinds: { zh: '所有行为', en: 'All acts' },
  until: { zh: '截至日期', en: 'Up to the day' },
  empty: {
    zh: '这一段里没有这样的行为；可以翻到更早的一页',
    en: 'No such act in this stretch; earlier ones may be on the next page',
  },

  id: { zh: '编号', en: 'Id' },
  commitment: { zh: '承诺值', en: 'Commitment' },
  standing: { zh: '核对结果', en: 'Checked' },
  checking: { zh: '正在核对…', en: 'Checking …' },
  inTheLog: { zh: '在日志中，与签名的树根一致', en: 'In the log, under the signed root' },
  waits: { zh: '等待写入，一分钟内完成；请稍后再核对', en: 'Waits for its turn, a minute at most; check again soon' },
  notInTheLog: {
    zh: '不在日志中：记录与签名的树根不一致。请保留本页，并通知见证方',
    en: 'NOT in the log: the record does not agree with the signed root. Keep this page and tell the witness',
  },
  headNotSigned: {
    zh: '日志的树根没有有效签名，无法核对。请通知见证方',
    en: 'The head of the log is not signed as it should be; nothing can be checked by it. Tell the witness',
  },
  checkAgain: { zh: '再核对一次', en: 'Check again' },

  content: { zh: '记录内容', en: 'What it says' },
  contentHint: {
    zh: '打开会留下记录；如涉及个人，本人会在“谁查看过我的信息”中看到。',
    en: 'Opening it is recorded; a person whom it is about reads so under “who looked at my data”.',
  },
  purpose: { zh: '打开的目的', en: 'Why it is opened' },
  open: { zh: '打开内容', en: 'Open it' },
  emptied: {
    zh: '内容已按保存期限清除；日志中的承诺值仍在',
    en: 'Retention has emptied it; the commitment stays in the log',
  },
  asCommitted: { zh: '与承诺值一致', en: 'as was committed to' },
  altered: {
    zh: '内容与承诺值不一致：已被改动。请保留本页，并通知见证方',
    en: 'The record is NOT what was committed to: somebody has altered it. Keep this page and tell the witness',
  },
  actor: { zh: '行为人', en: 'By' },
  organisation: { zh: '单位', en: 'Organisation' },
  subject: { zh: '对象', en: 'Done to' },
  purposeSaid: { zh: '目的', en: 'Purpose' },
  caseNumber: { zh: '案号', en: 'Case' },
  detail: { zh: '细节', en: 'Detail' },

  whole: { zh: '核对整个日志', en: 'Verify the whole log' },
  wholeHint: {
    zh: '读取全部公开文件，从第一条算到签名的树根；一百万条需几分钟。',
    en: 'Reads all published files and computes from the first leaf to the signed root; a million leaves take minutes.',
  },
  kept: { zh: '见证方保存的 checkpoint（可选）', en: 'A checkpoint that a witness kept (optional)' },
  key: { zh: '从别处得到的日志公钥（可选）', en: 'The log’s key as you have it from elsewhere (optional)' },
  keyHint: {
    zh: '不填则用日志旁边的公钥：能伪造日志的人也能伪造它。',
    en: 'Without one the key beside the log is taken: whoever forges the log forges that, too.',
  },
  verify: { zh: '开始核对', en: 'Verify' },
  progress: { zh: '已核对', en: 'Verified so far' },
  wholeGood: { zh: '{n} 条记录，全部与签名的树根一致', en: '{n} leaves, all of them under the signed root' },
  wholeBad: {
    zh: '发现 {n} 处不一致。请保留本页，并通知见证方',
    en: '{n} things are wrong. Keep this page and tell the witness',
  },
  keyUnreadable: { zh: '公钥无法读取；形如 名称+编号+密钥', en: 'The key cannot be read; it looks like name+id+key' },
  keptUnreadable: {
    zh: '这份 checkpoint 没有本日志的有效签名，没有比较',
    en: 'That checkpoint is not signed by this log; it was not compared',
  },
  ofLeaf: { zh: '第 {n} 条', en: 'leaf {n}' },
} as const satisfies Record<string, Text>

/** Why an auditor opens a record. */
export const LOG_PURPOSES: Readonly<Record<LogRecordReading['purpose'], Text>> = {
  audit: { zh: '审计', en: 'An audit' },
  alarm: { zh: '查明告警', en: 'To look into an alarm' },
  enquiry: { zh: '本人询问', en: 'The person asked' },
}
