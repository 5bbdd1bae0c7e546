import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'

const PAGE = new URL('../../web/lan/trust.html', import.meta.url)
const CERTIFICATE_PATH = '/suishenma-authority.crt'

/** Serves, without HTTPS since nobody trusts us yet, the page on which a phone learns to trust the local authority. */
export async function serveTrustPage(options: {
  host: string
  port: number
  certificate: Buffer
  fingerprint: string
  /** Where to go afterwards. */
  address: () => string
}): Promise<Server> {
  const page = await readFile(PAGE, 'utf8')
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-store')
    if (request.url === CERTIFICATE_PATH) {
      // This type makes iOS and Android offer to install it.
      response.setHeader('content-type', 'application/x-x509-ca-cert')
      response.end(options.certificate)
    } else if (request.url === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      response.end(page.replaceAll('{{fingerprint}}', options.fingerprint).replaceAll('{{address}}', options.address()))
    } else {
      response.writeHead(404).end()
    }
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  return server
}
