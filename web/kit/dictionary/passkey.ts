import type { Text } from '../language.ts'

/** Words of the step in which staff show that it is they. */
export const PASSKEY = {
  title: { zh: '确认是您本人', en: 'Show that it is you' },
  show: { zh: '用通行密钥确认', en: 'Use my passkey' },
  showHint: {
    zh: '工作人员登录后还要用通行密钥确认：按指纹、看一眼屏幕或输入本机密码。',
    en: 'After signing in, staff show a passkey: a finger, a look at the screen, or this device’s PIN.',
  },
  working: { zh: '请按浏览器的提示操作…', en: 'Follow what the browser asks…' },
  make: { zh: '制作通行密钥', en: 'Make a passkey' },
  makeHint: {
    zh: '通行密钥保存在您的设备里，以后每次登录都用它确认。',
    en: 'The passkey stays in your device; you show it at each sign-in from now on.',
  },
  codeTitle: { zh: '开通工作岗位', en: 'Join as staff' },
  code: { zh: '开通码', en: 'One-time code' },
  codeHint: {
    zh: '开通码由本单位管理员给出，共 10 位，3 天内有效，只能用一次。',
    en: 'The administrator of your organisation gives it: ten letters and digits, good for three days and once.',
  },
  codeNext: { zh: '下一步', en: 'Next' },
  codeEmpty: { zh: '请输入 10 位开通码', en: 'Type the ten letters and digits of the code' },
  demoCode: {
    zh: '演示：没有管理员可问，已为您填好开通码。',
    en: 'Demo: there is no administrator to ask, so the code is filled in for you.',
  },
  brokenOff: {
    zh: '没有完成：可能是取消了、超时了，或这台设备里没有合适的通行密钥。请再试一次；换了设备请向管理员要新的开通码',
    en: 'Not done: it was cancelled, took too long, or this device has no passkey that fits. Try again; on another device, ask the administrator for a new code',
  },
  notSecure: {
    zh: '这个网址不是 HTTPS，浏览器不能使用通行密钥。请改用 https:// 开头的网址；在本机上请用 http://localhost',
    en: 'This address is not HTTPS, so the browser uses no passkeys. Use the address that begins with https://, or http://localhost on this machine',
  },
  noName: {
    zh: '通行密钥只能用于域名，不能用于数字网址。请改用域名；在本机上请用 localhost',
    en: 'Passkeys are for names, and this address is a number. Use the name of this site, or localhost on this machine',
  },
  tooOld: {
    zh: '这个浏览器不支持通行密钥，请升级或换一个浏览器',
    en: 'This browser knows no passkeys; update it or use another one',
  },
} as const satisfies Record<string, Text>
