import type { Text } from '../language.ts'

/** Words of a guard's device: how it is enrolled, who is on duty, how old its lists are, and what it has room for. */
export const GATE = {
  enrolTitle: { zh: '开通本机', en: 'Enrol this device' },
  enrolHint: {
    zh: '请输入场所管理员给的开通码。开通后，本机就是该门岗的核验设备。',
    en: 'Type the one-time code from the operator of the venue. This device is then the one of its gate.',
  },
  code: { zh: '开通码', en: 'One-time code' },
  codeTooShort: { zh: '开通码共 10 位，请输入完整', en: 'The code has 10 characters; please type all of them' },
  enrol: { zh: '开通', en: 'Enrol' },
  enrolling: { zh: '正在开通…', en: 'Enrolling…' },
  enrolAnew: { zh: '用新的开通码开通本机', en: 'Enrol this device by another code' },
  demoGates: { zh: '选择演示门岗', en: 'Choose a gate of the demo' },
  demoGatesHint: {
    zh: '演示不必等管理员：点按门岗，开通码会自动取得。',
    en: 'In a demo nobody has to be asked: press a gate, and the page takes a code for it by itself.',
  },
  findVenue: { zh: '按名称查找场所', en: 'Find a venue by name' },
  noSuchVenue: { zh: '没有这个名称的场所', en: 'No venue by that name' },

  off: { zh: '本机已被停用', en: 'This device was switched off' },
  offNext: {
    zh: '不再核验，已存的记录不会丢失。请联系场所管理员，用新的开通码开通本机后继续。',
    en: 'It checks nobody any more; nothing that was recorded is lost. Ask the operator of the venue for a new code.',
  },
  ended: { zh: '本机的门岗证书已到期', en: 'The certificate of this device has ended' },
  endedNext: {
    zh: '连上网络后会自动续期。在此之前请改用纸质登记，已存的记录不会丢失。',
    en: 'It is renewed by itself once there is a network. Until then write on paper; nothing that was recorded is lost.',
  },

  shiftTitle: { zh: '上岗', en: 'Begin your shift' },
  name: { zh: '姓名', en: 'Name' },
  pin: { zh: 'PIN（6 位数字）', en: 'PIN (6 digits)' },
  demoPin: { zh: '演示 PIN', en: 'Demo PIN' },
  pinChecking: { zh: '正在核对…', en: 'Checking…' },
  pinWrong: { zh: 'PIN 不对，请重新输入', en: 'The PIN is wrong; please type it again' },
  pinWait: {
    zh: '连续输错，请等 {seconds} 秒再试；忘记 PIN 请联系场所管理员',
    en: 'Too many wrong PINs: wait {seconds} s. If you forgot yours, ask the operator of the venue',
  },
  beginShift: { zh: '上岗', en: 'Begin' },
  endShift: { zh: '下岗', en: 'End shift' },
  endShiftHint: {
    zh: '输入自己的 PIN 下岗，本机即可交给下一位',
    en: 'Type your PIN; then the device is free for the next',
  },
  noGuards: {
    zh: '这个场所还没有门岗人员，请联系场所管理员',
    en: 'This venue has no guards yet; ask its operator',
  },
  since: { zh: '{name} · {time} 上岗', en: '{name} · since {time}' },
  shiftCounts: {
    zh: '本班：进 {in} · 出 {out} · 未放行 {refused}',
    en: 'This shift: {in} in · {out} out · {refused} refused',
  },

  listNow: { zh: '名单 刚刚更新', en: 'Lists: just now' },
  listMinutes: { zh: '名单 {n} 分钟前', en: 'Lists: {n} min old' },
  listHours: { zh: '名单 {n} 小时前', en: 'Lists: {n} h old' },
  listStale: { zh: '名单超过 24 小时，无法离线核验', en: 'Lists over 24 h old: cannot verify offline' },
  listNone: { zh: '本机还没有今天的名单', en: 'No lists of today yet' },

  byDevice: { zh: '由本机名单核验（截至 {time}）', en: "By this device's lists, as of {time}" },
  byServer: { zh: '服务器已确认', en: 'Confirmed by the server' },
  corrected: { zh: '已更正：以服务器为准', en: 'Corrected: the server says so' },

  nearlyFull: {
    zh: '本机存储快满了，还能继续登记；请尽快联网上传，或清理本机存储',
    en: 'This device is running out of room. Scanning goes on; connect it soon, or free some room',
  },
  notRecorded: {
    zh: '存储已满，刚才这一位没有登记上：请记在纸上，并清理本机存储',
    en: 'No room: the last person was NOT recorded. Write it on paper, and free some room',
  },
} as const satisfies Record<string, Text>
