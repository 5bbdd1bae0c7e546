import type { Text } from '../language.ts'

/** The code page, around the code itself. */
export const CITIZEN = {
  myCode: { zh: '我的随申码', en: 'My code' },
  appeal: { zh: '我要申诉', en: 'Appeal' },
  whyGreen: {
    zh: '身份已核实，没有需要管控的情况，所以是绿码。',
    en: 'Your code is green because your identity is confirmed and nothing is known that makes another colour.',
  },
  declareHealth: { zh: '健康自查上报', en: 'Health declaration' },
  declareStays: { zh: '行程填报', en: 'Stays of 14 days' },
  readings: { zh: '谁查看过我的信息', en: 'Who looked at my data' },
  help: { zh: '帮助', en: 'Help' },
  showFullName: { zh: '{name}，点按显示全名', en: '{name}; press to show the name in full' },
  hideFullName: { zh: '{name}，点按隐藏', en: '{name}; press to hide it' },
  photo: { zh: '统一照片库的照片，点按查看说明', en: 'Photo of the register; press to read about it' },
  noPhoto: { zh: '照片库中没有照片', en: 'The register has no photo' },
  signInAgain: { zh: '重新登录以更新', en: 'Sign in again to update' },
  signOutFailed: {
    zh: '暂时连不上服务器，还没有退出登录',
    en: 'The server cannot be reached; you are still signed in',
  },
  toMyCode: { zh: '打开我的随申码', en: 'Open my code' },
  loadFailed: {
    zh: '页面没有加载完整，请检查网络后重试。您填写的内容已保留。',
    en: 'The page did not load completely. Check your network and try again; what you typed is kept.',
  },
} as const satisfies Record<string, Text>
