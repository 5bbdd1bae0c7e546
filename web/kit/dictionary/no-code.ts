import type { Text } from '../language.ts'

/** What stands in the place of a code while there is none, and the sign-in page. */
export const NO_CODE = {
  noCode: { zh: '暂无二维码', en: 'No code yet' },
  comparingRegister: {
    zh: '人口库里暂时没有查到您的信息，工作人员会当面核对您的姓名和证件。',
    en: 'The population register does not have you yet. Staff will compare your name with your document, face to face.',
  },
  comparingUnproved: {
    zh: '姓名和证件已经对上，还需要工作人员当面看一次证件原件。',
    en: 'Name and document agree. Staff still have to see the document itself once.',
  },
  comparingSecond: {
    zh: '这份证件已在另一个账号注册，工作人员会当面核对证件属于谁。',
    en: 'Another account has registered this document. Staff will see whose it is, face to face.',
  },
  comparedUntil: { zh: '最晚办结', en: 'Done at the latest' },
  where: { zh: '去哪里', en: 'Where to go' },
  bring: { zh: '请带上', en: 'Please bring' },
  bringDocument: { zh: '证件原件', en: 'Your document itself' },
  telephone: { zh: '电话', en: 'Telephone' },
  noWaiting: {
    zh: '办结后本页会自动显示您的码，不用重复申请。进门时可以出示证件登记。',
    en: 'Your code appears here by itself when it is done; there is no need to apply again. At a door you may show your document instead.',
  },
  declareFirst: { zh: '请先完成来沪人员健康登记', en: 'Please complete the arrival health declaration first' },
  declareFirstWhy: {
    zh: '登记后即可看到您的码，大约需要两分钟。',
    en: 'Your code follows at once. It takes about two minutes.',
  },
  declareArrival: { zh: '来沪人员健康登记', en: 'Arrival health declaration' },
  expiredTitle: { zh: '本机的码已过期', en: 'The code on this phone has run out' },
  expired: {
    zh: '连上网络后会自动更新，不需要重新申请。现在进门，请出示证件登记，门岗会为您办理。',
    en: 'It renews by itself once you are on line; there is no need to apply again. At a door now, show your document and the guard will register you.',
  },
  busyTitle: { zh: '请稍后再试', en: 'Please wait a moment' },
  busy: {
    zh: '现在打开的人很多，给您带来不便，非常抱歉。本页几秒钟后会自动再试，您不用做任何操作。',
    en: 'Very many people are opening their code at this moment. We are sorry. This page tries again by itself in some seconds; you need not do anything.',
  },
  unreachableTitle: { zh: '暂时连不上服务器', en: 'The server cannot be reached' },
  unreachable: {
    zh: '这台手机上还没有存下的码。请检查网络，本页会自动重试。现在进门，请出示证件登记。',
    en: 'This phone holds no code yet. Please check your network; the page tries again by itself. At a door now, show your document.',
  },
  elsewhereTitle: { zh: '您的码已在另一部手机上', en: 'Your code is on another phone now' },
  elsewhere: {
    zh: '您在另一部手机登录并取得了新的码，所以本机的码已经失效。要在本机使用，请在这里重新登录，另一部手机上的码随之失效。',
    en: 'You signed in on another phone and got a new code there, so the one on this phone is void. To use this phone, sign in here again; the code on the other phone then becomes void.',
  },
  signInHere: { zh: '在本机重新登录', en: 'Sign in here again' },
  notMe: {
    zh: '如果不是您本人操作，请马上重新登录，并到登录渠道修改密码。现在进门，请出示证件登记。',
    en: 'If that was not you, sign in here at once, and change your password with the provider you sign in with. At a door now, show your document.',
  },
  insecureTitle: { zh: '请用安全连接打开', en: 'Please use a secure connection' },
  insecure: {
    zh: '生成随申码需要 https 连接。请改用以 https:// 开头的地址打开本页。',
    en: 'Making a code needs https. Please open this page by an address that begins with https://.',
  },
  noCodeNow: { zh: '现在还不能生成您的码', en: 'Your code cannot be made right now' },
  help: { zh: '帮助', en: 'Help' },
  staffAccount: {
    zh: '您登录的是工作人员账号，它没有随申码。请退出后用自己的账号登录。',
    en: 'This is a staff account and has no code. Sign out, and sign in with your own account.',
  },
  signInTitle: { zh: '登录随申码', en: 'Sign in' },
  signInWhy: {
    zh: '用您已有的账号登录，每个渠道都是同一个账号、同一个码。',
    en: 'Sign in with an account you already have. Every channel leads to the same code.',
  },
  signInWith: { zh: '通过 {channel} 登录', en: 'Sign in with {channel}' },
  channelFailed: {
    zh: '登录渠道暂时没有应答，请稍后重试或换一个渠道',
    en: 'The sign-in channel did not answer; try again, or use another channel',
  },
  signInExpired: { zh: '登录已超时，请重新登录', en: 'This sign-in took too long; please start again' },
  readHelp: { zh: '先看看帮助', en: 'Read the help first' },
} as const satisfies Record<string, Text>
