import type { FactKind } from '../../../core/facts.ts'
import type { Text } from '../language.ts'

/** What each kind of fact is called. */
export const FACT_KIND_NAMES = {
  'case-status': { zh: '病例状态', en: 'Case status' },
  contact: { zh: '密接、次密接', en: 'Contact of a case' },
  'quarantine-order': { zh: '隔离管控措施', en: 'Quarantine or observation' },
  'test-result': { zh: '核酸检测结果', en: 'Test result' },
  'told-to-test': { zh: '应检通知', en: 'Told to be tested' },
  vaccination: { zh: '疫苗接种', en: 'Vaccination' },
  'fever-clinic-visit': { zh: '发热门诊就诊', en: 'Visit to a fever clinic' },
  'entry-from-abroad': { zh: '境外入境', en: 'Entry from abroad' },
  'arrival-declaration': { zh: '来沪人员健康登记', en: 'Arrival declaration' },
  'health-declaration': { zh: '健康自查上报', en: 'Health declaration' },
  'stay-in-area': { zh: '风险地区旅居史', en: 'Stay in a risk area' },
  'area-risk-level': { zh: '地区风险等级', en: 'Level of an area' },
  'key-area': { zh: '重点地区', en: 'Stay in a key area' },
  'key-person-group': { zh: '重点人群', en: 'Key-person group' },
  'daily-check-in': { zh: '每日健康打卡', en: 'Daily check-in' },
  'measure-lifted': { zh: '解除措施', en: 'Measure lifted' },
} as const satisfies Record<FactKind, Text>
