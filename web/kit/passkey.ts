import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import type { SessionView } from '../../contract/identity.ts'
import type { PasskeyQuestion, StaffCode } from '../../contract/staff.ts'
import { call, CallProblem } from './api.ts'

// How staff show that it is they: the calls and the browser's passkeys, for whatever page asks. Each step answers the session as it
// is then; what the server refuses is thrown as its problem.

/** Why this browser makes and shows no passkeys here, if it does not. */
export type PasskeyHindrance =
  /** The page came over plain HTTP. */
  | 'not-secure'
  /** Passkeys are for names, and the address is a number. */
  | 'no-name'
  /** The browser knows no passkeys. */
  | 'too-old'

/** What stands in the way of passkeys at this address and in this browser; undefined: nothing. */
export function findHindrance(
  here: { hostname: string; isSecure: boolean; knowsPasskeys: boolean } = {
    hostname: location.hostname,
    isSecure: isSecureContext,
    knowsPasskeys: 'PublicKeyCredential' in globalThis,
  },
): PasskeyHindrance | undefined {
  if (!here.isSecure) return 'not-secure'
  if (/^[\d.]+$|^\[/.test(here.hostname)) return 'no-name'
  return here.knowsPasskeys ? undefined : 'too-old'
}

/** The person, or his device, broke off: nothing was made or shown, and he may try again. */
export class PasskeyBrokenOff extends Error {}

/** Whether whoever is signed in has a passkey for this address. */
export async function hasPasskey(): Promise<boolean> {
  try {
    await call<PasskeyQuestion>('POST', '/api/passkey/question', {})
    return true
  } catch (fault) {
    if (fault instanceof CallProblem && fault.problem === 'passkey-missing') return false
    throw fault
  }
}

/** Takes the administrator's one-time code. */
export async function takeStaffCode(code: string): Promise<SessionView> {
  return call('POST', '/api/staff-code', { code })
}

/** In a demo: a code for whoever is signed in. */
export async function drawDemoCode(): Promise<string> {
  return (await call<StaffCode>('POST', '/api/demo/staff-codes', {})).code
}

/** Has the browser make a passkey. Throws PasskeyBrokenOff. */
export async function makePasskey(): Promise<SessionView> {
  const { options } = await call<PasskeyQuestion>('POST', '/api/passkey/new', {})
  const response = await unlessBrokenOff(startRegistration({ optionsJSON: asQuestion(options) }))
  return call('POST', '/api/passkey/made', { response })
}

/** Has the browser show a passkey. Throws PasskeyBrokenOff. */
export async function showPasskey(): Promise<SessionView> {
  const { options } = await call<PasskeyQuestion>('POST', '/api/passkey/question', {})
  const response = await unlessBrokenOff(startAuthentication({ optionsJSON: asQuestion(options) }))
  return call('POST', '/api/passkey/proof', { response })
}

async function unlessBrokenOff<Response>(asked: Promise<Response>): Promise<Response> {
  try {
    return await asked
  } catch (cause) {
    // Browsers do not say why, so that no page learns what passkeys somebody has: declined, too late, none that fits.
    if (cause instanceof WebAuthnError || cause instanceof DOMException) throw new PasskeyBrokenOff('', { cause })
    throw cause
  }
}

/** The server's library made it for the browser's half of the same library. */
function asQuestion<Question>(options: object): Question {
  return options as Question
}
