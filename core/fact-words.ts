import type { Bilingual } from './bilingual.ts'
import type { Colour } from './colour.ts'
import { detailsOf, type DetailType, type Fact, type FactKind } from './facts.ts'
import { formatShanghai, instant } from './instant.ts'
import type { Comparison, FactMatch, RuleRow } from './rule-table.ts'

// Facts and rules in words, for whoever reads why a colour is what it is: every kind, detail and value of the closed lists has one.

/** What a kind of fact is called. */
export const KIND_WORDS: Readonly<Record<FactKind, Bilingual>> = {
  'case-status': { zh: '诊断情况', en: 'Diagnosis' },
  contact: { zh: '接触者认定', en: 'Contact of a case' },
  'quarantine-order': { zh: '隔离管控', en: 'Quarantine order' },
  'test-result': { zh: '核酸检测结果', en: 'Test result' },
  'told-to-test': { zh: '应检通知', en: 'Told to test' },
  vaccination: { zh: '疫苗接种', en: 'Vaccination' },
  'fever-clinic-visit': { zh: '发热门诊就诊', en: 'Visit to a fever clinic' },
  'entry-from-abroad': { zh: '境外入境', en: 'Entry from abroad' },
  'arrival-declaration': { zh: '来沪人员健康登记', en: 'Arrival declaration' },
  'health-declaration': { zh: '健康自查上报', en: 'Health declaration' },
  'stay-in-area': { zh: '风险地区旅居史', en: 'Stay in an area of risk' },
  'area-risk-level': { zh: '地区风险等级', en: 'Risk level of an area' },
  'key-area': { zh: '重点地区旅居史', en: 'Stay in a key area' },
  'key-person-group': { zh: '重点人群', en: 'Group with duties of its own' },
  'daily-check-in': { zh: '每日健康打卡', en: 'Daily check-in' },
  'measure-lifted': { zh: '解除措施', en: 'Measure lifted' },
}

/** What a detail of a fact is called. */
const DETAIL_WORDS: Readonly<Record<string, Bilingual>> = {
  status: { zh: '情况', en: 'Status' },
  degree: { zh: '接触类别', en: 'Degree' },
  place: { zh: '地点', en: 'Place' },
  action: { zh: '状态', en: 'State' },
  because: { zh: '事由', en: 'Because of' },
  days: { zh: '天数', en: 'Days' },
  result: { zh: '结果', en: 'Result' },
  sample: { zh: '采样方式', en: 'Sample' },
  dose: { zh: '剂次', en: 'Dose' },
  celsius: { zh: '体温（℃）', en: 'Temperature (°C)' },
  origin: { zh: '来自', en: 'From' },
  country: { zh: '国家', en: 'Country' },
  listedCountry: { zh: '重点国家', en: 'Listed country' },
  symptoms: { zh: '有症状', en: 'Symptoms' },
  level: { zh: '风险等级', en: 'Level' },
  evidence: { zh: '得知途径', en: 'Known by' },
  stay: { zh: '停留日期', en: 'Days of the stay' },
  group: { zh: '人群', en: 'Group' },
  measure: { zh: '措施', en: 'Measure' },
}

/** What a word of a closed list means. */
const VALUE_WORDS: Readonly<Record<string, Bilingual>> = {
  confirmed: { zh: '确诊', en: 'confirmed' },
  asymptomatic: { zh: '无症状感染', en: 'infected without symptoms' },
  suspected: { zh: '疑似', en: 'suspected' },
  discharged: { zh: '治愈出院', en: 'discharged' },
  excluded: { zh: '已排除', en: 'excluded' },
  close: { zh: '密切接触者', en: 'close contact' },
  secondary: { zh: '次密切接触者', en: 'secondary contact' },
  central: { zh: '集中隔离', en: 'in a quarantine centre' },
  home: { zh: '居家', en: 'at home' },
  ordered: { zh: '管控中', en: 'ordered' },
  lifted: { zh: '已解除', en: 'lifted' },
  'close-contact': { zh: '密切接触', en: 'close contact' },
  'secondary-contact': { zh: '次密切接触', en: 'secondary contact' },
  entry: { zh: '入境', en: 'entry' },
  area: { zh: '来自风险地区', en: 'coming from an area of risk' },
  negative: { zh: '阴性', en: 'negative' },
  positive: { zh: '阳性', en: 'positive' },
  single: { zh: '单管', en: 'single' },
  pooled: { zh: '混管', en: 'pooled' },
  foreign: { zh: '外国', en: 'a foreign country' },
  'hong-kong': { zh: '香港', en: 'Hong Kong' },
  taiwan: { zh: '台湾', en: 'Taiwan' },
  macao: { zh: '澳门', en: 'Macao' },
  high: { zh: '高风险', en: 'high risk' },
  medium: { zh: '中风险', en: 'medium risk' },
  low: { zh: '低风险', en: 'low risk' },
  declared: { zh: '本人申报', en: 'own declaration' },
  ticket: { zh: '票务记录', en: 'a ticket' },
  telecom: { zh: '通信记录', en: 'telephone records' },
  control: { zh: '管控措施', en: 'control' },
  'central-quarantine': { zh: '集中隔离', en: 'central quarantine' },
  'home-monitoring': { zh: '居家监测', en: 'monitoring at home' },
}

const COLOURS: Readonly<Record<Colour, Bilingual>> = {
  green: { zh: '绿码', en: 'green' },
  yellow: { zh: '黄码', en: 'yellow' },
  red: { zh: '红码', en: 'red' },
  grey: { zh: '灰码', en: 'grey' },
}

/** A detail of a fact: what it is called, and what it says. */
export interface DetailInWords {
  readonly name: Bilingual
  readonly value: Bilingual
}

/** What a list says of an area; undefined: it does not name it. */
export function levelInWords(level: string | undefined): Bilingual {
  if (level === undefined) return { zh: '未列入', en: 'not named' }
  return level === 'key' ? { zh: '重点地区', en: 'key area' } : wordOf(level)
}

/** The details of a fact in words, in the order of its kind; ids of tubes and lists tell nobody anything and are left out. */
export function detailsInWords(fact: Pick<Fact, 'kind' | 'details'>): DetailInWords[] {
  return Object.entries(detailsOf(fact.kind)).flatMap(([detail, type]) => {
    const name = DETAIL_WORDS[detail]
    const value = name && valueInWords(fact.details, detail, type)
    return name && value ? [{ name, value }] : []
  })
}

/** A rule's name in words: which fact makes which colour, and for how long. */
export function ruleInWords(row: RuleRow): Bilingual {
  const [fact, form, colour] = [matchInWords(row.fact), formInWords(row), COLOURS[row.colour]]
  return { zh: `${fact.zh}：${colour.zh}，${form.zh}`, en: `${fact.en}: ${colour.en} ${form.en}` }
}

function valueInWords(details: Fact['details'], detail: string, type: DetailType): Bilingual | undefined {
  if (type === 'bilingual') {
    const [zh, en] = [details[`${detail}Zh`], details[`${detail}En`]]
    return zh === undefined ? undefined : { zh: String(zh), en: String(en ?? zh) }
  }
  const value = details[detail]
  if (value === undefined) return undefined
  if (type === 'flag') return value === true ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  if (type === 'moment') return both(formatShanghai(instant(Number(value))).slice(0, 16))
  return typeof type === 'string' ? both(String(value)) : wordOf(String(value))
}

function formInWords(row: RuleRow): Bilingual {
  switch (row.form) {
    case 'during':
      return { zh: '在此期间', en: 'while it lasts' }
    case 'days-after':
      return { zh: `至其后 ${row.days} 天`, en: `until ${row.days} days after it` }
    case 'until': {
      const until = anyOf(row.until)
      return { zh: `直至${until.zh}`, en: `until: ${until.en}` }
    }
    case 'unless': {
      const unless = anyOf(row.unless)
      return { zh: `${row.days} 天内没有${unless.zh}`, en: `where within ${row.days} days there is no: ${unless.en}` }
    }
    case 'until-in-a-row': {
      const daily = matchInWords(row.daily)
      return { zh: `直至连续 ${row.days} 天${daily.zh}`, en: `until ${row.days} days in a row of: ${daily.en}` }
    }
  }
}

function anyOf(matches: readonly FactMatch[]): Bilingual {
  const words = matches.map(matchInWords)
  return { zh: words.map(({ zh }) => zh).join('，或'), en: words.map(({ en }) => en).join(', or ') }
}

function matchInWords({ kind, where }: FactMatch): Bilingual {
  const name = KIND_WORDS[kind]
  if (where.length === 0) return name
  const words = where.map(comparisonInWords)
  return {
    zh: `${name.zh}（${words.map(({ zh }) => zh).join('，')}）`,
    en: `${name.en} (${words.map(({ en }) => en).join(', ')})`,
  }
}

function comparisonInWords(comparison: Comparison): Bilingual {
  const name = DETAIL_WORDS[comparison.detail] ?? both(comparison.detail)
  if ('in' in comparison) {
    const words = comparison.in.map((value) => wordOf(String(value)))
    return { zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(' or ') }
  }
  if ('eq' in comparison) {
    if (typeof comparison.eq === 'boolean') {
      const not = comparison.eq ? both('') : { zh: '无：', en: 'not: ' }
      return { zh: `${not.zh}${name.zh}`, en: `${not.en}${name.en.toLowerCase()}` }
    }
    return wordOf(String(comparison.eq))
  }
  const [sign, limit] = boundOf(comparison)
  return { zh: `${name.zh} ${sign} ${limit}`, en: `${name.en.toLowerCase()} ${sign} ${limit}` }
}

function boundOf(comparison: Exclude<Comparison, { eq: unknown } | { in: unknown }>): [sign: string, limit: number] {
  if ('atLeast' in comparison) return ['≥', comparison.atLeast]
  if ('above' in comparison) return ['>', comparison.above]
  if ('atMost' in comparison) return ['≤', comparison.atMost]
  return ['<', comparison.below]
}

function wordOf(value: string): Bilingual {
  return VALUE_WORDS[value] ?? both(value)
}

function both(text: string): Bilingual {
  return { zh: text, en: text }
}
