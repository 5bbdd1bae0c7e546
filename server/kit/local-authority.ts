import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import { rmSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { hex } from '../../core/bytes.ts'
import { after, DAY_LENGTH, HOUR, type Instant } from '../../core/instant.ts'
import { isPrivateAddress, makeAuthorityCertificate, makeServerCertificate, toPem } from './certificate.ts'
import { keepSecret, makeSecretFolder, readSecret } from './key-store.ts'

const AUTHORITY_LIFE = 10 * 365 * DAY_LENGTH
/** Apple refuses server certificates that live longer than 825 days, and those of public authorities after 398. */
const SERVER_LIFE = 397 * DAY_LENGTH
/** Phones' clocks may be behind ours. */
const BACKDATED = HOUR
const SERIAL_LENGTH = 16

/** A certificate authority of this machine, for phones in the same network. */
export interface LocalAuthority {
  /** What a phone has to trust, as DER. */
  readonly certificate: Buffer
  /** SHA-256 of the certificate, to compare by eye. */
  readonly fingerprint: string
  /** A certificate with chain and its key (PEM) for this machine under its addresses of this moment. */
  serverCertificate(addresses: readonly string[]): { cert: string; key: string }
}

/** The authority of a folder, made the first time; this process then trusts it, since it calls its own sign-in provider. */
export function openLocalAuthority(options: {
  folder: string
  clock: () => Instant
  random: (bytes: number) => Uint8Array
}): LocalAuthority {
  makeSecretFolder(options.folder)
  const { key, certificate } = readAuthority(options) ?? makeAuthority(options)
  const pem = toPem(certificate)
  setDefaultCACertificates([...getCACertificates('default'), pem])
  const { subject, fingerprint256 } = new X509Certificate(certificate)
  return {
    certificate,
    fingerprint: fingerprint256,
    serverCertificate(addresses) {
      const now = options.clock()
      const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const made = makeServerCertificate(
        {
          serial: options.random(SERIAL_LENGTH),
          subject: 'suishenma',
          issuer: subject.replace(/^CN=/, ''),
          from: after(now, -BACKDATED),
          to: after(now, SERVER_LIFE),
          publicKey: server.publicKey,
          issuerKey: key,
        },
        { names: localNames(), addresses: ['127.0.0.1', ...addresses] },
      )
      return { cert: toPem(made) + pem, key: server.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string }
    },
  }
}

/** The private IPv4 addresses of this machine, those of real networks before those of containers and tunnels. */
export function listLanAddresses(): string[] {
  const all = Object.entries(networkInterfaces()).flatMap(([device, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivateAddress(address))
      .map(({ address }) => ({
        address,
        virtual: /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|tailscale)/.test(device),
      })),
  )
  return all.toSorted((a, b) => Number(a.virtual) - Number(b.virtual)).map(({ address }) => address)
}

interface Authority {
  readonly key: KeyObject
  readonly certificate: Buffer
}

/** Undefined when there is none yet, or when it ended before a certificate of today would and is gone now. */
function readAuthority(options: { folder: string; clock: () => Instant }): Authority | undefined {
  const files = [join(options.folder, 'authority.der'), join(options.folder, 'authority.pem')] as const
  const [certificate, key] = files.map(readSecret)
  if (!certificate || !key) return undefined
  const { validToDate } = new X509Certificate(certificate)
  if (validToDate.getTime() < after(options.clock(), SERVER_LIFE)) {
    for (const file of files) rmSync(file)
    return undefined
  }
  return { certificate, key: createPrivateKey(key) }
}

function makeAuthority(options: {
  folder: string
  clock: () => Instant
  random: (bytes: number) => Uint8Array
}): Authority {
  const { folder, random } = options
  const now = options.clock()
  const made = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const pem = made.export({ format: 'pem', type: 'pkcs8' }) as string
  const key = createPrivateKey(keepSecret(join(folder, 'authority.pem'), Buffer.from(pem), random))
  // The number keeps two machines' authorities apart in a phone's list.
  const name = `suishenma ${hostname().replaceAll(/[^a-zA-Z0-9-]/g, '-')} ${hex(random(3))}`
  const certificate = makeAuthorityCertificate(
    {
      serial: random(SERIAL_LENGTH),
      subject: name,
      issuer: name,
      from: after(now, -BACKDATED),
      to: after(now, AUTHORITY_LIFE),
      publicKey: createPublicKey(key),
      issuerKey: key,
    },
    ['localhost', 'local'],
  )
  return { key, certificate: keepSecret(join(folder, 'authority.der'), certificate, random) }
}

/** Of the names, `localhost` and whatever ends in `.local` are permitted, so that a new host name needs no new authority. */
function localNames(): string[] {
  const own = hostname().toLowerCase().split('.')[0] ?? ''
  return /^[a-z0-9-]+$/.test(own) && own !== 'localhost' ? ['localhost', `${own}.local`] : ['localhost']
}
