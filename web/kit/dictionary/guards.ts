import type { Text } from '../language.ts'

/** Words of the console's page of guards. */
export const GUARDS = {
  name: { zh: '称呼', en: 'Name' },
  nameless: { zh: '（未取称呼）', en: '(no name yet)' },
  pin: { zh: 'PIN', en: 'PIN' },
  hasPin: { zh: '已发 PIN', en: 'Has a PIN' },
  noPin: { zh: '未发 PIN', en: 'No PIN yet' },
  empty: { zh: '还没有门岗人员；请管理人员先登记', en: 'There is no guard yet; an administrator lets them in first' },
  how: {
    zh: '门岗人员在设备上选自己的称呼、输入 PIN 上岗。称呼只在本单位的设备上显示。',
    en: 'A guard goes on duty by choosing his name on the device and typing his PIN. The name shows on devices of this organisation only.',
  },
  nameFirst: { zh: '请先填写称呼', en: 'Please type a name first' },
  give: { zh: '发 PIN', en: 'Give a PIN' },
  giveAnew: { zh: '换发 PIN', en: 'Give a new PIN' },
  given: { zh: '新的 PIN', en: 'The new PIN' },
  pinHint: {
    zh: '请当面告诉本人；设备下次联网后生效，原来的 PIN 随之作废。',
    en: 'Tell it to him in person; it works once the device has been on line, and the old one no longer does.',
  },
} as const satisfies Record<string, Text>
