import { utf8 } from './bytes.ts'

/** What a gate's device signs when it has no session yet: that it holds the key it names. */
export type GateRequest =
  /** To be enrolled by an operator's one-time code, under a key of its own (compressed, base64url). */
  | { readonly asks: 'enrolment'; readonly code: string; readonly deviceKey: string }
  /** To be let in again. */
  | { readonly asks: 'session'; readonly deviceId: string }

/** The bytes that the device's key signs. The first line keeps such a signature apart from any other that the key could ever make. */
export function gateRequestText(request: GateRequest, time: number): Uint8Array {
  const subject = request.asks === 'enrolment' ? `${request.code} ${request.deviceKey}` : request.deviceId
  return utf8(`suishenma-gate-1\n${request.asks} ${subject}\n${time}\n`)
}
