// How this device is a gate's: enrolled once by an operator's code, let in by its key from then on, and known by its certificate.

import type { GateDuty, GateEnrolment, GateSessionRequest } from '../../contract/gates.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { readGateCertificate, type GateCertificateReader } from '../../core/code/gate-certificate.ts'
import { compressPoint } from '../../core/code/p256.ts'
import { gateRequestText, type GateRequest } from '../../core/gate-request.ts'
import { CallProblem } from '../kit/api.ts'

/** What becoming and being a gate needs of the world. */
export interface LinkWorld {
  call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>
  /** A time to sign: later than any that the same key has signed, whatever the clock says. */
  signingTime(): number
}

/** What the device's key does: ES256, 64 bytes. */
export type SignByDevice = (text: Uint8Array) => Promise<Uint8Array>

/** A new key of a device; the private half can be used and not read out. `publicKey`: compressed, 33 bytes. */
export interface DeviceKey {
  readonly privateKey: CryptoKey
  readonly publicKey: Uint8Array
}

/** Makes a key for this device. */
export async function makeDeviceKey(): Promise<DeviceKey> {
  const kind = { name: 'ECDSA', namedCurve: 'P-256' }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(kind, false, ['sign', 'verify'])
  return { privateKey, publicKey: compressPoint(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))) }
}

/** Signing by a device's key. */
export function signBy(privateKey: CryptoKey): SignByDevice {
  return async (text) => {
    const how = { name: 'ECDSA', hash: 'SHA-256' }
    return new Uint8Array(await crypto.subtle.sign(how, privateKey, new Uint8Array(text)))
  }
}

/** An operator's code as it was meant: capitals, without what is typed to tell groups apart. */
export function cleanCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')
}

/** Makes this device the one that a code was made for. Rejects with the server's problem, or where it does not answer. */
export async function enrol(world: LinkWorld, told: { code: string; key: DeviceKey }): Promise<GateDuty> {
  const code = cleanCode(told.code)
  const deviceKey = base64url(told.key.publicKey)
  const signed = await signNow(world, { asks: 'enrolment', code, deviceKey }, signBy(told.key.privateKey))
  return world.call<GateDuty>('POST', '/api/gate-enrolments', { code, deviceKey, ...signed } satisfies GateEnrolment)
}

/** What this device works with now. Where its session has ended, or another account took its place in this browser, it lets itself in again. */
export async function fetchDuty(world: LinkWorld, by: { deviceId: string; sign: SignByDevice }): Promise<GateDuty> {
  try {
    return await world.call<GateDuty>('GET', '/api/gate-duty')
  } catch (fault) {
    if (!(fault instanceof CallProblem) || (fault.status !== 401 && fault.problem !== 'not-permitted')) throw fault
  }
  const { deviceId } = by
  const signed = await signNow(world, { asks: 'session', deviceId }, by.sign)
  return world.call<GateDuty>('POST', '/api/gate-sessions', { deviceId, ...signed } satisfies GateSessionRequest)
}

async function signNow(
  world: LinkWorld,
  request: GateRequest,
  sign: SignByDevice,
): Promise<{ time: number; signature: string }> {
  const time = world.signingTime()
  return { time, signature: base64url(await sign(gateRequestText(request, time))) }
}

/** Whether this device may judge now by the certificate that it holds. A clock that is behind, or a key that is not here yet, stops nobody. */
export async function isCertified(duty: GateDuty, reader: GateCertificateReader): Promise<boolean> {
  const bytes = fromBase64url(duty.certificate)
  if (!bytes) return false
  const read = await readGateCertificate(bytes, reader)
  if (!read.ok) return read.because === 'clock' || read.because === 'unknown-key'
  return read.certificate.deviceId === duty.deviceId && read.certificate.gateId === duty.gate.gateId
}
