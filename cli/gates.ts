import type { GateCode, GateDeviceOff, GateDevices, GuardPin } from '../contract/gates.ts'
import { formatShanghai, instant } from '../core/instant.ts'
import { isUuid } from '../core/uuid.ts'
import { ask, type Server } from './server.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

/** Gates' devices and their guards: codes for enrolment, what is enrolled, switching off, PINs. */
export async function gateCommand(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words.slice(1), { name: { type: 'string' } })
  const server = () => serverOf(terminal, values, language)
  const json = values.json === true
  switch (words[0]) {
    case 'code':
      return makeCode(terminal, { id: idOf(positionals, GATE_ID), server: await server(), json })
    case 'off':
      return switchOff(terminal, { id: idOf(positionals, DEVICE_ID), server: await server(), json })
    case 'pin': {
      const id = idOf(positionals, GUARD_ID)
      if (!values.name) throw mistake('请用 --name 写明同事怎么称呼他', 'say with --name how his colleagues call him')
      return setPin(terminal, { id, name: values.name, server: await server(), json })
    }
  }
  if (positionals.length > 0) throw mistake('gate list 没有参数', 'gate list takes no argument')
  return listDevices(terminal, await server(), json)
}

interface Asked {
  /** Of what the command is about. */
  readonly id: string
  readonly server: Server
  readonly json: boolean
}

const GATE_ID = { zh: '门岗', en: 'gate' }
const DEVICE_ID = { zh: '设备', en: 'device' }
const GUARD_ID = { zh: '门岗人员', en: 'guard' }

function idOf(positionals: readonly string[], of: { zh: string; en: string }): string {
  const [id, ...more] = positionals
  if (id === undefined || !isUuid(id) || more.length > 0) {
    throw mistake(`请写一个${of.zh}编号（UUID）`, `give the id of one ${of.en}, a UUID`)
  }
  return id
}

async function makeCode(terminal: Terminal, { id, server, json }: Asked): Promise<ExitCode> {
  const made = await ask<GateCode>(server, '/api/operator/gate-codes', { json: { gateId: id } })
  const until = timeText(made.expiresAt)
  const told = {
    zh: `开通码 ${made.code}，${until} 前有效，只能用一次；请在门岗设备的门岗页上输入`,
    en: `Code ${made.code}, good until ${until} and for one device; type it on the guard's page of that device`,
  }
  terminal.print(json ? JSON.stringify(made) : told[server.language])
  return 0
}

async function switchOff(terminal: Terminal, { id, server, json }: Asked): Promise<ExitCode> {
  const off = await ask<GateDeviceOff>(server, `/api/operator/gate-devices/${id}/off`, { json: {} })
  const until = timeText(off.refusedEverywhereAt)
  const told = {
    zh: `设备 ${id} 已停用：联网时立即失效；离线时最迟到 ${until}`,
    en: `The device ${id} is off: on line at once; without the network it may work until ${until} at the latest`,
  }
  terminal.print(json ? JSON.stringify(off) : told[server.language])
  return 0
}

async function setPin(terminal: Terminal, { id, name, server, json }: Asked & { name: string }): Promise<ExitCode> {
  const set = await ask<GuardPin>(server, `/api/operator/guards/${id}/pin`, { json: { name } })
  const told = {
    zh: `${name} 的 PIN 是 ${set.pin}；只显示这一次，请当面告知本人`,
    en: `The PIN of ${name} is ${set.pin}; it is shown this once, so tell him in person`,
  }
  terminal.print(json ? JSON.stringify(set) : told[server.language])
  return 0
}

async function listDevices(terminal: Terminal, server: Server, json: boolean): Promise<ExitCode> {
  let listed = 0
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: GateDevices = await ask(server, `/api/operator/gate-devices${next === '' ? '' : `?after=${next}`}`)
    for (const device of page.devices) {
      terminal.print(json ? JSON.stringify(device) : describe(device, server.language))
    }
    listed += page.devices.length
    next = page.next
  }
  if (listed === 0 && !json) {
    terminal.print({ zh: '还没有开通的设备。', en: 'No device was enrolled yet.' }[server.language])
  }
  return 0
}

function describe(device: GateDevices['devices'][number], language: Language): string {
  const { deviceId, venue, gate, enrolledAt, offAt, worksOfflineUntil } = device
  const since = timeText(enrolledAt)
  const until = worksOfflineUntil === undefined ? undefined : timeText(worksOfflineUntil)
  const off = offAt === undefined ? undefined : timeText(offAt)
  const words = {
    zh: `${deviceId}  ${venue.name} ${gate.name}  ${since} 开通${off === undefined ? '' : `，${off} 停用`}${
      off === undefined || until === undefined ? '' : `，离线最迟用到 ${until}`
    }`,
    en: `${deviceId}  ${venue.name} ${gate.name}  enrolled ${since}${off === undefined ? '' : `, off since ${off}`}${
      off === undefined || until === undefined ? '' : `, without the network until ${until} at the latest`
    }`,
  }
  return words[language]
}

function timeText(at: number): string {
  return formatShanghai(instant(at)).slice(0, 16)
}
