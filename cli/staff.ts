import type { StaffAdmitted, StaffCode, StaffList, StaffView } from '../contract/staff.ts'
import { formatShanghai, instant } from '../core/instant.ts'
import { isUuid } from '../core/uuid.ts'
import { ask, type Server } from './server.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

/** Who works here: letting in the first administrator of an organisation, new codes, switching off. The rest is the administrator's. */
export async function staffCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  const { values, positionals } = parse(words.slice(1), {
    organisation: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    division: { type: 'string' },
    office: { type: 'string' },
  })
  const server = () => serverOf(terminal, values, language)
  const json = values.json === true
  switch (words[0]) {
    case 'add': {
      const { organisation, name, role = 'administrator', division = '', office = '' } = values
      if (!organisation || !isUuid(organisation) || !name || positionals.length > 0) {
        throw mistake('请写明 --organisation（UUID）和 --name', 'give --organisation, a UUID, and --name')
      }
      const told = { organisationId: organisation, name, role, division, office }
      return add(terminal, await server(), { told, json })
    }
    case 'code':
      return makeCode(terminal, await server(), { id: idOf(positionals), json })
    case 'off':
      return switchOff(terminal, await server(), { id: idOf(positionals), json })
  }
  if (positionals.length > 0) throw mistake('staff list 没有参数', 'staff list takes no argument')
  return list(terminal, await server(), json)
}

function idOf(positionals: readonly string[]): string {
  const [id, ...more] = positionals
  if (id === undefined || !isUuid(id) || more.length > 0) {
    throw mistake('请写一个人员编号（UUID）', 'give the id of one member of staff, a UUID')
  }
  return id
}

async function add(
  terminal: Terminal,
  server: Server,
  { told, json }: { told: { name: string; role: string }; json: boolean },
): Promise<ExitCode> {
  const made = await ask<StaffAdmitted>(server, '/api/operator/staff', { json: told })
  const { name, role } = told
  const admitted = {
    zh: `已录用 ${name}（${role}），编号 ${made.staffId}`,
    en: `${name} is let in (${role}) as ${made.staffId}`,
  }[server.language]
  terminal.print(json ? JSON.stringify(made) : made.code ? `${admitted}\n${codeText(server, made.code)}` : admitted)
  return 0
}

async function makeCode(
  terminal: Terminal,
  server: Server,
  { id, json }: { id: string; json: boolean },
): Promise<ExitCode> {
  const code = await ask<StaffCode>(server, `/api/operator/staff/${id}/code`, { json: {} })
  terminal.print(json ? JSON.stringify(code) : codeText(server, code))
  return 0
}

async function switchOff(
  terminal: Terminal,
  server: Server,
  { id, json }: { id: string; json: boolean },
): Promise<ExitCode> {
  const one = await find(server, id)
  const { role, division, venueId, office } = one
  const told = { role, division, office, active: false, ...(venueId !== undefined && { venueId }) }
  const off = await ask<StaffView>(server, `/api/operator/staff/${id}`, { json: told })
  const words = { zh: `${id} 已停用，登录立即失效`, en: `${id} is switched off, and signed out at once` }
  terminal.print(json ? JSON.stringify(off) : words[server.language])
  return 0
}

async function list(terminal: Terminal, server: Server, json: boolean): Promise<ExitCode> {
  let count = 0
  for await (const one of everybody(server)) {
    count += 1
    terminal.print(json ? JSON.stringify(one) : describe(one, server.language))
  }
  if (count === 0 && !json) terminal.print({ zh: '还没有工作人员。', en: 'There is no staff yet.' }[server.language])
  return 0
}

async function find(server: Server, id: string): Promise<StaffView> {
  for await (const one of everybody(server)) if (one.staffId === id) return one
  throw mistake('没有这个人员', 'there is nobody by this id')
}

async function* everybody(server: Server): AsyncGenerator<StaffView> {
  let after: string | undefined
  do {
    const page = await ask<StaffList>(server, `/api/operator/staff${after === undefined ? '' : `?after=${after}`}`)
    yield* page.staff
    after = page.next
  } while (after !== undefined)
}

function codeText(server: Server, { code, expiresAt }: StaffCode): string {
  const until = formatShanghai(instant(expiresAt)).slice(0, 16)
  return {
    zh: `开通码 ${code}，${until} 前有效，只能用一次；请本人登录后在工作人员页面输入`,
    en: `Code ${code}, good until ${until} and once; he signs in and types it on the staff page`,
  }[server.language]
}

function describe(one: StaffView, language: Language): string {
  const place = one.division === '' ? { zh: '全市', en: 'the city' }[language] : one.division
  const state = !one.active
    ? { zh: '已停用', en: 'off' }
    : one.role === 'guard' || one.joined
      ? { zh: '在岗', en: 'on' }
      : { zh: '还没有加入', en: 'has not joined' }
  return [one.staffId, one.name ?? '', one.role, place, one.organisationId, state[language]].join('  ')
}
