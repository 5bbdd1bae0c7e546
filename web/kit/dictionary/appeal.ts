import type { MyAppeal } from '../../../contract/appeals.ts'
import type { AppealKind, Finding } from '../../../core/appeals.ts'
import type { Text } from '../language.ts'

/** 我要申诉, as the citizen reads it; kinds and findings are staff's words, too. */
export const APPEAL = {
  title: { zh: '我要申诉', en: 'Appeal' },
  intro: {
    zh: '请写明哪里不对。我们同时请掌握相关资料的部门核查，各部门 8 小时内答复，最迟 24 小时内答复您。更正的是依据，依据更正后颜色自动变化。您写的内容会转给被请核查的部门。',
    en: 'Say what is wrong. The departments that hold the data are asked at once; each has 8 hours, and you are answered within 24. It is the data that is corrected; the colour follows by itself. What you write is passed on to the departments that are asked.',
  },
  newTitle: { zh: '提出申诉', en: 'A new appeal' },
  kind: { zh: '什么不对？', en: 'What is wrong?' },
  text: { zh: '请写明情况', en: 'What happened?' },
  textHint: {
    zh: '最多 2000 字。例如：我那几天没有离开上海。提交后可以在申诉下面附证明材料。',
    en: 'Up to 2,000 characters. For example: I did not leave Shanghai in those days. Once it is sent you can add proofs below it.',
  },
  photoElsewhere: {
    zh: '照片来自统一照片库，不能在这里更改。请带证件到公安派出所或社区事务受理服务中心办理，更新后会自动显示。',
    en: 'The photo comes from the city’s register and cannot be changed here. Bring your document to a police station or a community service centre; the new one appears by itself.',
  },
  submit: { zh: '提交申诉', en: 'Send the appeal' },
  sent: { zh: '已收到您的申诉，编号 {number}。', en: 'Your appeal has arrived; its number is {number}.' },
  mine: { zh: '我的申诉', en: 'My appeals' },
  none: { zh: '您还没有提出过申诉。', en: 'You have made no appeal yet.' },
  number: { zh: '编号 {number}', en: 'Number {number}' },
  due: { zh: '最迟 {moment} 答复', en: 'To be answered by {moment}' },
  late: {
    zh: '这件申诉没有按时办结，非常抱歉。我们已将它排在最前面。',
    en: 'This appeal is late. We are sorry; it now comes before all others.',
  },
  officerNone: { zh: '正等待申诉处理人员领办', en: 'Waiting for an appeal officer' },
  officer: { zh: '由{organisation}的申诉处理人员办理', en: 'An appeal officer of {organisation} works on it' },
  answer: { zh: '答复', en: 'The answer' },
  steps: { zh: '办理经过', en: 'Steps so far' },
  stepAppealed: { zh: '您提出了申诉', en: 'You appealed' },
  stepAdded: { zh: '您补充了说明', en: 'You added' },
  stepAsked: { zh: '已请{organisation}核查，{moment} 前答复', en: '{organisation} was asked to check, by {moment}' },
  stepAskedLate: {
    zh: '已请{organisation}核查，已超过 {moment} 的期限',
    en: '{organisation} was asked to check, and has not answered by {moment}',
  },
  stepFound: { zh: '{organisation}答复：{finding}', en: '{organisation}: {finding}' },
  stepTaken: { zh: '{organisation}的申诉处理人员开始办理', en: 'An appeal officer of {organisation} took it on' },
  stepAnswered: { zh: '申诉已答复：{state}', en: 'Answered: {state}' },
  stepWithdrawn: { zh: '您撤回了申诉', en: 'You withdrew it' },
  add: { zh: '补充说明', en: 'Add something' },
  addText: { zh: '补充内容', en: 'What to add' },
  addSubmit: { zh: '提交补充', en: 'Send it' },
  proofs: { zh: '证明材料', en: 'Proofs' },
  proofsLimits: {
    zh: '最多 {most} 个文件：照片（JPEG、PNG、WebP）或 PDF，每个不超过 {mb} MB。照片会重新生成，拍摄地点等信息不会保存。',
    en: 'At most {most} files: photos (JPEG, PNG, WebP) or PDF, each up to {mb} MB. Photos are written anew; where they were taken is not kept.',
  },
  proofsChoose: { zh: '选择照片或 PDF', en: 'Choose photos or PDF files' },
  proofsNone: { zh: '还没有附证明材料', en: 'No proof yet' },
  proofsFull: { zh: '已附满 {most} 个文件', en: 'There are {most} files already' },
  proofPhoto: { zh: '照片', en: 'Photo' },
  proofPdf: { zh: 'PDF 文件', en: 'PDF file' },
  proofOpen: { zh: '打开', en: 'Open' },
  proofSending: { zh: '正在上传 {name}…', en: 'Sending {name} …' },
  proofFailed: { zh: '{name} 没有上传：{why}', en: '{name} was not sent: {why}' },
  proofTooLarge: { zh: '文件超过 {mb} MB；请换一份小一些的', en: 'it has more than {mb} MB; choose a smaller one' },
  proofDropped: { zh: '知道了', en: 'Understood' },
  proofAgain: { zh: '再传一次', en: 'Send it again' },
  withdraw: { zh: '撤回申诉', en: 'Withdraw' },
  withdrawAsk: {
    zh: '确定撤回吗？撤回后不再核查，您可以随时重新申诉。',
    en: 'Withdraw it? Nobody checks any further; you may appeal anew at any time.',
  },
  withdrawSure: { zh: '确定撤回', en: 'Yes, withdraw' },
  cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Record<string, Text>

/** What an appeal is about. */
export const APPEAL_KINDS: Readonly<Record<AppealKind, Text>> = {
  'colour-wrong': { zh: '颜色与实际不符', en: 'The colour is not as things are' },
  'data-wrong': { zh: '依据的资料有疑问', en: 'The data is doubtful' },
  'name-wrong': { zh: '姓名不对', en: 'The name is wrong' },
  'photo-wrong': { zh: '照片不对', en: 'The photo is wrong' },
}

/** Where an appeal stands. */
export const APPEAL_STATES: Readonly<Record<MyAppeal['state'], Text>> = {
  checking: { zh: '部门核查中', en: 'departments are checking' },
  answering: { zh: '正在准备答复', en: 'the answer is being prepared' },
  accepted: { zh: '申诉成立，依据已更正', en: 'accepted; the data was corrected' },
  refused: { zh: '申诉不成立', en: 'not accepted' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

/** What a department found. */
export const FINDINGS: Readonly<Record<Finding, Text>> = {
  stands: { zh: '核对无误', en: 'the data is right' },
  corrected: { zh: '已更正', en: 'it was corrected' },
  'not-ours': { zh: '不属于本单位', en: 'not ours to say' },
}
