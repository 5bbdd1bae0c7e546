import * as client from 'openid-client'
import { Problem } from '../kit/problem.ts'
import type { ChannelSetting, Settings, World } from '../kit/world.ts'

// The OpenID Connect providers behind the channels. Each is asked for its configuration when it is first needed, so
// that one that is down stops neither our start nor the other channels.

const ANSWER_WITHIN_SECONDS = 5
const TRIES = 2

/** A request to a provider that is part of this program, answered without the network. */
export type FetchInside = (request: Request) => Promise<Response>

/** What is known of each channel's provider. */
export interface Channels {
  /** The channel and its provider's configuration. Problems: channel-unknown, channel-failed. */
  getProvider(channelId: string): Promise<{ channel: ChannelSetting; provider: client.Configuration }>
}

/** The channels of the settings; configurations are kept once they were read. */
export function openChannels(world: Pick<World, 'settings' | 'log'>, fetchInside: FetchInside): Channels {
  const known = new Map<string, Promise<client.Configuration>>()

  async function read(channel: ChannelSetting): Promise<client.Configuration> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await discover(
          channel,
          insidePath(world.settings, channel.issuer) === undefined ? undefined : fetchInside,
        )
      } catch (error) {
        if (tried < TRIES) continue
        world.log.warn({ channel: channel.id, code: codeOf(error) }, 'the sign-in channel did not answer')
        throw new Problem('channel-failed')
      }
    }
  }

  return {
    async getProvider(channelId) {
      const channel = world.settings.channels.find((one) => one.id === channelId)
      if (!channel) throw new Problem('channel-unknown')
      const reading = known.get(channelId) ?? read(channel)
      known.set(channelId, reading)
      try {
        return { channel, provider: await reading }
      } catch (error) {
        known.delete(channelId)
        throw error
      }
    },
  }
}

/** How an issuer stands in the hash of its subjects. One that we serve ourselves keeps its subjects when our address changes. */
export function lastingIssuer(settings: Settings, issuer: string): string {
  return insidePath(settings, issuer) ?? issuer
}

/**
 * The origins at which a browser may be when it signs in. In the demo a laptop's two names for itself count besides the
 * public one: people type either.
 */
export function ownOrigins(settings: Settings): readonly string[] {
  const { origin, protocol, port } = new URL(settings.publicUrl)
  if (!settings.demo) return [origin]
  const suffix = port === '' ? '' : `:${port}`
  return [...new Set([origin, `${protocol}//localhost${suffix}`, `${protocol}//127.0.0.1${suffix}`])]
}

/** The one of our origins at which a request came in, by the host that it names. */
export function originOf(settings: Settings, host: string | undefined): string {
  const origins = ownOrigins(settings)
  const { protocol } = new URL(settings.publicUrl)
  return origins.find((origin) => origin === `${protocol}//${host}`) ?? origins[0]!
}

/** The address to which a provider sends people back. */
export function callbackUrl(origin: string, channelId: string): string {
  return `${origin}/sign-in/${channelId}/callback`
}

/** What may be logged of an error of a provider: its code, never the message, which can quote claims. */
export function codeOf(error: unknown): string {
  const { code, error: oauthError } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >
  return [code, oauthError].filter((part) => typeof part === 'string').join(' ') || 'none'
}

// The path of an issuer that this program serves itself; undefined for all others.
function insidePath(settings: Settings, issuer: string): string | undefined {
  return issuer.startsWith(`${settings.publicUrl}/`) ? issuer.slice(settings.publicUrl.length) : undefined
}

async function discover(channel: ChannelSetting, fetchInside: FetchInside | undefined): Promise<client.Configuration> {
  const issuer = new URL(channel.issuer)
  return client.discovery(issuer, channel.clientId, undefined, eitherSecret(channel.clientSecret), {
    timeout: ANSWER_WITHIN_SECONDS,
    // Codes and secrets go in clear only where the operator wrote an http address, which is for trying things out.
    execute: issuer.protocol === 'http:' ? [checkSignatures, client.allowInsecureRequests] : [checkSignatures],
    ...(fetchInside ? { [client.customFetch]: adapted(fetchInside) } : {}),
  })
}

// Without this an ID token that came straight from the provider is taken on the word of TLS alone.
function checkSignatures(provider: client.Configuration): void {
  client.enableNonRepudiationChecks(provider)
}

// Providers take the secret in the header unless they say otherwise (OpenID Connect Discovery, section 3).
function eitherSecret(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, metadata, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const authenticate = methods.includes('client_secret_basic') ? basic : post
    return authenticate(server, metadata, body, headers)
  }
}

function adapted(fetchInside: FetchInside): client.CustomFetch {
  // The library's own type names body kinds that `Request` takes too, by another name.
  return (address, options) => fetchInside(new Request(address, options as RequestInit))
}
