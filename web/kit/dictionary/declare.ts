import type { ArrivalDeclaration, HealthDeclaration } from '../../../contract/registration.ts'
import type { Text } from '../language.ts'

/** The three declarations: health, stays, arrival. */
export const DECLARE = {
  healthTitle: { zh: '健康自查上报', en: 'Health declaration' },
  symptoms: { zh: '现在有以下症状吗？', en: 'Do you have any of these now?' },
  noSymptoms: { zh: '以上都没有', en: 'None of these' },
  symptomsMissing: { zh: '请选择症状，或选“以上都没有”', en: 'Please choose, or choose “None of these”' },
  celsius: { zh: '体温（℃）', en: 'Temperature (°C)' },
  celsiusFault: { zh: '体温应在 34 到 43 之间，例如 36.5', en: 'Between 34 and 43, such as 36.5' },
  submit: { zh: '提交', en: 'Submit' },
  doneTitle: { zh: '已收到，谢谢', en: 'Received, thank you' },
  done: { zh: '如果您的码因此变化，打开就能看到原因。', en: 'If your code changes by this, the page says why.' },
  staysTitle: { zh: '行程填报', en: 'Stays of the last 14 days' },
  staysWhy: {
    zh: '请填写最近 14 天住过或停留过的地方。',
    en: 'Where have you lived or stayed during the last 14 days?',
  },
  stay: { zh: '第 {n} 处', en: 'Place {n}' },
  addStay: { zh: '再加一处', en: 'Add another place' },
  removeStay: { zh: '删除第 {n} 处', en: 'Remove place {n}' },
  community: { zh: '小区、村或单位', en: 'Housing estate, village or company' },
  communityHint: { zh: '尽量写全名；名单中有的会提示', en: 'In full if you can; listed places are suggested' },
  from: { zh: '到达日期', en: 'Arrived' },
  to: { zh: '离开日期', en: 'Left' },
  stillThere: { zh: '还在那里', en: 'Still there' },
  leftBeforeArrival: { zh: '离开日期不能早于到达日期', en: 'You cannot leave before you arrive' },
  arrivalTitle: { zh: '来沪人员健康登记', en: 'Arrival health declaration' },
  origin: { zh: '您从哪里来', en: 'Where you come from' },
  leftOn: { zh: '离开当地日期', en: 'Left there on' },
  journey: { zh: '怎样来的', en: 'How you came' },
  arrivedOn: { zh: '到沪日期', en: 'Arrived in Shanghai on' },
  arrivedBeforeLeaving: { zh: '到沪日期不能早于离开日期', en: 'You cannot arrive before you leave' },
  transport: { zh: '交通方式', en: 'By' },
  transportNumber: { zh: '车次 / 航班号 / 车牌号', en: 'Train, flight or plate number' },
  lodging: { zh: '在沪住处', en: 'Where you stay in Shanghai' },
  lodgingDetail: { zh: '路名、门牌、室号或酒店', en: 'Road, number, room, or hotel' },
} as const satisfies Record<string, Text>

/** The symptoms that are asked for. */
export const SYMPTOMS = {
  fever: { zh: '发热', en: 'Fever' },
  cough: { zh: '咳嗽、咽痛', en: 'Cough or sore throat' },
  fatigue: { zh: '乏力', en: 'Fatigue' },
  breathless: { zh: '呼吸困难', en: 'Shortness of breath' },
  'taste-or-smell': { zh: '味觉或嗅觉减退', en: 'Less taste or smell' },
  diarrhoea: { zh: '腹泻', en: 'Diarrhoea' },
} as const satisfies Record<HealthDeclaration['symptoms'][number], Text>

/** The ways to travel. */
export const TRANSPORTS = {
  train: { zh: '火车', en: 'Train' },
  plane: { zh: '飞机', en: 'Plane' },
  car: { zh: '自驾车', en: 'Car' },
  coach: { zh: '长途汽车', en: 'Coach' },
  ship: { zh: '轮船', en: 'Ship' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Record<ArrivalDeclaration['transport'], Text>
