import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { utf8 } from '../../core/bytes.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import type { Passkey } from './store.ts'

// Passkeys (WebAuthn): what is asked of the browser, and whether what it answers holds. The library is loaded when the first member
// of staff needs it, so that no start waits for it.

/** Where a browser is: a passkey is for one host name, and for the pages of one address. */
export interface Place {
  readonly site: string
  readonly origin: string
}

/** The place of an origin. */
export function placeOf(origin: string): Place {
  return { site: new URL(origin).hostname, origin }
}

/** What the browser is asked to make. */
export async function questionToMake(
  ctx: Pick<Ctx, 'random'>,
  { site }: Place,
  of: { staffId: string; known: readonly Passkey[] },
): Promise<{ options: object; challenge: string }> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpName: '随申码 Suishenma',
    rpID: site,
    userID: own(utf8(of.staffId)),
    // It stands in the browser's list of passkeys, also on a phone of his own: an id, and nothing of who he is.
    userName: `staff-${of.staffId.slice(-6)}`,
    challenge: own(ctx.random(32)),
    attestationType: 'none',
    excludeCredentials: of.known.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  return { options, challenge: options.challenge }
}

/** The passkey that a browser made for our question. Problems: passkey-refused. */
export async function checkMade(
  { site, origin }: Place,
  told: { response: object; challenge: string },
): Promise<Pick<Passkey, 'credentialId' | 'publicKey' | 'counter'>> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: asMade(told.response),
    expectedChallenge: told.challenge,
    expectedOrigin: origin,
    expectedRPID: site,
    requireUserVerification: true,
  }).catch(refuse)
  if (!verified) throw new Problem('passkey-refused')
  const { id, publicKey, counter } = registrationInfo.credential
  return { credentialId: id, publicKey, counter }
}

/** What the browser is asked to sign. */
export async function questionToProve(
  ctx: Pick<Ctx, 'random'>,
  { site }: Place,
  known: readonly Passkey[],
): Promise<{ options: object; challenge: string }> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({
    rpID: site,
    challenge: own(ctx.random(32)),
    allowCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    userVerification: 'required',
  })
  return { options, challenge: options.challenge }
}

/** How often the passkey says that it has been used, where it signed our question. Problems: passkey-refused. */
export async function checkProof(
  { site, origin }: Place,
  told: { response: object; challenge: string; passkey: Passkey },
): Promise<number> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { credentialId, publicKey, counter } = told.passkey
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: asSigned(told.response),
    expectedChallenge: told.challenge,
    expectedOrigin: origin,
    expectedRPID: site,
    credential: { id: credentialId, publicKey: own(publicKey), counter },
    requireUserVerification: true,
  }).catch(refuse)
  if (!verified) throw new Problem('passkey-refused')
  return authenticationInfo.newCounter
}

/** The library throws whatever does not hold; what exactly is the browser's business and no help to whoever tries. */
function refuse(): never {
  throw new Problem('passkey-refused')
}

/** The same bytes in memory of their own, as the library's types want them. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

/** Whatever the browser sent: the library looks at every member itself. */
function asMade(response: object): RegistrationResponseJSON {
  return response as RegistrationResponseJSON
}

/** The same of what it signed. */
function asSigned(response: object): AuthenticationResponseJSON {
  return response as AuthenticationResponseJSON
}
