import type { Text } from '../language.ts'

/** Words of all the pages. */
export const COMMON = {
  appName: { zh: '随申码', en: 'Suishenma' },
  otherLanguage: { zh: 'Switch to English', en: '切换到中文' },
  careVersion: { zh: '关怀版', en: 'Large' },
  madeUp: { zh: '演示 · 虚构人物', en: 'Demo · made-up people' },
  signIn: { zh: '登录', en: 'Sign in' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  tryAgain: { zh: '重试', en: 'Try again' },
  loading: { zh: '正在打开…', en: 'Opening…' },
  unreachable: {
    zh: '暂时连不上服务器，请稍后重试',
    en: 'The server cannot be reached right now; please try again shortly',
  },
  choose: { zh: '请选择', en: 'Please choose' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  back: { zh: '返回', en: 'Back' },
} as const satisfies Record<string, Text>
