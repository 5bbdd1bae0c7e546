import type { FigureName, RouteGroup, UpkeepName } from '../../../contract/health-figures.ts'
import type { Text } from '../language.ts'

/** Words of the console's page of system health. */
export const HEALTH = {
  startedAt: { zh: '程序启动于 {at}', en: 'The program started at {at}' },
  figures: { zh: '各项指标', en: 'Figures' },
  figure: { zh: '指标', en: 'Figure' },
  value: { zh: '数值', en: 'Value' },
  whatToDo: { zh: '怎么办', en: 'What to do' },

  requests: { zh: '请求', en: 'Requests' },
  group: { zh: '来自', en: 'From' },
  perSecond: { zh: '每秒', en: 'per second' },
  total: { zh: '启动以来', en: 'since the start' },
  half: { zh: '一半在此时间内应答', en: 'half answered within' },
  most: { zh: '99% 在此时间内应答', en: '99 % answered within' },
  longer: { zh: '2.5 秒以上', en: 'more than 2.5 s' },
  lastMinute: {
    zh: '最近一分钟的数值，按计数的档位向上取。',
    en: 'Of the last minute, to the next step of what is counted.',
  },

  history: { zh: '最近 15 分钟', en: 'The last 15 minutes' },
  noHistory: { zh: '刚刚启动，还没有可画的数值。', en: 'It has just started: there is nothing to draw yet.' },
  rateChart: { zh: '每秒请求数', en: 'Requests per second' },
  timeChart: { zh: '应答时间（毫秒）', en: 'Time to an answer (ms)' },
  faultChart: { zh: '每 5 秒的拒绝与错误', en: 'Refusals and errors in 5 s' },
  connectionChart: { zh: '使用中的数据库连接', en: 'Database connections in use' },
  chartTold: {
    zh: '{title}：曲线图，同样的数值见下面的表格',
    en: '{title}: a line chart; the table below has the same numbers',
  },
  asTable: { zh: '以表格查看', en: 'As a table' },
  at: { zh: '时刻', en: 'At' },
  lateness: { zh: '响应迟滞', en: 'lateness' },
  busy: { zh: '繁忙拒绝', en: 'refused as busy' },
  errors: { zh: '错误', en: 'errors' },

  upkeep: { zh: '定时工作', en: 'Upkeep' },
  upkeepWork: { zh: '工作', en: 'Work' },
  done: { zh: '上次完成', en: 'Last done' },
  pause: { zh: '间隔', en: 'Every' },
  notDone: { zh: '尚未完成', en: 'not yet' },
} as const satisfies Record<string, Text>

/** What each figure is. */
export const FIGURE_NAMES = {
  busy: { zh: '因繁忙拒绝的请求（一分钟）', en: 'Requests refused as busy (last minute)' },
  errors: { zh: '出错的请求（一分钟）', en: 'Requests that failed on our side (last minute)' },
  lateness: { zh: '响应迟滞', en: 'Event-loop lateness' },
  'jobs-waiting': { zh: '等待的任务', en: 'Jobs that wait' },
  'oldest-job': { zh: '最早任务已等待', en: 'The oldest job has waited' },
  'jobs-failing': { zh: '失败的任务', en: 'Jobs that failed' },
  connections: { zh: '使用中的数据库连接', en: 'Database connections in use' },
  'connections-awaited': { zh: '等待数据库连接的请求', en: 'Waiting for a database connection' },
  'database-size': { zh: '数据库大小', en: 'Size of the database' },
  'disk-free': { zh: '数据目录所在磁盘可用空间', en: 'Free on the disk of the data folder' },
  'colour-sweep': { zh: '距上次颜色到期检查', en: 'Since the last colour sweep' },
  upkeep: { zh: '距上次定时工作', en: 'Since the last upkeep' },
  'held-batches': { zh: '暂缓待批的批次', en: 'Batches held by the brake' },
  'overdue-appeals': { zh: '超期的申诉', en: 'Overdue appeals' },
} as const satisfies Record<FigureName, Text>

/** What to do where a figure is not good. */
export const FIGURE_HELP = {
  busy: {
    zh: '来的人超过本机能力。他们会自动重试；若持续，请增加程序或处理器。',
    en: 'More come than the machine can serve. Their pages try again; if it goes on, add programs or processors.',
  },
  errors: {
    zh: '请在错误日志中按请求编号查找原因。',
    en: 'Look for the cause in the log of errors, by the id of the request.',
  },
  lateness: {
    zh: '处理器已满，新来的市民暂被拒绝。请查看是否有其他程序占用处理器。',
    en: 'The processor is full and citizens who come are refused. See what else uses it.',
  },
  'jobs-waiting': { zh: '无需处理。', en: 'Nothing is to be done.' },
  'oldest-job': {
    zh: '任务积压。请查看错误日志中任务失败的原因，以及数据库是否很慢。',
    en: 'Jobs pile up. See in the log of errors why they fail, and whether the database is slow.',
  },
  'jobs-failing': {
    zh: '失败的任务会自动重试。请在错误日志中查找原因；原因消除后自行完成。',
    en: 'They are tried again by themselves. Look for the cause in the log of errors; once it is gone they are done.',
  },
  connections: { zh: '无需处理。', en: 'Nothing is to be done.' },
  'connections-awaited': {
    zh: '连接不够用。若持续，请查看数据库中耗时长的语句。',
    en: 'There are too few connections. If it goes on, see which statements of the database take long.',
  },
  'database-size': { zh: '无需处理。', en: 'Nothing is to be done.' },
  'disk-free': {
    zh: '空间将尽，写满后不能保存任何内容。请扩大磁盘；若显示“尚不知道”，请检查数据目录（DATA_DIR）。',
    en: 'Room runs out, and once it has nothing is saved. Enlarge the disk; where it is not known, see the data folder (DATA_DIR).',
  },
  'colour-sweep': {
    zh: '到期的颜色可能没有按时变化。请查看错误日志中的 “upkeep failed” 和数据库。',
    en: 'Colours that end may not change in time. Look for “upkeep failed” in the log of errors, and at the database.',
  },
  upkeep: {
    zh: '见下面“定时工作”中异常的一项，原因在错误日志的 “upkeep failed”。',
    en: 'See below which of the upkeep is late; why, the log of errors says under “upkeep failed”.',
  },
  'held-batches': {
    zh: '请疫情防控人员批准或退回。',
    en: 'Health officers approve or refuse them.',
  },
  'overdue-appeals': {
    zh: '请申诉处理人员和有关部门尽快答复。',
    en: 'Appeal officers and the departments asked should answer now.',
  },
} as const satisfies Record<FigureName, Text>

/** Whose requests are counted together. */
export const GROUP_NAMES = {
  public: { zh: '公开（页面、名单、日志）', en: 'everybody (pages, list, log)' },
  citizen: { zh: '市民', en: 'citizens' },
  gate: { zh: '门岗', en: 'gates' },
  source: { zh: '数据来源', en: 'sources' },
  staff: { zh: '工作人员', en: 'staff' },
  operator: { zh: '运维人员', en: 'operator' },
} as const satisfies Record<RouteGroup, Text>

/** What the time brings, by name. */
export const UPKEEP_NAMES = {
  colours: { zh: '颜色到期', en: 'Colours that end' },
  'signing-keys': { zh: '吊销的签名密钥', en: 'Signing keys that were revoked' },
  'rule-tables': { zh: '规则表换用', en: 'Rule tables that take over' },
  'overdue-appeals': { zh: '申诉超期', en: 'Appeals that become overdue' },
  'city-columns': { zh: '全市事实列', en: 'The whole city as columns' },
  'distant-entries': { zh: '异地同码', en: 'Distant entries' },
  'old-distant-entries': { zh: '清除旧的异地同码', en: 'Old distant entries, forgotten' },
  'expired-sessions': { zh: '清除过期登录', en: 'Sessions that are over' },
  'expired-phones': { zh: '清除过期手机', en: 'Phones that are over' },
  'gate-codes': { zh: '清除过期的门岗开通码', en: 'Gate codes that are over' },
  'staff-codes': { zh: '清除过期的人员开通码', en: 'Staff codes that are over' },
  'forsaken-batches': { zh: '清除未传完的批次', en: 'Batches that nobody completed' },
  'colour-acts': { zh: '颜色与日志对照', en: 'Colours held against the log' },
  'log-watch': { zh: '日志与数据库对照', en: 'The log held against the database' },
  credentials: { zh: '签发计数对照', en: 'Credentials held against the count of the signer' },
  'epoch-keys': { zh: '销毁过期的位次密钥', en: 'Permutation keys, destroyed' },
  'issuing-keys': { zh: '备好签发密钥', en: 'Issuing keys, made ready' },
  'issuing-keys-told': { zh: '记录签发密钥变化', en: 'Changes of issuing keys, recorded' },
} as const satisfies Record<UpkeepName, Text>
