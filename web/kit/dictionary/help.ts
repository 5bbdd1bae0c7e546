import type { Text } from '../language.ts'

/** The help page: what each colour means, how to appeal, and the questions that are asked. */
export const HELP = {
  title: { zh: '帮助', en: 'Help' },
  intro: { zh: '不用登录就能看。', en: 'Readable without signing in.' },
  coloursTitle: { zh: '是什么颜色', en: 'What the colours mean' },
  green: {
    zh: '没有查到需要管理的情况。进门时仍可能请您测体温。',
    en: 'Nothing is known that calls for measures. At a door your temperature may still be taken.',
  },
  yellow: {
    zh: '例如 14 天内到过中风险地区。能否进门由场所的规定决定，有的地方会请工作人员看一下。码页写明原因和到期时间。',
    en: 'For example, a stay in a medium-risk area within 14 days. Each place decides by its own rule whether you may enter; in some, staff look first. Your page says why, and until when.',
  },
  red: {
    zh: '例如 14 天内到过高风险地区。请按码页上的说明做，暂时不要去人多的地方。医院急诊不会因为颜色拒绝您。',
    en: 'For example, a stay in a high-risk area within 14 days. Please follow what your page says and keep away from crowds for now. A hospital’s emergency door refuses nobody for a colour.',
  },
  grey: {
    zh: '身份正在核验，还没有二维码。灰色不是指责。码页写明核对什么、最晚什么时候办结、去哪里。进门时可以出示证件登记。',
    en: 'Your identity is being compared and there is no code yet. Grey accuses nobody. Your page says what is compared, until when, and where to go. At a door you may show your document instead.',
  },
  appealTitle: { zh: '我要申诉', en: 'Appeal' },
  appeal: {
    zh: '姓名不对、颜色与实际不符、依据的资料有疑问，都可以在码下点“我要申诉”，写明哪一条原因不对。掌握资料的部门同时核查，各 8 小时，最迟 24 小时内答复您；更正的是依据，依据更正后颜色自动变化。证明材料目前请带到服务点。',
    en: 'A wrong name, a colour that is not as things are, doubtful data: press “Appeal” under the code and say which reason is wrong. The departments that hold the data check at the same time, 8 hours each, and you are answered within 24; it is the data that is corrected, and the colour follows by itself. Proofs you bring to a service point for now.',
  },
  appealWhere: {
    zh: '没有手机也可以：请拨打 {telephone}，或带证件到{where}。',
    en: 'Without a phone, too: call {telephone}, or bring your document to {where}.',
  },
  questionsTitle: { zh: '常见问题', en: 'Questions' },
  when: { zh: '什么时候申领？', en: 'When should I get the code?' },
  whenAnswer: {
    zh: '越早越好，不用等到要用的那一刻。实名注册只做一次，大约三分钟；以后打开就是您的码。',
    en: 'Early, not at the door where you need it. Registration is done once and takes about three minutes; from then on the code is there when you open the page.',
  },
  elsewhere: {
    zh: '在外地申领的码，来沪后能直接用吗？',
    en: 'I got a code while I was elsewhere. Does it serve here?',
  },
  elsewhereAnswer: {
    zh: '不能直接用。来沪后请先做“来沪人员健康登记”，再看到随之而来的颜色。其他城市的码在这里只作记录。随申码在本市使用，不是进入本市的许可。',
    en: 'Not by itself. On arrival, complete the arrival health declaration first; the colour follows from it. Codes of other cities are only recorded here. The code serves within this city and is no permit to enter it.',
  },
  halls: { zh: '去政务服务大厅有什么要求？', en: 'What about public service halls?' },
  hallsAnswer: {
    zh: '自 2020 年 2 月 24 日起，绿码才能进入。其他颜色请先在网上或打电话办理。每个场所的规定可以不同，以门口公布的为准。',
    en: 'Since 24 February 2020 only green may enter. With another colour, please use the on-line or telephone services first. Other places have their own rules, shown at the door.',
  },
  photo: { zh: '可以换照片吗？', en: 'Can I change the photo?' },
  photoAnswer: {
    zh: '不能在这里换。照片来自统一照片库，这样别人就不能把自己的照片放到您的码上。如需更换，请带证件到公安派出所或社区事务受理服务中心办理，更新后会自动显示。',
    en: 'Not here. It comes from the city’s register, so that nobody can put his own face on your code. To change it, bring your document to a police station or a community service centre; the new one appears by itself.',
  },
  name: { zh: '姓名显示不对怎么办？', en: 'My name is wrong' },
  nameAnswer: {
    zh: '请点“我要申诉”。核对后更正，并会答复您。',
    en: 'Use “Appeal”. It is checked, corrected, and you are answered.',
  },
  colour: { zh: '颜色与实际情况不符怎么办？', en: 'My colour is not as things are' },
  colourAnswer: {
    zh: '先看码页上写的原因：哪一条、来源、日期、什么时候结束。如果不对，请点“我要申诉”，与相关部门核对后答复您。没有人能直接改颜色，只能更正依据。',
    en: 'First read the reason on your page: which rule, source, days, end. If it is wrong, use “Appeal”; it is checked with the departments and you are answered. Nobody can set a colour; only facts can be corrected.',
  },
  cap: { zh: '每天有申请名额限制吗？', en: 'Is there a daily cap?' },
  capAnswer: {
    zh: '没有。只有姓名和证件号码多次填错时，才会请您过 24 小时再试。',
    en: 'No. Only if name and number are wrong many times are you asked to wait 24 hours.',
  },
  homeScreen: { zh: '放到手机桌面', en: 'Put it on your home screen' },
  homeScreenWhy: {
    zh: '放到桌面后，点一下就是您的码，没有网络也能打开。不用安装应用。',
    en: 'From there one tap opens your code, also without a network. There is no app to install.',
  },
  homeScreenIphone: {
    zh: '苹果手机：用 Safari 打开本页，点底部的“分享”，再点“添加到主屏幕”。',
    en: 'iPhone: open this page in Safari, tap Share, then “Add to Home Screen”.',
  },
  homeScreenAndroid: {
    zh: '安卓手机：用浏览器打开本页，点菜单，再点“添加到主屏幕”或“安装应用”。',
    en: 'Android: open this page in your browser, tap the menu, then “Add to Home screen” or “Install app”.',
  },
  homeScreenInside: {
    zh: '从微信等应用里打开的，请先点右上角菜单，选“在浏览器打开”。第一次从桌面打开时可能需要再登录一次。',
    en: 'If it opened inside another app such as WeChat, first choose “Open in browser” in the menu at the top right. The first time you open it from the home screen you may have to sign in once more.',
  },
  slow: { zh: '页面很慢或显示不全怎么办？', en: 'The page is slow or incomplete' },
  slowAnswer: {
    zh: '可能是高峰。请稍后再试，填过的内容会保留。为了不让您等，打开过的码存在手机上，到第二天 24:00 为止没有网络也能显示，并写明多久前更新；码总是最先出来，其他内容随后。',
    en: 'It may be a peak. Try again shortly; what you typed is kept. So that you need not wait, a code stays on the phone and shows without a network until the end of the next day, with its age; the code always comes first, the rest follows.',
  },
  notYetHere: { zh: '还没有到上海，可以先申领吗？', en: 'I am not in Shanghai yet. Can I get it now?' },
  notYetHereAnswer: {
    zh: '可以先注册。注册时选“从外地来沪”，做好来沪人员健康登记，就能看到码。',
    en: 'You can register now. Say that you come from outside, complete the arrival health declaration, and the code follows.',
  },
  work: { zh: '企业复工要用随申码吗？', en: 'Does a company need it to return to work?' },
  workAnswer: {
    zh: '企业复工另有登记。员工的码可以减轻查验的工作量，但不是复工的许可。',
    en: 'Companies register their return to work separately. The code eases the checker’s work; it is no permit.',
  },
} as const satisfies Record<string, Text>
