import type { Bilingual } from '../bilingual.ts'
import type { LogFaultKind } from './verify.ts'

/** What is wrong with a file of the log, said after its path. */
export const LOG_FAULT_WORDS: Readonly<Record<LogFaultKind, Bilingual>> = {
  malformed: { zh: '格式不对', en: 'is not in its form' },
  unsigned: { zh: '没有这把公钥的签名', en: 'is not signed by this key' },
  signature: { zh: '签名不对', en: 'has a wrong signature' },
  missing: { zh: '不见了', en: 'is missing' },
  entry: { zh: '记录与其哈希不一致', en: 'the leaf and its hash do not belong together' },
  'not-an-act': { zh: '不是一条行为记录', en: 'the leaf is no record of an act' },
  hash: { zh: '与下一层不一致', en: 'does not follow from the level below it' },
  root: { zh: '签名的根不是这些记录的根', en: 'signs another root than that of these leaves' },
  shrunk: { zh: '记得的日志比现在的长：日志被截短', en: 'tells of a longer log: it was cut off' },
  forked: { zh: '记得的日志与现在的不同：日志被改写', en: 'tells of another log: it was rewritten' },
}
