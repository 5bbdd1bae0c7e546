import type { BatchState, RowResult } from '../../../contract/batches.ts'
import type { Text } from '../language.ts'

/** Words of the console's page of sources and batches. */
export const BATCHES = {
  how: {
    zh: '本单位各来源报送的批次。可以查看每行的结果、下载退回的行，并撤回报错的资料；颜色随之重新计算。',
    en: 'What the sources of your organisation have delivered. You see what became of each row, download those that were refused, and take back what was wrong; colours follow.',
  },
  batch: { zh: '批次', en: 'Batch' },
  source: { zh: '来源', en: 'Source' },
  allSources: { zh: '所有来源', en: 'All sources' },
  state: { zh: '状态', en: 'State' },
  allStates: { zh: '所有状态', en: 'All states' },
  received: { zh: '收到', en: 'Received' },
  rows: { zh: '行数', en: 'Rows' },
  notTaken: { zh: '未收', en: 'Not taken' },
  empty: { zh: '还没有批次', en: 'No batch yet' },
  unnamed: { zh: '未命名文件', en: 'a file without a name' },

  taken: { zh: '已收', en: 'Taken' },
  same: { zh: '与此前相同', en: 'Same as before' },
  refused: { zh: '退回', en: 'Refused' },
  inReview: { zh: '待核对', en: 'To be reviewed' },
  people: { zh: '涉及人数', en: 'People' },
  done: { zh: '办结', en: 'Done' },
  heldMeans: {
    zh: '改变颜色的人数（{changed} 人）超过来源一小时内的上限，因此还没有改变任何人。须由两个单位的疫情防控人员签名批准。',
    en: 'It would change {changed} people, more than its source may within an hour, so it has changed nobody. Health officers of two organisations must sign for it.',
  },

  faulty: { zh: '未收的行', en: 'Rows that were not taken' },
  noneFaulty: { zh: '所有的行都收下了', en: 'All rows were taken' },
  row: { zh: '行', en: 'Row' },
  outcome: { zh: '结果', en: 'Outcome' },
  why: { zh: '原因', en: 'Why' },
  first: { zh: '从头', en: 'First ones' },
  more: { zh: '后面的', en: 'Next ones' },
  download: { zh: '下载未收的行', en: 'Download them' },
  downloadHint: {
    zh: '与报送时同样的格式，每行附原因；改正后作为新批次报送。下载会留下记录。',
    en: 'In the format in which they came, each with its reasons, to be corrected and sent as a new batch. Downloading is recorded.',
  },

  takeBack: { zh: '撤回', en: 'Taking back' },
  takeBackBatch: { zh: '撤回整个批次', en: 'Take the whole batch back' },
  sureBatch: { zh: '撤回整个批次？', en: 'Take the whole batch back?' },
  batchMeans: {
    zh: '其中的资料不再作数，颜色随之重新计算。记录会留下，报送单位可以更正后重新报送。',
    en: 'What it said counts no more, and colours follow. It stays on record; the source may correct it and send it again.',
  },
  isBack: { zh: '已撤回', en: 'Taken back' },
  takeBackRow: { zh: '撤回一行', en: 'Take one row back' },
  rowNumber: { zh: '行号', en: 'Number of the row' },
  rowFirst: { zh: '请填写 1 至 {n} 的行号', en: 'Please type a number of a row, 1 to {n}' },
  sureRow: { zh: '撤回第 {n} 行？', en: 'Take row {n} back?' },
  notStanding: { zh: '这一行没有作数的资料', en: 'Nothing of that row counts' },

  sources: { zh: '本单位的来源', en: 'The sources' },
  noSources: {
    zh: '本单位没有登记的来源；请运维人员登记来源的公钥',
    en: 'Your organisation has no source; the operator enrols the key of one',
  },
  kinds: { zh: '可报送', en: 'May say' },
  longest: { zh: '最长有效', en: 'For at most' },
  days: { zh: '{n} 天', en: '{n} days' },
  brake: { zh: '每小时上限', en: 'Brake' },
  brakeLeft: { zh: '{n} 人，本小时还剩 {left} 人', en: '{n} people an hour, {left} left in this one' },
  contact: { zh: '联系方式', en: 'Contact' },
  mayDeliver: { zh: '可以报送', en: 'May deliver' },
  mayNot: { zh: '密钥已过期或被吊销', en: 'Its key has expired or was revoked' },
} as const satisfies Record<string, Text>

/** Where a batch stands. */
export const BATCH_STATE_NAMES: Readonly<Record<BatchState, Text>> = {
  receiving: { zh: '正在接收', en: 'Coming in' },
  trying: { zh: '正在试算', en: 'Dry run' },
  waiting: { zh: '正在读取', en: 'Being read' },
  taking: { zh: '正在收录', en: 'Being taken' },
  taken: { zh: '已收录', en: 'Taken' },
  held: { zh: '待两个单位批准', en: 'Waits for approval' },
  refused: { zh: '已退回', en: 'Refused' },
  withdrawing: { zh: '正在撤回', en: 'Being taken back' },
  withdrawn: { zh: '已撤回', en: 'Taken back' },
  abandoned: { zh: '未传完，已放弃', en: 'Never came whole' },
}

/** What became of a row. */
export const ROW_OUTCOMES: Readonly<Record<RowResult['outcome'], Text>> = {
  waiting: { zh: '待收录', en: 'Waits' },
  taken: { zh: '已收', en: 'Taken' },
  same: { zh: '与此前相同', en: 'Same as before' },
  refused: { zh: '退回', en: 'Refused' },
  review: { zh: '待核对', en: 'To be reviewed' },
}
