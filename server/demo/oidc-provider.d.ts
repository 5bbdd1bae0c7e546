// What we use of oidc-provider, which comes without types.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export class Provider {
    constructor(issuer: string, configuration: object)
    /** Whether X-Forwarded-Host and X-Forwarded-Proto are believed. */
    proxy: boolean
    readonly Grant: new (of: { clientId: string; accountId: string }) => {
      addOIDCScope(scope: string): void
      save(): Promise<string>
    }
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    on(event: 'server_error', listener: (ctx: unknown, error: Error) => void): void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ readonly uid: string }>
    /** Keeps the outcome of an interaction and answers the address at which the provider goes on. */
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login: { accountId: string; remember: boolean } },
    ): Promise<string>
  }

  export interface ProviderContext {
    type: string
    body: string
    readonly oidc: {
      readonly provider: Provider
      readonly client: { readonly clientId: string }
      readonly session: { readonly accountId: string }
      readonly result?: { readonly login?: object }
    }
  }

  export namespace interactionPolicy {
    class Check {
      constructor(reason: string, description: string, check: (ctx: ProviderContext) => boolean)
      static readonly REQUEST_PROMPT: boolean
      static readonly NO_NEED_TO_PROMPT: boolean
    }
    function base(): { get(prompt: 'login'): { checks: { add(check: Check): void } } }
  }
}
