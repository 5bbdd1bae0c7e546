import type { Text } from '../language.ts'

/** Words of the section in which health officers see the batches that would change too many people. */
export const HELD_BATCHES = {
  what: {
    zh: '这些批次一旦计入，改变颜色的人数超过其来源一小时内的上限，因此还没有改变任何人。须由两个单位各一名人员签名批准；任何一名人员可以退回。',
    en: 'If they counted, these batches would change more people than their source may within an hour, so they have changed nobody. Officers of two organisations must each sign; any one officer may refuse.',
  },
  empty: { zh: '没有待批准的批次', en: 'No batch waits' },
  source: { zh: '来源', en: 'Source' },
  approvals: { zh: '已批准', en: 'Approved by' },
  nobody: { zh: '尚无', en: 'nobody yet' },
  received: { zh: '收到', en: 'Received' },
  file: { zh: '文件', en: 'File' },
  rows: { zh: '行数', en: 'Rows' },
  people: { zh: '涉及人数', en: 'People concerned' },
  changed: { zh: '将改变颜色的人数', en: 'People whose colour would change' },
  left: { zh: '来源本小时剩余上限', en: 'What the source may still change within the hour' },
  sha256: { zh: '文件 SHA-256', en: 'SHA-256 of the file' },
  appeals: {
    zh: '一天内有 {n} 人对此来源先前的一个批次提出申诉，因此本批次无论多少人都须两个单位批准。请先查清原因。',
    en: '{n} people appealed within a day against an earlier batch of this source; so this one waits for two organisations, however few people it changes. Find out why first.',
  },
  matrix: { zh: '颜色将如何改变', en: 'How the colours would change' },
  from: { zh: '现在', en: 'Now' },
  to: { zh: '将变为', en: 'Then' },
  number: { zh: '人数', en: 'People' },
  approvedBy: { zh: '已批准：{organisation}，{at}', en: 'Approved by {organisation} at {at}' },
  approvedByOwn: {
    zh: '您的单位已经批准，还须另一个单位。',
    en: 'Your organisation has approved; another one has to as well.',
  },
  approve: { zh: '签名批准', en: 'Sign and approve' },
  approveAsk: {
    zh: '批准后将有 {changed} 人改变颜色。您已向来源核实了吗？',
    en: 'With two approvals {changed} people change colour. Have you checked with the source?',
  },
  approveSure: { zh: '已核实，签名', en: 'Checked: sign' },
  refuse: { zh: '退回', en: 'Refuse' },
  refuseAsk: {
    zh: '确定退回吗？此批次不会改变任何人，来源可以更正后重新报送。',
    en: 'Refuse it? It changes nobody, and the source may correct it and send it again.',
  },
  refuseSure: { zh: '确定退回', en: 'Yes, refuse' },
  noKey: {
    zh: '本浏览器中没有您的签名密钥，请先到“签名密钥”中生成。',
    en: 'There is no signing key of yours in this browser; make one under “Signing key” first.',
  },
  approved: { zh: '已签名，还须另一个单位批准。', en: 'Signed; another organisation has to approve as well.' },
  letGo: { zh: '两个单位均已批准，批次正在计入。', en: 'Two organisations have approved; the batch is being taken.' },
  refused: { zh: '已退回。', en: 'Refused.' },
} as const satisfies Record<string, Text>
