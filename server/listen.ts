import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { renderUnicodeCompact } from 'uqr'
import type { Config } from './config.ts'
import type { Doors } from './kit/doors.ts'
import { listLanAddresses, openLocalAuthority } from './kit/local-authority.ts'
import { findListenFailure, StartFailure } from './kit/start-failure.ts'
import { serveTrustPage } from './kit/trust-page.ts'
import type { World } from './kit/world.ts'

/** How often `--lan` looks whether the machine has joined another network. */
const LOOK_MS = 30_000

/** What an app needs to serve phones of the local network. */
export interface Lan {
  readonly https: { readonly cert: string; readonly key: string }
  /** Serves the page to trust us, keeps the certificate fit for the machine's addresses, and says so in a few lines. */
  attach(app: FastifyInstance): Promise<{ lines: string; close(): void }>
}

/** The address of this machine in its network. Throws `StartFailure` where it is in none. */
export function lanAddress(): string {
  const [first] = listLanAddresses()
  if (first !== undefined) return first
  throw new StartFailure(
    '本机没有连接任何局域网，--lan 无法使用；请先连接 Wi-Fi 或有线网络。',
    'This machine is in no local network, so --lan cannot be used; join a Wi-Fi or wired network first.',
  )
}

/** Certificates of the local authority, which is made at first use. */
export function openLan(config: Config, world: Pick<World, 'clock' | 'random' | 'log'>, publicUrl: string): Lan {
  const authority = openLocalAuthority({
    folder: join(config.keysDir, 'lan'),
    clock: world.clock,
    random: world.random,
  })
  let addresses = listLanAddresses()
  const trustPort = config.port + 1
  return {
    https: authority.serverCertificate(addresses),
    async attach(app) {
      const { certificate, fingerprint } = authority
      const address = () => publicUrl
      const page = await listening(
        () => serveTrustPage({ host: config.host, port: trustPort, certificate, fingerprint, address }),
        { host: config.host, port: trustPort },
      )
      const look = setInterval(() => {
        const now = listLanAddresses()
        if (now.join() === addresses.join()) return
        addresses = now
        ;(app.server as SecureServer).setSecureContext(authority.serverCertificate(addresses))
        world.log.warn('the addresses of this machine have changed; start again to show the new one')
      }, LOOK_MS)
      look.unref()
      const trustUrl = `http://${new URL(publicUrl).hostname}:${trustPort}/`
      return {
        lines: [
          `手机请先扫码信任本机（只需一次） Phones: scan this first, once, to trust this machine: ${trustUrl}`,
          renderUnicodeCompact(trustUrl),
          `证书指纹 Fingerprint of its certificate (SHA-256):`,
          `  ${fingerprint}`,
          '',
        ].join('\n'),
        close() {
          clearInterval(look)
          page.closeAllConnections()
          page.close()
        },
      }
    },
  }
}

/** Listens where the configuration says. Throws `StartFailure` for an address that is taken or not ours. */
export async function listen(doors: Doors, config: Pick<Config, 'host' | 'port'>): Promise<void> {
  await listening(() => doors.listen({ host: config.host, port: config.port }), config)
}

/** Throws the same at once, before time is spent on what comes between. */
export async function checkFree(config: Config): Promise<void> {
  await listening(async () => {
    const probe: Server = createServer()
    probe.listen(config.port, config.host)
    await once(probe, 'listening')
    probe.close()
    await once(probe, 'close')
  }, config)
}

async function listening<Answer>(act: () => Promise<Answer>, address: { host: string; port: number }): Promise<Answer> {
  try {
    return await act()
  } catch (error) {
    throw findListenFailure(error, address) ?? error
  }
}
