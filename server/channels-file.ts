import { resolve } from 'node:path'
import type { Bilingual } from '../core/bilingual.ts'
import { readSecret } from './kit/key-store.ts'
import { StartFailure } from './kit/start-failure.ts'
import type { ChannelSetting } from './kit/world.ts'

/** The sign-in providers of `CHANNELS_FILE`: a JSON list of `{id, name: {zh, en}, issuer, clientId, clientSecret}`. */
export function readChannels(path: string | undefined, faults: Bilingual[]): ChannelSetting[] {
  if (path === undefined) return []
  const list = parse(path, faults)
  if (list === undefined) return []
  if (!Array.isArray(list)) {
    faults.push(fault('应为一个 JSON 列表', 'must be a JSON list'))
    return []
  }
  const channels = list.flatMap((item: unknown, place) => {
    const channel = asChannel(item)
    if (channel) return [channel]
    faults.push(
      fault(
        `第 ${place + 1} 项应有 id、name.zh、name.en、issuer（https）、clientId、clientSecret`,
        `item ${place + 1} needs id, name.zh, name.en, issuer (https), clientId and clientSecret`,
      ),
    )
    return []
  })
  const twice = channels.find(({ id }, place) => channels.findIndex((other) => other.id === id) !== place)
  if (twice) faults.push(fault(`中 id ${twice.id} 重复`, `has the id ${twice.id} twice`))
  return channels
}

function parse(path: string, faults: Bilingual[]): unknown {
  try {
    const bytes = readSecret(resolve(path))
    if (bytes !== undefined) return JSON.parse(bytes.toString('utf8'))
    faults.push(fault(`读不到文件 ${path}`, `cannot be read from ${path}`))
  } catch (error) {
    if (error instanceof StartFailure) faults.push({ zh: error.zh, en: error.en })
    else if (error instanceof SyntaxError) faults.push(fault(`${path} 不是 JSON`, `${path} is not JSON`))
    else faults.push(fault(`读不到文件 ${path}`, `cannot be read from ${path}`))
  }
  return undefined
}

function asChannel(item: unknown): ChannelSetting | undefined {
  const { id, name, issuer, clientId, clientSecret } = record(item)
  const { zh, en } = record(name)
  if (!isText(id) || !isText(zh) || !isText(en) || !isText(issuer) || !isText(clientId) || !isText(clientSecret)) {
    return undefined
  }
  // `id` stands in addresses of ours.
  if (!/^[a-z0-9-]{1,40}$/.test(id) || id === 'demo' || URL.parse(issuer)?.protocol !== 'https:') return undefined
  return { id, name: { zh, en }, issuer, clientId, clientSecret }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function fault(zh: string, en: string): Bilingual {
  return { zh: `CHANNELS_FILE ${zh}`, en: `CHANNELS_FILE ${en}` }
}
