import type { StaffRole } from '../../../core/staff-role.ts'
import type { Text } from '../language.ts'

/** What the roles are called. */
export const ROLE_NAMES = {
  guard: { zh: '门岗人员', en: 'Guard' },
  'identity-officer': { zh: '身份核验员', en: 'Identity officer' },
  'health-officer': { zh: '疫情防控人员', en: 'Health officer' },
  'appeal-officer': { zh: '申诉处理人员', en: 'Appeal officer' },
  'department-officer': { zh: '部门核查人员', en: 'Department officer' },
  'data-steward': { zh: '数据管理员', en: 'Data steward' },
  'venue-operator': { zh: '场所管理人员', en: 'Venue operator' },
  auditor: { zh: '审计人员', en: 'Auditor' },
  administrator: { zh: '管理人员', en: 'Administrator' },
} as const satisfies Record<'guard' | StaffRole, Text>

/** Words of the console's page of staff and their roles. */
export const PEOPLE = {
  name: { zh: '姓名', en: 'Name' },
  nameHint: { zh: '同事怎样称呼；加密保存。', en: 'As colleagues call him; it is kept sealed.' },
  nameless: { zh: '（无姓名）', en: '(no name)' },
  nameFirst: { zh: '请先填写姓名', en: 'Please type a name first' },
  role: { zh: '岗位', en: 'Role' },
  allRoles: { zh: '全部岗位', en: 'All roles' },
  chooseRole: { zh: '请选择', en: 'Please choose' },
  roleFirst: { zh: '请选择岗位', en: 'Please choose a role' },
  jurisdiction: { zh: '管辖范围', en: 'Jurisdiction' },
  jurisdictionHint: {
    zh: '全市、一个区或一个街镇；此人只能看到范围以内的事项。',
    en: 'The whole city, a district or a street; he sees what lies within it only.',
  },
  wholeCity: { zh: '全市', en: 'The whole city' },
  office: { zh: '办公地点', en: 'Office' },
  passkey: { zh: '通行密钥', en: 'Passkey' },
  state: { zh: '状态', en: 'State' },
  allStates: { zh: '全部状态', en: 'All states' },
  active: { zh: '在岗', en: 'Active' },
  inactive: { zh: '已停用', en: 'Switched off' },
  notJoined: { zh: '未开通', en: 'Has not joined yet' },
  empty: { zh: '还没有人员', en: 'Nobody yet' },

  letIn: { zh: '新增人员', en: 'Let somebody in' },
  isLetIn: { zh: '已新增', en: 'Let in' },
  code: { zh: '开通码', en: 'The code to join' },
  codeHint: {
    zh: '请当面交给本人：用自己的账号登录工作人员页后输入；{until} 前有效，只能用一次。',
    en: 'Hand it over in person: he signs in on the staff page with his own account and types it; it works once, until {until}.',
  },
  thatIsYou: {
    zh: '这是您自己；自己的岗位由另一位管理人员更改。',
    en: 'That is you; another administrator changes your own role.',
  },
  changeMeans: {
    zh: '保存或停用后，此人须重新登录。',
    en: 'When this is saved, or he is switched off, he has to sign in anew.',
  },
  drawCode: { zh: '重发开通码', en: 'Draw a new code' },
  sureCode: { zh: '确定重发开通码吗？', en: 'Draw a new code?' },
  codeMeans: {
    zh: '原来的通行密钥和登录立即失效，此人凭新码重新开通。',
    en: 'His passkeys and sessions end at once; with the new code he joins again.',
  },
  switchOff: { zh: '停用', en: 'Switch off' },
  switchOn: { zh: '恢复在岗', en: 'Switch on again' },
  sureOff: { zh: '确定停用此人吗？', en: 'Switch this person off?' },
  offMeans: {
    zh: '此人的登录立即结束，不能再办理任何事项。',
    en: 'His sessions end at once, and he can do nothing here any more.',
  },
} as const satisfies Record<string, Text>
