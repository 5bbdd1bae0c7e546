import { createPublicKey, hash, sign, type KeyObject } from 'node:crypto'
import { utf8 } from '../../core/bytes.ts'
import { formatShanghai, HOUR, after, type Instant } from '../../core/instant.ts'

// X.509 (RFC 5280) in DER, as much of it as a certificate authority for one local network needs.

/** A certificate to be made; `names` and what it may do come from the function that makes it. */
export interface CertificateOrder {
  readonly serial: Uint8Array
  readonly subject: string
  readonly issuer: string
  readonly from: Instant
  readonly to: Instant
  readonly publicKey: KeyObject
  readonly issuerKey: KeyObject
}

/** The certificate (DER) of an authority that signs itself and vouches for private addresses and local names only, whoever gets its key. */
export function makeAuthorityCertificate(order: CertificateOrder, localNames: readonly string[]): Buffer {
  return makeCertificate(order, [
    extension('2.5.29.19', true, sequence(BOOLEAN_TRUE, integer(Uint8Array.of(0)))),
    // keyCertSign and cRLSign.
    extension('2.5.29.15', true, der(0x03, Uint8Array.of(0x01, 0x06))),
    extension('2.5.29.30', true, permitted(localNames)),
  ])
}

/** The certificate (DER) of a server under these names and IPv4 addresses. */
export function makeServerCertificate(
  order: CertificateOrder,
  under: { names: readonly string[]; addresses: readonly string[] },
): Buffer {
  const general = [
    ...under.names.map((name) => der(0x82, utf8(name))),
    ...under.addresses.map((address) => der(0x87, ipv4(address))),
  ]
  return makeCertificate(order, [
    extension('2.5.29.19', true, sequence()),
    // digitalSignature.
    extension('2.5.29.15', true, der(0x03, Uint8Array.of(0x07, 0x80))),
    // serverAuth.
    extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, sequence(...general)),
  ])
}

/** A certificate in PEM. */
export function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

// Private (RFC 1918), carrier-shared (RFC 6598, also used by VPNs among friends), link-local and this machine's own.
const PRIVATE_NETWORKS: readonly (readonly [address: string, mask: string])[] = [
  ['10.0.0.0', '255.0.0.0'],
  ['172.16.0.0', '255.240.0.0'],
  ['192.168.0.0', '255.255.0.0'],
  ['100.64.0.0', '255.192.0.0'],
  ['169.254.0.0', '255.255.0.0'],
  ['127.0.0.0', '255.0.0.0'],
]

/** Whether an authority of ours may vouch for an IPv4 address. */
export function isPrivateAddress(address: string): boolean {
  const bytes = ipv4(address)
  return PRIVATE_NETWORKS.some(([network, mask]) => {
    const [base, bits] = [ipv4(network), ipv4(mask)]
    return bytes.every((byte, place) => (byte & (bits[place] ?? 0)) === base[place])
  })
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
const BOOLEAN_TRUE = der(0x01, Uint8Array.of(0xff))

function makeCertificate(order: CertificateOrder, extensions: readonly Buffer[]): Buffer {
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256))
  const spki = order.publicKey.export({ format: 'der', type: 'spki' })
  const toBeSigned = sequence(
    der(0xa0, integer(Uint8Array.of(2))),
    integer(order.serial),
    algorithm,
    name(order.issuer),
    sequence(time(order.from), time(order.to)),
    name(order.subject),
    spki,
    der(
      0xa3,
      sequence(
        ...extensions,
        extension('2.5.29.14', false, der(0x04, keyId(order.publicKey))),
        extension('2.5.29.35', false, sequence(der(0x80, keyId(createPublicKey(order.issuerKey))))),
      ),
    ),
  )
  const signature = sign('sha256', toBeSigned, order.issuerKey)
  return sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Uint8Array.of(0), signature])))
}

function permitted(localNames: readonly string[]): Buffer {
  const subtrees = [
    ...localNames.map((local) => sequence(der(0x82, utf8(local)))),
    ...PRIVATE_NETWORKS.map(([network, mask]) => sequence(der(0x87, Buffer.concat([ipv4(network), ipv4(mask)])))),
  ]
  return sequence(der(0xa0, Buffer.concat(subtrees)))
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [BOOLEAN_TRUE] : []), der(0x04, value))
}

function keyId(publicKey: KeyObject): Buffer {
  return hash('sha256', publicKey.export({ format: 'der', type: 'spki' }), 'buffer').subarray(0, 20)
}

function name(common: string): Buffer {
  return sequence(der(0x31, sequence(objectId(COMMON_NAME), der(0x0c, utf8(common)))))
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on, as RFC 5280 wants it; both in UTC. */
function time(at: Instant): Buffer {
  const digits = formatShanghai(after(at, -8 * HOUR)).replaceAll(/\D/g, '')
  return Number(digits.slice(0, 4)) < 2050 ? der(0x17, utf8(`${digits.slice(2)}Z`)) : der(0x18, utf8(`${digits}Z`))
}

function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Uint8Array.of(0) : bytes.subarray(start)
  // A first bit that is set would mean a negative number.
  return der(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), digits]) : digits)
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function ipv4(address: string): Uint8Array {
  return Uint8Array.from(address.split('.').map(Number))
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function der(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.from([tag, ...derLength(content.length)]), content])
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
