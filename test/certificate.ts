import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { get } from 'node:https'
import { after, DAY_LENGTH, instant } from '../core/instant.ts'
import { makeServerCertificate, toPem } from '../server/kit/certificate.ts'

/** A certificate for `localhost` that signs itself, good today, and its key; both in PEM. */
export function aCertificate(): { cert: string; key: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = instant(Date.now())
  const certificate = makeServerCertificate(
    {
      serial: randomBytes(16),
      subject: 'localhost',
      issuer: 'localhost',
      from: after(now, -DAY_LENGTH),
      to: after(now, DAY_LENGTH),
      publicKey: createPublicKey(privateKey),
      issuerKey: privateKey,
    },
    { names: ['localhost'], addresses: ['127.0.0.1'] },
  )
  return { cert: toPem(certificate), key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })) }
}

/** Gets a page over HTTPS, believing only the given certificate or authority; undefined: only the public ones. */
export async function getSecurely(url: string, ca: string | undefined): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = get(url, ca === undefined ? {} : { ca }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (body += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asking.on('error', reject)
  })
}
