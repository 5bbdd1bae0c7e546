import { readFile } from 'node:fs/promises'
import type { KeyEnrolment, SigningKeys, SigningKeyView } from '../contract/signatures.ts'
import type { Bilingual } from '../core/bilingual.ts'
import { after, dayOf, formatDay, instant } from '../core/instant.ts'
import { ask, type Server } from './server.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

const PATH = '/api/operator/signing-keys'

/** Signing keys: those there are, the text of one that waits, and a signed enrolment handed in. */
export async function keyCommand(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const [command] = words
  const { values, positionals } = parse(words.slice(1), {})
  const told = { json: values.json === true }
  switch (command) {
    case 'request': {
      const [keyId, ...more] = positionals
      if (keyId === undefined || more.length > 0) throw mistake('请写明一个密钥编号', 'name one key by its id')
      return printRequest(terminal, await serverOf(terminal, values, language), { ...told, keyId })
    }
    case 'enrol': {
      const [file, signatureFile, ...more] = positionals
      if (file === undefined || signatureFile === undefined || more.length > 0) {
        throw mistake('请写明登记书文件和签名文件', 'name the file of the enrolment and that of its signature')
      }
      return enrol(terminal, await serverOf(terminal, values, language), { ...told, file, signatureFile })
    }
    default: {
      if (positionals.length > 0) throw mistake('key list 没有参数', 'key list takes no argument')
      return listKeys(terminal, await serverOf(terminal, values, language), told)
    }
  }
}

/** A key in one line: how it stands, until when, and whose it is. */
function describeKey(key: SigningKeyView, language: Language): string {
  const last = formatDay(dayOf(after(instant(key.to), -1)))
  const first = formatDay(dayOf(instant(key.from)))
  const holder = key.source ? key.source.name[language] : `${HOLDERS.staff[language]} ${key.holder.id}`
  return `${key.keyId}  ${STATES[key.state][language]}  ${first} – ${last}  ${holder}`
}

const HOLDERS = { staff: { zh: '工作人员', en: 'staff' } } as const

const STATES: Readonly<Record<SigningKeyView['state'], Bilingual>> = {
  waiting: { zh: '等待单位签名', en: 'waits for its organisation' },
  early: { zh: '尚未生效', en: 'not valid yet' },
  enrolled: { zh: '有效', en: 'valid' },
  expired: { zh: '已到期', en: 'expired' },
  revoked: { zh: '已吊销', en: 'revoked' },
}

async function listKeys(terminal: Terminal, server: Server, { json }: { json: boolean }): Promise<ExitCode> {
  const { keys } = await ask<SigningKeys>(server, PATH)
  for (const key of keys) terminal.print(json ? JSON.stringify(key) : describeKey(key, server.language))
  if (keys.length === 0 && !json) terminal.print({ zh: '还没有密钥。', en: 'There are no keys yet.' }[server.language])
  return 0
}

/** The text goes to standard output as it is to be signed, how to sign it to the other. */
async function printRequest(
  terminal: Terminal,
  server: Server,
  { keyId, json }: { keyId: string; json: boolean },
): Promise<ExitCode> {
  const { keys } = await ask<SigningKeys>(server, PATH)
  const key = keys.find((one) => one.keyId === keyId.toLowerCase() && one.enrolment !== undefined)
  if (key?.enrolment === undefined) {
    throw new Refusal(
      `没有等待签名的密钥 ${keyId}；可用 suishenma key list 查看。`,
      `No key ${keyId} waits for a signature; suishenma key list shows those there are.`,
    )
  }
  terminal.print(json ? JSON.stringify(key) : key.enrolment.trimEnd())
  if (!json) terminal.complain(HOW_TO_SIGN[server.language])
  return 0
}

/** How an organisation signs an enrolment, with openssl only. */
export const HOW_TO_SIGN: Bilingual = {
  zh: `请存为文件，由单位的根密钥保管人签名，再登记：
  openssl dgst -sha256 -sign root.pem -out enrolment.sig enrolment.json
  suishenma key enrol enrolment.json enrolment.sig`,
  en: `Keep it as a file, have it signed by whoever keeps the organisation's root key, then hand it in:
  openssl dgst -sha256 -sign root.pem -out enrolment.sig enrolment.json
  suishenma key enrol enrolment.json enrolment.sig`,
}

async function enrol(
  terminal: Terminal,
  server: Server,
  { file, signatureFile, json }: { file: string; signatureFile: string; json: boolean },
): Promise<ExitCode> {
  const [document, signature] = await Promise.all([contentOf(file), contentOf(signatureFile)])
  const key = await ask<SigningKeyView>(server, PATH, {
    json: { document: document.toString('utf8'), signature: signature.toString('base64') } satisfies KeyEnrolment,
  })
  terminal.print(json ? JSON.stringify(key) : describeKey(key, server.language))
  return 0
}

async function contentOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new Refusal(`读不到文件 ${file}。`, `${file} cannot be read.`, { cause })
  })
}
