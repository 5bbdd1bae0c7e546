import * as client from 'openid-client'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, documentHash, sameSecret, sealJson, sha256, unsealJson } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import type { IdentityDocument } from '../../core/document.ts'
import { CLAIMS_WANTED, readAssertion } from './assertion.ts'
import { callbackUrl, codeOf, lastingIssuer, type Channels } from './channels.ts'
import { endSession, startSession, type NewSession } from './session.ts'
import { hasDesk, STAFF_ROW } from './staff-row.ts'
import { recordSignIn } from './staff-session.ts'

// Signing in at an OpenID Connect provider: authorization code with PKCE, nonce and state. What is under way is sealed
// in the database and bound to the browser that began it by a cookie.

/** How long somebody may take at the provider. */
export const SIGN_IN_WITHIN = 10 * MINUTE

/** What must come back unchanged when the provider answers. */
interface UnderWay {
  readonly verifier: string
  readonly nonce: string
  readonly browser: string
  readonly returnTo: string
  readonly origin: string
}

/**
 * Sends a browser to a channel's provider. `browser` is the secret that the browser keeps meanwhile; one that it has
 * already serves for another tab too. Problems: channel-unknown, channel-failed.
 */
export async function beginSignIn(
  ctx: Ctx,
  channels: Channels,
  asked: { channelId: string; returnTo: string; origin: string; browser: string | undefined },
): Promise<{ location: string; browser: string }> {
  const { channel, provider } = await channels.getProvider(asked.channelId)
  const browser = isSecret(asked.browser) ? asked.browser : secret(ctx)
  const state = secret(ctx)
  const underWay: UnderWay = {
    verifier: secret(ctx),
    nonce: secret(ctx),
    browser: base64url(sha256(browser)),
    returnTo: samePath(asked.returnTo),
    origin: asked.origin,
  }
  await ctx.db
    .insertInto('sign_in')
    .values({
      state_hash: sha256(state),
      channel: channel.id,
      sealed: sealJson(ctx, ctx.keys.cookie, sealContext(channel.id), underWay),
      expires_at: toDate(after(ctx.now, SIGN_IN_WITHIN)),
    })
    .execute()
  const location = client.buildAuthorizationUrl(provider, {
    redirect_uri: callbackUrl(underWay.origin, channel.id),
    scope: 'openid',
    state,
    nonce: underWay.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(underWay.verifier),
    code_challenge_method: 'S256',
    claims: CLAIMS_WANTED,
  })
  return { location: location.href, browser }
}

/**
 * Takes the provider's answer and begins a session, for staff where the account is staff's. `search` is the query of
 * the callback as it came; `oldSession` ends with it. Problems: sign-in-expired, channel-unknown, channel-failed.
 */
export async function completeSignIn(
  ctx: Ctx,
  channels: Channels,
  answer: { channelId: string; search: string; browser: string | undefined; oldSession: Uint8Array | undefined },
): Promise<{ session: NewSession; returnTo: string }> {
  const state = new URLSearchParams(answer.search).get('state') ?? ''
  const underWay = await takeUnderWay(ctx, answer.channelId, state)
  if (!isSecret(answer.browser) || !sameSecret(sha256(answer.browser), fromBase64url(underWay.browser)!)) {
    throw new Problem('sign-in-expired')
  }
  const asserted = await askProvider(ctx, channels, { ...answer, state, underWay })
  const session = await ctx.db.transaction().execute(async (tx) => {
    if (answer.oldSession) await endSession(tx, ctx, answer.oldSession)
    return admitSubject(tx, ctx, asserted)
  })
  return { session, returnTo: underWay.returnTo }
}

/** The keyed hash by which an account or a member of staff is found: of the provider's issuer and its name for the person. */
export function subjectHash(ctx: Pick<Ctx, 'keys' | 'settings'>, issuer: string, subject: string): Uint8Array {
  return blindIndex(ctx.keys, 'subject', `${lastingIssuer(ctx.settings, issuer)}\n${subject}`)
}

/** A path of this site, whatever was asked for: nobody is sent elsewhere after signing in. */
export function samePath(asked: string): string {
  const base = 'https://here.invalid'
  const url = URL.parse(asked, base)
  return asked.startsWith('/') && url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/'
}

interface Asserted {
  readonly channelId: string
  readonly subject: Uint8Array
  readonly document: IdentityDocument | undefined
}

async function takeUnderWay(ctx: Ctx, channelId: string, state: string): Promise<UnderWay> {
  // Deleting is taking: an answer that comes twice finds nothing.
  const row = await ctx.db
    .deleteFrom('sign_in')
    .where('sign_in.state_hash', '=', sha256(state))
    .where('sign_in.channel', '=', channelId)
    .where('sign_in.expires_at', '>', toDate(ctx.now))
    .returning('sign_in.sealed')
    .executeTakeFirst()
  if (!row) throw new Problem('sign-in-expired')
  return unsealJson<UnderWay>(ctx.keys.cookie, sealContext(channelId), row.sealed)
}

async function askProvider(
  ctx: Ctx,
  channels: Channels,
  asked: { channelId: string; search: string; state: string; underWay: UnderWay },
): Promise<Asserted> {
  const { channel, provider } = await channels.getProvider(asked.channelId)
  const here = new URL(`${callbackUrl(asked.underWay.origin, channel.id)}?${asked.search}`)
  try {
    const tokens = await client.authorizationCodeGrant(provider, here, {
      pkceCodeVerifier: asked.underWay.verifier,
      expectedNonce: asked.underWay.nonce,
      expectedState: asked.state,
      idTokenExpected: true,
    })
    const { iss, sub, verified_claims: verified } = tokens.claims()!
    const assertion = readAssertion(verified)
    if (assertion.kind === 'unreadable') ctx.log.warn({ channel: channel.id }, 'a verified_claims was not as expected')
    return {
      channelId: channel.id,
      subject: subjectHash(ctx, iss, sub),
      document: assertion.kind === 'document' ? assertion.document : undefined,
    }
  } catch (error) {
    ctx.log.warn({ channel: channel.id, code: codeOf(error) }, 'a sign-in failed at the provider')
    throw new Problem('channel-failed')
  }
}

async function admitSubject(tx: Tx, ctx: Ctx, { channelId, subject, document }: Asserted): Promise<NewSession> {
  const assertedHash = document ? documentHash(ctx.keys, document) : null
  const account = await tx
    .insertInto('account')
    .values({
      account_id: newId(ctx),
      channel: channelId,
      subject_hash: subject,
      created_at: toDate(ctx.now),
      asserted_document_hash: assertedHash,
    })
    .onConflict((conflict) =>
      conflict.columns(['channel', 'subject_hash']).doUpdateSet({ asserted_document_hash: assertedHash }),
    )
    .returning('account_id')
    .executeTakeFirstOrThrow()
  const staff = await tx
    .selectFrom('staff')
    .select(STAFF_ROW)
    .where('staff.channel', '=', channelId)
    .where('staff.subject_hash', '=', subject)
    .executeTakeFirst()
  const { account_id: accountId } = account
  if (!staff || !hasDesk(ctx.keys, staff)) return startSession(tx, ctx, { accountId, staff: undefined })
  const standing = ctx.settings.secondFactor === 'none' ? 'proved' : 'known'
  const session = await startSession(tx, ctx, { accountId, staff: { staffId: staff.staff_id, standing } })
  if (standing === 'proved') {
    const sessionHash = sha256(fromBase64url(session.token)!)
    await recordSignIn(tx, ctx, { accountId, channel: channelId, sessionHash }, staff)
  }
  return session
}

function sealContext(channelId: string): string {
  return `sign-in:${channelId}`
}

function secret(ctx: Ctx): string {
  return base64url(ctx.random(32))
}

function isSecret(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text)
}
