import type { Text } from '../language.ts'

/** The wizard of the real-name registration, with the button words that people know. */
export const REGISTER = {
  title: { zh: '实名注册', en: 'Registration' },
  step: { zh: '第 {n} 步，共 4 步', en: 'Step {n} of 4' },
  identity: { zh: '您的身份', en: 'Who you are' },
  name: { zh: '姓名', en: 'Name' },
  nameHint: { zh: '与证件上的姓名一致', en: 'As it stands in your document' },
  documentType: { zh: '证件类型', en: 'Document' },
  documentNumber: { zh: '证件号码', en: 'Document number' },
  confirm: { zh: '确认提交', en: 'Confirm' },
  result: { zh: '核对结果', en: 'What we found' },
  matchedTitle: { zh: '姓名与证件号码一致', en: 'Name and number agree' },
  matchedProved: {
    zh: '您的登录渠道也证明了这份证件，提交后马上就能看到您的码。',
    en: 'Your sign-in channel vouches for this document too; your code follows at once.',
  },
  matchedUnproved: {
    zh: '为了不让别人冒用您的身份，第一次使用还需要工作人员当面看一次证件原件。请继续填写，提交后会告诉您去哪里。',
    en: 'So that nobody can use your identity, staff have to see the document itself once. Please go on; then you will be told where.',
  },
  unmatchedTitle: { zh: '姓名与证件号码没有对上', en: 'Name and number were not found together' },
  unmatched: {
    zh: '可能填错了，也可能人口库里还没有您。请先返回核对；如果没有填错，请继续，由工作人员当面核对。',
    en: 'There may be a slip, or the register does not have you yet. Please check first; if all is right, go on and staff will compare it face to face.',
  },
  correct: { zh: '返回修改', en: 'Go back and correct' },
  next: { zh: '下一步', en: 'Next' },
  personal: { zh: '联系方式和住址', en: 'How to reach you' },
  phone: { zh: '手机号码', en: 'Telephone' },
  phoneFault: { zh: '电话号码应为 5 至 20 位数字，请核对', en: 'A telephone number has 5 to 20 digits; please check' },
  address: { zh: '在沪住址', en: 'Address in Shanghai' },
  detail: { zh: '路名、门牌、室号', en: 'Road, number, room' },
  arriving: { zh: '您是否从外地来沪？', en: 'Have you come from outside Shanghai?' },
  arrivingHint: {
    zh: '选“是”的，提交后先做来沪人员健康登记，再看到码。',
    en: 'If so, a short arrival health declaration comes before your code.',
  },
  submit: { zh: '提交', en: 'Submit' },
  privacy: {
    zh: '号码只用来核对身份，加密保存；门岗只看得到姓名的一部分和证件末四位。',
    en: 'The number only serves to find you, and is kept encrypted. A guard sees part of your name and the last four characters.',
  },
} as const satisfies Record<string, Text>
