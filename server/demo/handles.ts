import type { Bilingual } from '../../core/bilingual.ts'

// What people type to sign in to the demo. A handle says what it is good for, never a name or a document.

/** A handle to try, in whose place among the made-up people, and what it shows. */
export interface ShowHandle {
  readonly handle: string
  readonly index: number
  readonly role: Role
  readonly shows: Bilingual
}

/** What stands a person of the demo apart from the crowd. */
export type Role =
  | 'green'
  | 'yellow'
  | 'red'
  | 'arrival'
  | 'away'
  | 'foreigner'
  | 'visitor'
  | 'permit'
  | 'new'
  | 'plain'
  | 'child'
  | 'elder'
  | 'guard'
  | 'staff'
  | 'officer'
  | 'appeal'
  | 'department'
  | 'auditor'
  | 'admin'
  | 'venue'
  | 'doubted'
  | 'steward'

/** Guards whose organisation has a door of every kind; every other guard is of one district's. */
export const GUARDS_OF_EVERY_DOOR = 2

const ROLES: readonly { role: Role; count: number; shows: Bilingual }[] = [
  { role: 'green', count: 3, shows: { zh: '已注册，绿码', en: 'registered, green' } },
  { role: 'yellow', count: 2, shows: { zh: '去过中风险地区，黄码', en: 'was in a medium-risk area, yellow' } },
  { role: 'red', count: 2, shows: { zh: '去过高风险地区，红码', en: 'was in a high-risk area, red' } },
  { role: 'new', count: 8, shows: { zh: '还没有注册：从头办一次', en: 'not registered yet: play the wizard' } },
  {
    role: 'away',
    count: 2,
    shows: { zh: '刚从外地来，还没有注册', en: 'just arrived from elsewhere, not registered yet' },
  },
  { role: 'arrival', count: 2, shows: { zh: '已注册，来沪登记未填', en: 'registered, arrival not declared yet' } },
  { role: 'visitor', count: 3, shows: { zh: '持护照，还没有注册', en: 'with a passport, not registered yet' } },
  { role: 'foreigner', count: 2, shows: { zh: '持护照，等待人工核验', en: 'with a passport, waiting for staff' } },
  {
    role: 'permit',
    count: 2,
    shows: { zh: '持港澳、台湾居民通行证，绿码', en: 'with a Hong Kong or Taiwan permit, green' },
  },
  {
    role: 'plain',
    count: 2,
    shows: { zh: '登录渠道不担保证件，还没有注册', en: 'not registered; the channel vouches for no document' },
  },
  { role: 'child', count: 1, shows: { zh: '未成年人，绿码', en: 'a child, green' } },
  {
    role: 'elder',
    count: 1,
    shows: { zh: '没有手机的老人，未注册：门岗凭证件登记', en: 'an old person without a phone: enters by document' },
  },
  {
    role: 'guard',
    count: 18,
    shows: { zh: '绿码；值守时在门岗页用 PIN', en: 'green; on duty a guard uses a PIN on the guard page' },
  },
  { role: 'staff', count: 2, shows: { zh: '身份核验人员', en: 'staff who confirm identities' } },
  {
    role: 'officer',
    count: 2,
    shows: {
      zh: '疫情防控人员，officer-1 与 officer-2 分属两个单位',
      en: 'health officers, officer-1 and officer-2 of two organisations',
    },
  },
  { role: 'appeal', count: 1, shows: { zh: '申诉处理人员', en: 'who hears appeals' } },
  {
    role: 'department',
    count: 2,
    shows: {
      zh: '部门核查人员，与 officer-1、officer-2 同属两个单位',
      en: 'who answers for a department, of the organisations of officer-1 and officer-2',
    },
  },
  { role: 'auditor', count: 1, shows: { zh: '审计人员：查阅、核对日志', en: 'auditor: reads and verifies the log' } },
  {
    role: 'admin',
    count: 1,
    shows: {
      zh: '管理人员：人员与岗位、密钥与名单、系统状况',
      en: 'administrator: staff and their roles, keys and lists, system health',
    },
  },
  { role: 'venue', count: 1, shows: { zh: '场所管理人员', en: 'who runs the doors of venues' } },
  {
    role: 'doubted',
    count: 2,
    shows: {
      zh: '两个部门的资料使其为黄码：可以申诉',
      en: 'yellow by what two departments say: may appeal',
    },
  },
  {
    role: 'steward',
    count: 2,
    shows: {
      zh: '数据管理人员，与 officer-1、officer-2 同属两个单位：来源与批次',
      en: 'who tends what the organisations of officer-1 and officer-2 deliver',
    },
  },
]

/** Every handle that stands for something; their people come first among the made-up ones. */
export const SHOW_HANDLES: readonly ShowHandle[] = ROLES.flatMap(({ role, count, shows }) =>
  Array.from({ length: count }, (_, place) => ({ role, shows, handle: `${role}-${place + 1}` })),
).map((handle, index) => ({ ...handle, index }))

/** The number of made-up people. */
export const DEMO_PEOPLE = 2_000

/** The place of whoever a handle stands for; undefined when it stands for nobody. */
export function findHandle(typed: string): number | undefined {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  const number = Number(/^p(\d{4})$/.exec(text)?.[1])
  if (number >= 1 && number <= DEMO_PEOPLE) return number - 1
  return SHOW_HANDLES.find(({ handle }) => handle === text)?.index
}

/** The handle that everybody has, `p0001` and on; the demo provider's name for the person. */
export function handleOf(index: number): string {
  return `p${String(index + 1).padStart(4, '0')}`
}
