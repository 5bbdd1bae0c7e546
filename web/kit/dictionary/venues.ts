import type { Text } from '../language.ts'

/** Words of the console's page of venues and door policies. */
export const VENUES = {
  venue: { zh: '场所', en: 'Venue' },
  address: { zh: '地址', en: 'Address' },
  policyNow: { zh: '现行通行规则', en: 'Policy in force' },
  gateCount: { zh: '通行口', en: 'Gates' },
  empty: { zh: '您没有管理的场所', en: 'There is no venue of yours' },

  policies: { zh: '通行规则', en: 'Door policies' },
  inForce: { zh: '现行', en: 'in force' },
  from: { zh: '自 {at} 起', en: 'from {at}' },
  gates: { zh: '通行口', en: 'Gates' },
  choose: { zh: '更换为', en: 'Change to' },
  chooseOne: { zh: '请选择一项规则', en: 'Please choose a policy' },
  fromWhen: { zh: '生效时间（上海时间）', en: 'From when (Shanghai time)' },
  fromHint: {
    zh: '留空即立即生效；此后已排定的规则作废。',
    en: 'Leave it empty for now; what was to follow later is dropped.',
  },
  change: { zh: '更换规则', en: 'Change the policy' },

  mode: { zh: '开放方式', en: 'Mode' },
  modeOpen: { zh: '正常开放', en: 'open' },
  modeTakeaway: { zh: '只可外带', en: 'take-away only' },
  modeClosed: { zh: '暂停开放', en: 'closed' },
  admitted: { zh: '可以进入', en: 'May enter' },
  lookedAt: { zh: '查看后进入', en: 'May enter after a look' },
  refused: { zh: '不能进入', en: 'May not enter' },
  fever: { zh: '体温', en: 'Temperature' },
  feverFrom: { zh: '{celsius} ℃ 及以上不能进入', en: 'may not enter from {celsius} °C on' },
  notMeasured: { zh: '不测', en: 'not measured' },
  withoutCode: { zh: '没有码的人', en: 'Whoever has no code' },
  registerHere: { zh: '当场登记', en: 'registers here' },
  paper: { zh: '凭纸质码', en: 'shows a paper code' },
  documentEntry: { zh: '登记证件', en: 'shows a document' },
  cannotTell: { zh: '无法核验时', en: 'When the gate cannot tell' },
  documentAndTemperature: { zh: '查证件、测体温后进入', en: 'document and temperature' },
  admitAndRecord: { zh: '进入并记录', en: 'enters and is recorded' },
  photo: { zh: '核对照片', en: 'The photo is compared' },
  none: { zh: '无', en: 'none' },
  comma: { zh: '、', en: ', ' },
} as const satisfies Record<string, Text>
