import type { Text } from '../language.ts'

/** Words of the console's page of keys, colour list and log. */
export const KEYS_AND_LISTS = {
  keys: { zh: '签发密钥', en: 'Issuing keys' },
  root: { zh: '根密钥编号', en: 'Id of the root key' },
  rootEnds: { zh: '根密钥有效至', en: 'The root key ends' },
  nextRotation: { zh: '下次换钥', en: 'Next rotation' },
  noNext: {
    zh: '没有备好的密钥。程序每小时补足；请查看错误日志和密钥目录（KEYS_DIR）是否可写。',
    en: 'No key lies ready. The program makes them every hour: see the log of errors, and whether the key folder (KEYS_DIR) can be written.',
  },
  withdrawnKeys: { zh: '已停用的密钥', en: 'Withdrawn keys' },
  withdrawnKeysTold: { zh: '{n} 把，最近一把于 {age}', en: '{n}, the latest of them {age}' },
  keyId: { zh: '密钥编号', en: 'Key id' },
  kind: { zh: '种类', en: 'Kind' },
  day: { zh: '日密钥', en: 'of a day' },
  spare: { zh: '备用', en: 'spare' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  publishedAt: { zh: '公布于', en: 'Published since' },
  inUse: { zh: '使用中', en: 'in use' },
  announced: { zh: '已公布，待用', en: 'announced' },
  over: { zh: '已到期', en: 'over' },
  withdrawn: { zh: '已停用', en: 'withdrawn' },
  howToWithdraw: {
    zh: '停用密钥由运维人员在命令行进行，立即生效、不可撤销：',
    en: 'A key is withdrawn by the operator on the command line, at once and for good:',
  },

  list: { zh: '颜色名单', en: 'The colour list' },
  noList: {
    zh: '没有可读的名单。请确认发布名单的程序在运行，名单目录（LIST_DIR）可写，并查看错误日志。',
    en: 'There is no list that can be read. See that the program which publishes it runs, that its folder (LIST_DIR) can be written, and the log of errors.',
  },
  index: { zh: '名单目录', en: 'Index' },
  indexLate: {
    zh: '目录本应每分钟更新。请确认发布名单的程序在运行、磁盘未满，并查看错误日志；名单满 24 小时，门岗断网时不再凭它判断。',
    en: 'The index should be written every minute. See that the program which publishes it runs, that the disk has room, and the log of errors; once the list is 24 hours old, gates without a network no longer judge by it.',
  },
  epochs: { zh: '有效的名单日', en: 'Live epochs' },
  epoch: { zh: '名单日', en: 'Epoch' },
  delta: { zh: '名单编号', en: 'Number' },
  deltaAge: { zh: '最近一次变更', en: 'Last delta' },
  noDelta: { zh: '尚无变更', en: 'none yet' },
  renewed: { zh: '最早签发的分片', en: 'Oldest shard' },
  entries: { zh: '位次', en: 'Entries' },
  size: { zh: '大小', en: 'Size' },
  shards: { zh: '分片', en: 'Shards' },
  shardsLate: {
    zh: '分片应每 10 分钟重新签发：有的超过 25 分钟没有重签，或者缺失。请查看发布名单的程序的错误日志；重启它会补齐缺失的分片。',
    en: 'Shards are signed anew every 10 minutes: one was not for more than 25, or is missing. See the log of errors of the program which publishes; started again it makes what is missing.',
  },
  withdrawnPhones: { zh: '已作废的手机', en: 'Withdrawn phones' },
  withdrawnPhonesTold: { zh: '{n} 部，{age}更新', en: '{n}, written {age}' },
  noFile: { zh: '没有这个文件', en: 'the file is not there' },

  log: { zh: '公开日志', en: 'The log' },
  noLog: { zh: '本程序不维护日志。', en: 'This program keeps no log.' },
  checkpoint: { zh: '最近一次签名', en: 'Last checkpoint' },
  checkpointTold: { zh: '{n} 条，{age}', en: '{n} leaves, {age}' },
  noCheckpoint: { zh: '尚未签名', en: 'none yet' },
  waiting: { zh: '等待入列', en: 'Waiting for a place' },
  waitingTold: { zh: '{n} 条，最早一条 {age}', en: '{n} acts, the oldest {age}' },
  sequencing: { zh: '排序入列', en: 'Sequencing' },
  logLate: {
    zh: '记录本应在一分钟内入列。请确认维护日志的程序在运行，并查看错误日志。',
    en: 'What is done should have its place within a minute. See that the program which keeps the log runs, and the log of errors.',
  },
  logStopped: {
    zh: '日志已停止：继续会与已签名的内容矛盾。请不要重启，按 docs/log.md 处理。',
    en: 'The log has stopped, for going on would contradict what was signed. Do not start anew; docs/log.md says what to do.',
  },
} as const satisfies Record<string, Text>
