import type { Text } from '../language.ts'

/** The few texts of the code itself; they travel in the inline script, so every byte counts. */
export const CODE_CARD = {
  validToday: { zh: '本机有效至 今天 24:00', en: 'Valid here until 24:00 today' },
  validTomorrow: { zh: '本机有效至 明天 24:00', en: 'Valid here until 24:00 tomorrow' },
  justNow: { zh: '刚刚更新', en: 'just updated' },
  minutesAgo: { zh: '{n} 分钟前更新', en: 'updated {n} min ago' },
  hoursAgo: { zh: '{n} 小时前更新', en: 'updated {n} h ago' },
  daysAgo: { zh: '{n} 天前更新', en: 'updated {n} d ago' },
  offline: { zh: '离线', en: 'Offline' },
  signedOut: { zh: '登录已过期', en: 'Signed out' },
  picture: {
    zh: '{word}二维码，每 15 秒更新一次，请出示给门岗扫描',
    en: '{word} code, renewed every 15 seconds; hold it out to be scanned',
  },
  spoken: { zh: '您的码是{word}，{valid}', en: 'Your code is {word}. {valid}' },
} as const satisfies Record<string, Text>
