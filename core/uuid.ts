import { hex } from './bytes.ts'
import type { Instant } from './instant.ts'

/** A UUIDv7 (RFC 9562): the moment in front, so that ids sort by time; `random` gives 10 bytes. */
export function uuidv7(now: Instant, random: (bytes: number) => Uint8Array): string {
  const bytes = new Uint8Array(16)
  for (let place = 5, rest: number = now; place >= 0; place -= 1, rest = Math.floor(rest / 256))
    bytes[place] = rest % 256
  bytes.set(random(10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const text = hex(bytes)
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
}

/** Whether a text is a UUID in lower case, of any version. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
