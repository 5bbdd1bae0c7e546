import { generateKeyPairSync } from 'node:crypto'
import type { Provider, ProviderContext } from 'oidc-provider'
import { base64url } from '../../core/bytes.ts'
import { callbackUrl, ownOrigins } from '../identity/channels.ts'
import { TRUST_FRAMEWORK } from '../identity/assertion.ts'
import type { ChannelSetting, World } from '../kit/world.ts'
import { findHandle } from './handles.ts'
import { demoPerson } from './people.ts'
import { errorPage } from './provider-pages.ts'
import { openProviderStorage } from './provider-storage.ts'

/** The path under which the demo's OpenID Connect provider answers. */
export const PROVIDER_PATH = '/demo-idp'

// Long enough to read the page and choose.
const MINUTES = 60
const LIVES = {
  AccessToken: MINUTES,
  AuthorizationCode: MINUTES,
  Grant: 10 * MINUTES,
  IdToken: MINUTES,
  Interaction: 10 * MINUTES,
  Session: 10 * MINUTES,
}

/** The certified engine of oidc-provider with the made-up people as its accounts; keys are made anew at each start. */
export async function startEngine(world: World, seed: string): Promise<Provider> {
  const { Provider, interactionPolicy } = await importProvider()
  const { Check } = interactionPolicy
  const policy = interactionPolicy.base()
  // Who tries the demo is one person after another: the page comes up at each sign-in.
  policy
    .get('login')
    .checks.add(
      new Check('each-time', 'the demo asks each time', (ctx) =>
        ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    )
  const issuer = `${world.settings.publicUrl}${PROVIDER_PATH}`
  const provider = new Provider(issuer, {
    adapter: openProviderStorage(() => Date.now()),
    clients: world.settings.channels
      .filter((channel) => channel.issuer === issuer)
      .map((channel) => clientOf(world, channel)),
    jwks: { keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })] },
    cookies: {
      keys: [base64url(world.random(32))],
      names: { session: 'demo-idp', interaction: 'demo-idp-page', resume: 'demo-idp-resume' },
    },
    claims: { openid: ['sub', 'verified_claims'] },
    // Everything that we assert stands in the ID token itself.
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    ttl: LIVES,
    clientBasedCORS: () => false,
    interactions: { policy, url: (_ctx: ProviderContext, { uid }: { uid: string }) => `${PROVIDER_PATH}/hello/${uid}` },
    findAccount: (_ctx: ProviderContext, subject: string) => accountOf(seed, subject),
    loadExistingGrant: grantEverything,
    renderError(ctx: ProviderContext) {
      ctx.type = 'html'
      ctx.body = errorPage()
    },
  })
  provider.proxy = true
  provider.on('server_error', (_ctx, error) => world.log.error({ code: error.name }, 'the demo provider failed'))
  return provider
}

function clientOf(world: World, channel: ChannelSetting): object {
  return {
    client_id: channel.clientId,
    client_secret: channel.clientSecret,
    redirect_uris: ownOrigins(world.settings).map((origin) => callbackUrl(origin, channel.id)),
    response_types: ['code'],
    grant_types: ['authorization_code'],
    id_token_signed_response_alg: 'ES256',
  }
}

function accountOf(seed: string, subject: string): object | undefined {
  const index = findHandle(subject)
  if (index === undefined) return undefined
  const { name, document, vouchedFor } = demoPerson(seed, index)
  const verified = {
    verification: {
      trust_framework: TRUST_FRAMEWORK,
      evidence: [{ type: 'document', document_details: { type: document.type, document_number: document.number } }],
    },
    claims: { name },
  }
  return {
    accountId: subject,
    claims: async () => ({ sub: subject, ...(vouchedFor ? { verified_claims: verified } : {}) }),
  }
}

// Nobody is asked whether our own site may know who signs in at our own site.
async function grantEverything({ oidc }: ProviderContext): Promise<object> {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
  grant.addOIDCScope('openid')
  await grant.save()
  return grant
}

/**
 * The library, loaded when somebody first signs in, for it is slow to load. On a Node that is not yet called LTS it says so on the
 * terminal, where it would only frighten: it is kept from that.
 */
export async function importProvider(): Promise<typeof import('oidc-provider')> {
  const { warn } = console
  // oxlint-disable-next-line no-console -- The library asks for no other place to say it.
  console.warn = (...said: unknown[]) => {
    if (!String(said[0]).includes('oidc-provider WARNING')) warn(...said)
  }
  try {
    return await import('oidc-provider')
  } finally {
    // oxlint-disable-next-line no-console -- As it was.
    console.warn = warn
  }
}
