import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import type { Bilingual } from '../core/bilingual.ts'
import { isListAddress } from '../core/list/list-index.ts'
import { readChannels } from './channels-file.ts'
import type { Settings } from './kit/world.ts'

const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const

/** How the program is set up: everything that the environment and the command line say, read once at start. */
export interface Config {
  /** `DATA_DIR`: the folder of everything that is kept. Default: `data` in the project. */
  readonly dataDir: string
  /** `KEYS_DIR`: the folder of the keys that never enter the database. Default: `keys` in `DATA_DIR`. */
  readonly keysDir: string
  /** `LIST_DIR`: the folder that the colour list is published into; a web server may serve it. Default: `list` in `DATA_DIR`. */
  readonly listDir: string
  /** `LIST_URL`: the address under which people and gates reach the colour list, such as a CDN's. Default: `/list` of this site. */
  readonly listUrl: string
  /** `DATABASE_URL`: the PostgreSQL server to use, as `postgresql://user:password@host:5432/database`. Default: the embedded one. */
  readonly databaseUrl: string | undefined
  /** `HOST`: the address to listen on. Default: `127.0.0.1`, this machine only; with `--lan` `0.0.0.0`. */
  readonly host: string
  /** `PORT`: the TCP port to listen on, 1 to 65535. With `--lan` the next one serves the page to trust it. Default: `8080`. */
  readonly port: number
  /** `--lan`: serves phones in the same network over HTTPS with a certificate authority of this machine. Default: off. */
  readonly lan: boolean
  /** `TLS_CERT` and `TLS_KEY`: PEM files of a certificate (with its chain) and its key, to serve HTTPS. Default: HTTP. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined
  /** `PUBLIC_URL`: the address under which people reach us, without a path. Default: from `HOST`, `PORT` and HTTPS or not. */
  readonly publicUrl: string | undefined
  /**
   * `PROOF_ORIGIN`: the origin that proofs of appeals are saved from, such as `https://proofs.example`: a name of its own for this program, so that no
   * file of a stranger is ever of the site's origin. Default: `proofs.localhost` of the same port where the site is on localhost; elsewhere none, and
   * proofs cannot be opened.
   */
  readonly proofOrigin: string | undefined
  /** `LOG_LEVEL`: the least that is logged, one of error, warn, info, debug, silent. Default: `info`. */
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** `REQUEST_LOG`: the share of requests that get a log line, 0 to 1; failures always do. Default: `1`, with `CITY_MODE=production` `0.01`. */
  readonly requestLog: number
  /**
   * `CITY_MODE`: `demo` has made-up people, venues and sign-in and keys that only demo gates accept; `production` has none of them. Default: `demo`.
   * `REGISTER`: the population register to match against, `demo` or `none`. Default: `demo`, in production `none`.
   * `ISSUER`: the name that stands in every code. Default: `shanghai.demo`; production must name its own.
   * `HELPLINE`: the telephone number shown where people may need help. Default: `12345`.
   * `SERVICE_POINT`: where people go in person, as `中文 | English`. Default: the community service centre.
   * `STAFF_SECOND_FACTOR`: what staff show besides their sign-in, `passkey` or `none`. Default: `none`; in production `passkey`, and `none` is refused.
   * `CHANNELS_FILE`: a JSON list of the OpenID Connect providers to sign in with. Default: the demo's own.
   */
  readonly settings: Omit<Settings, 'publicUrl' | 'listUrl' | 'proofOrigin'>
}

/** Every setting of the environment with its default as `docs/configuration.md` names it. */
export const DEFAULTS = {
  DATA_DIR: 'data',
  KEYS_DIR: 'DATA_DIR/keys',
  LIST_DIR: 'DATA_DIR/list',
  LIST_URL: '/list',
  DATABASE_URL: '',
  HOST: '127.0.0.1',
  PORT: '8080',
  PUBLIC_URL: '',
  PROOF_ORIGIN: '',
  TLS_CERT: '',
  TLS_KEY: '',
  CHANNELS_FILE: '',
  STAFF_SECOND_FACTOR: 'none',
  CITY_MODE: 'demo',
  REGISTER: 'demo',
  ISSUER: 'shanghai.demo',
  HELPLINE: '12345',
  SERVICE_POINT: '就近的社区事务受理服务中心 | your nearest community service centre',
  LOG_LEVEL: 'info',
  REQUEST_LOG: '1',
} as const

type Name = keyof typeof DEFAULTS
type Environment = Readonly<Record<string, string | undefined>>

/** Reads environment and command line, or answers everything that is wrong with them at once. */
export function readConfig(
  env: Environment,
  argv: readonly string[],
): { ok: true; config: Config } | { ok: false; faults: readonly Bilingual[] } {
  const faults: Bilingual[] = []
  const read = reader(env, faults)
  const lan = readFlags(argv, faults)
  const production = read.oneOf('CITY_MODE', ['demo', 'production'], 'demo') === 'production'
  const dataDir = resolve(read.text('DATA_DIR') ?? join(import.meta.dirname, '..', 'data'))
  const config: Config = {
    dataDir,
    keysDir: resolve(read.text('KEYS_DIR') ?? join(dataDir, 'keys')),
    listDir: resolve(read.text('LIST_DIR') ?? join(dataDir, 'list')),
    listUrl: readListUrl(read.text('LIST_URL') ?? DEFAULTS.LIST_URL, faults),
    databaseUrl: read.url('DATABASE_URL', ['postgres', 'postgresql']),
    host: readHost(read.text('HOST') ?? (lan ? '0.0.0.0' : DEFAULTS.HOST), faults),
    port: read.number('PORT', { least: 1, most: lan ? 65_534 : 65_535, whole: true }) ?? Number(DEFAULTS.PORT),
    lan,
    tls: readTls(read, faults, lan),
    publicUrl: readOrigin(read, 'PUBLIC_URL', faults),
    proofOrigin: readOrigin(read, 'PROOF_ORIGIN', faults),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, DEFAULTS.LOG_LEVEL),
    requestLog:
      read.number('REQUEST_LOG', { least: 0, most: 1, whole: false }) ??
      (production ? 0.01 : Number(DEFAULTS.REQUEST_LOG)),
    settings: {
      demo: !production,
      register: read.oneOf('REGISTER', ['demo', 'none'], production ? 'none' : 'demo'),
      issuer: readIssuer(read.text('ISSUER') ?? DEFAULTS.ISSUER, faults),
      helpline: read.text('HELPLINE') ?? DEFAULTS.HELPLINE,
      servicePoint: readBilingual('SERVICE_POINT', read.text('SERVICE_POINT') ?? DEFAULTS.SERVICE_POINT, faults),
      channels: readChannels(read.text('CHANNELS_FILE'), faults),
      secondFactor: read.oneOf('STAFF_SECOND_FACTOR', ['passkey', 'none'], production ? 'passkey' : 'none'),
    },
  }
  if (config.proofOrigin !== undefined && config.proofOrigin === config.publicUrl) {
    faults.push(fault('PROOF_ORIGIN', '不能与 PUBLIC_URL 相同', 'must not be that of PUBLIC_URL'))
  }
  if (production) checkProduction(read, config, faults)
  return faults.length === 0 ? { ok: true, config } : { ok: false, faults }
}

type Reader = ReturnType<typeof reader>

function reader(env: Environment, faults: Bilingual[]) {
  function text(name: Name): string | undefined {
    const value = env[name]?.trim()
    return value === '' ? undefined : value
  }
  return {
    text,
    oneOf<Choice extends string>(name: Name, choices: readonly Choice[], otherwise: Choice): Choice {
      const value = text(name)
      if (value === undefined) return otherwise
      const chosen = choices.find((choice) => choice === value)
      if (chosen === undefined)
        faults.push(fault(name, `应为 ${choices.join('、')} 之一`, `must be one of ${choices.join(', ')}`))
      return chosen ?? otherwise
    },
    number(name: Name, bounds: { least: number; most: number; whole: boolean }): number | undefined {
      const value = text(name)
      if (value === undefined) return undefined
      const { least, most, whole } = bounds
      const number = Number(value)
      if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number
      const kind = whole ? { zh: '整数', en: 'a whole number' } : { zh: '数', en: 'a number' }
      faults.push(
        fault(name, `应为 ${least} 到 ${most} 之间的${kind.zh}`, `must be ${kind.en} from ${least} to ${most}`),
      )
      return undefined
    },
    url(name: Name, schemes: readonly string[]): string | undefined {
      const value = text(name)
      const starts = schemes.map((scheme) => `${scheme}://`)
      if (value === undefined || starts.some((start) => value.startsWith(start))) return value
      faults.push(
        fault(
          name,
          `应为以 ${starts.join(' 或 ')} 开头的地址`,
          `must be an address that begins with ${starts.join(' or ')}`,
        ),
      )
      return undefined
    },
  }
}

function readFlags(argv: readonly string[], faults: Bilingual[]): boolean {
  for (const word of argv) {
    if (word !== '--lan')
      faults.push({ zh: `不认识的参数 ${word}；只有 --lan`, en: `Unknown argument ${word}; there is only --lan` })
  }
  return argv.includes('--lan')
}

function readHost(host: string, faults: Bilingual[]): string {
  if (isIP(host) === 0 && !/^[a-z0-9.-]+$/i.test(host))
    faults.push(fault('HOST', '应为 IP 地址或主机名', 'must be an IP address or a host name'))
  return host
}

/** What stands in codes: what docs/code-format.md allows there, for a code with anything else would be malformed at every gate. */
function readIssuer(issuer: string, faults: Bilingual[]): string {
  if (!/^[a-z0-9.-]{1,32}$/.test(issuer)) {
    const en = 'must be at most 32 small letters, digits, dots and hyphens'
    faults.push(fault('ISSUER', '应为不超过 32 个小写字母、数字、点或连字符', en))
  }
  return issuer
}

function readListUrl(address: string, faults: Bilingual[]): string {
  if (!isListAddress(address)) {
    const en = 'must be an address with a path, or a path, without a slash at the end, as in https://lists.example/list'
    faults.push(fault('LIST_URL', '应为带路径的网址或路径，末尾不带斜线，如 https://lists.example/list', en))
  }
  return address
}

function readOrigin(read: Reader, name: 'PUBLIC_URL' | 'PROOF_ORIGIN', faults: Bilingual[]): string | undefined {
  const told = read.url(name, ['http', 'https'])
  if (told === undefined) return undefined
  const { origin, pathname, search } = URL.parse(told) ?? {}
  if (origin === undefined) faults.push(fault(name, '不是网址', 'is not an address'))
  else if (pathname !== '/' || search !== '') faults.push(fault(name, '不能带路径', 'must have no path'))
  return origin
}

function readBilingual(name: Name, text: string, faults: Bilingual[]): Bilingual {
  const [zh, en, ...more] = text.split('|').map((part) => part.trim())
  if (zh && en && more.length === 0) return { zh, en }
  faults.push(fault(name, '应写成“中文 | English”', 'must be written as "中文 | English"'))
  return { zh: '', en: '' }
}

function readTls(read: Reader, faults: Bilingual[], lan: boolean): Config['tls'] {
  const [certFile, keyFile] = [read.text('TLS_CERT'), read.text('TLS_KEY')]
  if (certFile === undefined && keyFile === undefined) return undefined
  if (lan) faults.push(fault('TLS_CERT', '不能与 --lan 同时使用', 'cannot be used together with --lan'))
  if (certFile === undefined || keyFile === undefined) {
    faults.push(fault('TLS_CERT', '与 TLS_KEY 须同时设置', 'and TLS_KEY go together; one of them is missing'))
    return undefined
  }
  const cert = readPem('TLS_CERT', certFile, faults)
  const key = readPem('TLS_KEY', keyFile, faults)
  return cert && key && checkPair({ cert, key }, faults)
}

/** A pair that would not do is known here already, and not only by the first browser that comes. */
function checkPair(pair: { cert: Buffer; key: Buffer }, faults: Bilingual[]): Config['tls'] {
  const certificate = orNone(() => new X509Certificate(pair.cert))
  const key = orNone(() => createPrivateKey(pair.key))
  if (!certificate) faults.push(fault('TLS_CERT', '里没有可用的证书', 'holds no certificate that can be read'))
  if (!key) {
    const en = 'holds no private key that can be read; one with a password has to be stored without it'
    faults.push(fault('TLS_KEY', '里没有可用的私钥；有密码的私钥须先去掉密码', en))
  }
  if (!certificate || !key) return undefined
  if (certificate.checkPrivateKey(key)) return pair
  const en = 'does not belong to the certificate of TLS_CERT, whose own certificate has to stand first in its file'
  faults.push(fault('TLS_KEY', '与 TLS_CERT 里的证书不是一对；证书文件里本站的证书须排在最前', en))
  return undefined
}

function orNone<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    // Whatever is wrong with it in particular: it has to be made again.
    return undefined
  }
}

function readPem(name: Name, path: string, faults: Bilingual[]): Buffer | undefined {
  try {
    const pem = readFileSync(path)
    if (pem.includes('-----BEGIN ')) return pem
    faults.push(fault(name, `${path} 不是 PEM 文件`, `${path} is not a PEM file`))
  } catch {
    faults.push(fault(name, `读不到文件 ${path}`, `cannot be read from ${path}`))
  }
  return undefined
}

function checkProduction(read: Reader, config: Config, faults: Bilingual[]): void {
  for (const name of ['ISSUER', 'PUBLIC_URL', 'CHANNELS_FILE'] as const) {
    if (read.text(name) === undefined)
      faults.push(fault(name, '在 CITY_MODE=production 时必须设置', 'must be set with CITY_MODE=production'))
  }
  if (config.settings.register === 'demo')
    faults.push(fault('REGISTER', '在 CITY_MODE=production 时不能用 demo', 'cannot be demo with CITY_MODE=production'))
  if (config.settings.secondFactor === 'none') {
    const en = 'cannot be none with CITY_MODE=production'
    faults.push(fault('STAFF_SECOND_FACTOR', '在 CITY_MODE=production 时不能用 none', en))
  }
}

function fault(name: Name, zh: string, en: string): Bilingual {
  return { zh: `${name} ${zh}`, en: `${name} ${en}` }
}
