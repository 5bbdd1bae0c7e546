// Base45 (RFC 9285), strictly: each byte string has one text and each text at most one byte string.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const FOREIGN = 255
const VALUE = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code))
  return value < 0 ? FOREIGN : value
})

/** The base45 text of bytes: three characters for two bytes, two for a last single one. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 2) {
    const low = bytes[at + 1]
    const value = low === undefined ? bytes[at]! : bytes[at]! * 256 + low
    text += ALPHABET[value % 45]! + ALPHABET[Math.floor(value / 45) % 45]!
    if (low !== undefined) text += ALPHABET[Math.floor(value / 2025)]!
  }
  return text
}

/** The bytes of a base45 text; undefined for a foreign character, a length of 1 modulo 3, or a group too great for its bytes. */
export function decodeBase45(text: string): Uint8Array | undefined {
  const left = text.length % 3
  if (left === 1) return undefined
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (left === 2 ? 1 : 0))
  let to = 0
  for (let at = 0; at < text.length; at += 3) {
    const low = valueAt(text, at)
    const middle = valueAt(text, at + 1)
    const high = at + 2 < text.length ? valueAt(text, at + 2) : 0
    if (low === FOREIGN || middle === FOREIGN || high === FOREIGN) return undefined
    const value = low + middle * 45 + high * 2025
    if (at + 2 < text.length) {
      if (value > 0xffff) return undefined
      bytes[to] = value >> 8
      bytes[to + 1] = value
      to += 2
    } else {
      if (value > 0xff) return undefined
      bytes[to] = value
    }
  }
  return bytes
}

function valueAt(text: string, at: number): number {
  return VALUE[text.charCodeAt(at)] ?? FOREIGN
}
