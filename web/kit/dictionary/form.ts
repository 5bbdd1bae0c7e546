import type { Text } from '../language.ts'

/** Words of every form. */
export const FORM = {
  kept: {
    zh: '暂时连不上服务器，还没有提交成功。您填写的内容已保留，请稍后再按一次。',
    en: 'The server cannot be reached and nothing was sent yet. What you typed is kept; press again in a moment.',
  },
  keptTitle: { zh: '{title}（内容已保留）', en: '{title} (what you typed is kept)' },
  sending: { zh: '正在提交…', en: 'Sending…' },
  optional: { zh: '{label}（选填）', en: '{label} (optional)' },
  missing: { zh: '请填写这一项', en: 'Please fill this in' },
  missingChoice: { zh: '请选择一项', en: 'Please choose one' },
  province: { zh: '省 / 直辖市 / 自治区', en: 'Province' },
  city: { zh: '市', en: 'City' },
  county: { zh: '区 / 县', en: 'District or county' },
  district: { zh: '区', en: 'District' },
  street: { zh: '街道 / 镇', en: 'Street or town' },
  listsFailed: { zh: '地区列表没有加载出来', en: 'The list of places did not load' },
  orEarlier: { zh: '{day} 或更早', en: '{day} or earlier' },
  today: { zh: '今天 {day}', en: 'Today, {day}' },
  tomorrow: { zh: '明天 {day}', en: 'Tomorrow, {day}' },
  yesterday: { zh: '昨天 {day}', en: 'Yesterday, {day}' },
} as const satisfies Record<string, Text>
