import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './program.ts'

/** Whether this machine has nginx. */
export const hasNginx = spawnSync('nginx', ['-v']).error === undefined

const LONGEST_START_MS = 5_000
const GLANCE_MS = 50

/** nginx before a program, set up as docs/nginx.conf says, over TLS where a certificate is given. */
export async function startNginx(of: {
  readonly listDir: string
  readonly programPort: number
  readonly pair?: { readonly cert: string; readonly key: string }
}): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-nginx-'))
  const port = await freePort()
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  await writeFile(cert, of.pair?.cert ?? '')
  await writeFile(key, of.pair?.key ?? '')
  const site = (await readFile(new URL('../docs/nginx.conf', import.meta.url), 'utf8'))
    .replace('listen 443', `listen 127.0.0.1:${port}`)
    .replace('/etc/ssl/certs/code.example.pem', cert)
    .replace('/etc/ssl/private/code.example.key', key)
    .replace('/var/lib/suishenma-list;', `${of.listDir};`)
    .replace('127.0.0.1:8080', `127.0.0.1:${of.programPort}`)
  const plain = site.replace(' ssl http2', '').replaceAll(/^ *ssl_certificate.*$/gm, '')
  await mkdir(join(folder, 'temp'))
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; worker_rlimit_nofile 16384; pid ${folder}/pid; error_log ${folder}/error.log; events { worker_connections 8192; }
     http { access_log off; client_body_temp_path ${folder}/temp; proxy_temp_path ${folder}/temp;
            fastcgi_temp_path ${folder}/temp; uwsgi_temp_path ${folder}/temp; scgi_temp_path ${folder}/temp;
            ${of.pair === undefined ? plain : site} }`,
  )
  // As root its workers would be another account, which temporary folders are closed to.
  const user = process.getuid?.() === 0 ? 'user root; ' : ''
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log'), '-g', user]
  const nginx = spawn('nginx', args, { stdio: 'ignore' })
  await untilListening(port)
  return {
    port,
    async stop() {
      nginx.kill('SIGTERM')
      await once(nginx, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilListening(port: number): Promise<void> {
  const deadline = performance.now() + LONGEST_START_MS
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const listens = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (listens) return
    if (performance.now() > deadline) throw new Error('nginx does not listen')
    await pause(GLANCE_MS)
  }
}
