import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isUuid, uuidv7 } from '../core/uuid.ts'
import { readConfig } from '../server/config.ts'
import { makeSecretFolder } from '../server/kit/key-store.ts'
import {
  ORGANISATIONS_FILE,
  readPublicPem,
  readRoots,
  writeRoots,
  type OrganisationRoot,
} from '../server/kit/organisation-roots.ts'
import { findStartFailure } from '../server/kit/start-failure.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { mistake, parse } from './typed.ts'

/** The organisations whose signatures count, in their file in `KEYS_DIR`: on the server's machine only, and never over HTTP. */
export async function organisationCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  const [command, ...rest] = words
  try {
    switch (command) {
      case 'add':
        return await add(rest, terminal, language)
      case 'revoke':
        return revoke(rest, terminal, language)
      default:
        return list(rest, terminal, language)
    }
  } catch (error) {
    const failure = findStartFailure(error)
    throw failure ? new Refusal(failure.zh, failure.en, { cause: error }) : error
  }
}

async function add(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {
    id: { type: 'string' },
    'name-zh': { type: 'string' },
    'name-en': { type: 'string' },
    'root-key': { type: 'string' },
  })
  const { 'name-zh': nameZh, 'name-en': nameEn, 'root-key': file } = values
  if (!nameZh || !nameEn || !file || positionals.length > 0) {
    throw mistake('请写明 --name-zh、--name-en 和 --root-key', 'give --name-zh, --name-en and --root-key')
  }
  const organisationId = (values.id ?? uuidv7(terminal.now(), terminal.random)).toLowerCase()
  if (!isUuid(organisationId)) throw mistake('--id 应为 UUID', '--id is a UUID')
  const rootKey = await rootKeyOf(file)
  const path = rootsPath(terminal)
  const known = readRoots(path)
  const same = known.find((root) => root.organisationId === organisationId || sameKey(root, rootKey))
  if (same) {
    throw new Refusal(
      `${same.nameZh} 已用这个编号或这把根密钥；每个单位各用一把根密钥。`,
      `${same.nameEn} already has this id or this root key; each organisation has a root key of its own.`,
    )
  }
  writeRoots(path, [...known, { organisationId, nameZh, nameEn, rootKey, revoked: new Set() }])
  terminal.print(
    values.json === true
      ? JSON.stringify({ organisationId })
      : { zh: `已登记 ${nameZh}，编号 ${organisationId}`, en: `${nameEn} is on file as ${organisationId}` }[language],
  )
  return 0
}

function list(words: readonly string[], terminal: Terminal, language: Language): ExitCode {
  const { values, positionals } = parse(words, {})
  if (positionals.length > 0) throw mistake('organisation list 没有参数', 'organisation list takes no argument')
  const roots = readRoots(rootsPath(terminal))
  for (const { organisationId, nameZh, nameEn, revoked } of roots) {
    const name = { zh: nameZh, en: nameEn }
    if (values.json === true) terminal.print(JSON.stringify({ organisationId, name, revoked: [...revoked] }))
    else terminal.print([`${organisationId}  ${name[language]}`, ...revokedLines(revoked, language)].join('\n'))
  }
  if (roots.length === 0 && values.json !== true) {
    terminal.print({ zh: '还没有单位。', en: 'There are no organisations yet.' }[language])
  }
  return 0
}

/** A key id says nothing about whose it is, so all organisations refuse it: there is no key that only one of them should refuse. */
function revoke(words: readonly string[], terminal: Terminal, language: Language): ExitCode {
  const { values, positionals } = parse(words, {})
  const [typed, ...more] = positionals
  const keyId = typed?.toLowerCase() ?? ''
  if (!/^[0-9a-f]{64}$/.test(keyId) || more.length > 0) {
    throw mistake('请写明一个 64 位的密钥编号', 'name one key by its id of 64 characters')
  }
  const path = rootsPath(terminal)
  const known = readRoots(path)
  if (known.length === 0) throw new Refusal('还没有单位。', 'There are no organisations yet.')
  writeRoots(
    path,
    known.map((root) => ({ ...root, revoked: new Set([...root.revoked, keyId]) })),
  )
  terminal.print(
    values.json === true
      ? JSON.stringify({ keyId })
      : { zh: `已吊销 ${keyId}，立即生效`, en: `${keyId} is revoked and counts no longer` }[language],
  )
  return 0
}

function revokedLines(revoked: ReadonlySet<string>, language: Language): string[] {
  return [...revoked].map((keyId) => `  ${{ zh: '已吊销', en: 'revoked' }[language]} ${keyId}`)
}

async function rootKeyOf(file: string): Promise<Uint8Array> {
  const pem = await readFile(file).catch((cause: unknown) => {
    throw new Refusal(`读不到文件 ${file}。`, `${file} cannot be read.`, { cause })
  })
  if (pem.includes('PRIVATE KEY')) {
    throw new Refusal(
      `${file} 是私钥，不应离开单位；请只交公钥：openssl pkey -in root.pem -pubout -out root-public.pem`,
      `${file} is a private key, which should not leave the organisation; take the public one: openssl pkey -in root.pem -pubout -out root-public.pem`,
    )
  }
  const rootKey = readPublicPem(pem)
  if (rootKey) return rootKey
  throw new Refusal(
    `${file} 不是 P-256 公钥（PEM）；可生成：openssl ecparam -name prime256v1 -genkey -noout -out root.pem`,
    `${file} is no public key on P-256 in PEM; openssl makes one: openssl ecparam -name prime256v1 -genkey -noout -out root.pem`,
  )
}

function sameKey(root: OrganisationRoot, rootKey: Uint8Array): boolean {
  return Buffer.from(root.rootKey).equals(rootKey)
}

function rootsPath(terminal: Terminal): string {
  const read = readConfig(terminal.env, [])
  if (!read.ok) {
    throw new Refusal(read.faults.map(({ zh }) => zh).join('\n'), read.faults.map(({ en }) => en).join('\n'))
  }
  makeSecretFolder(read.config.keysDir)
  return join(read.config.keysDir, ORGANISATIONS_FILE)
}
