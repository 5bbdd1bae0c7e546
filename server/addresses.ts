import { isIP } from 'node:net'
import type { Config } from './config.ts'

/** The address under which people reach us where `PUBLIC_URL` does not say; `lanAddress` is this machine's in its network. */
export function publicUrlOf(config: Config, lanAddress: string | undefined): string {
  if (config.publicUrl !== undefined) return config.publicUrl
  const scheme = config.lan || config.tls ? 'https' : 'http'
  const anywhere = config.host === '0.0.0.0' || config.host === '::'
  const host = config.lan
    ? (lanAddress ?? 'localhost')
    : anywhere || config.host === '127.0.0.1'
      ? 'localhost'
      : config.host
  return `${scheme}://${isIP(host) === 6 ? `[${host}]` : host}:${config.port}`
}

/** The origin that proofs are saved from; undefined where the settings name none. */
export function proofOriginOf({ proofOrigin }: Pick<Config, 'proofOrigin'>, publicUrl: string): string | undefined {
  if (proofOrigin !== undefined) return proofOrigin
  const { protocol, hostname, host } = new URL(publicUrl)
  // Browsers take every name below localhost for this machine.
  return hostname === 'localhost' ? `${protocol}//proofs.${host}` : undefined
}
