import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SigningKeys, SigningKeyView } from '../contract/signatures.ts'
import { FACT_KINDS, isFactKind } from '../core/facts.ts'
import { day, dayOf, formatDay, parseDay, type Instant } from '../core/instant.ts'
import { uuidv7 } from '../core/uuid.ts'
import { HOW_TO_SIGN } from './keys.ts'
import { ask, type Server } from './server.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

/** Sources: those whose keys are enrolled, and the document that enrols one. */
export async function sourceCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  if (words[0] === 'enrolment') return writeEnrolment(words.slice(1), terminal, language)
  const { values, positionals } = parse(words.slice(1), {})
  if (positionals.length > 0) throw mistake('source list 没有参数', 'source list takes no argument')
  return listSources(terminal, await serverOf(terminal, values, language), values.json === true)
}

async function listSources(terminal: Terminal, server: Server, json: boolean): Promise<ExitCode> {
  const { keys } = await ask<SigningKeys>(server, '/api/operator/signing-keys')
  const sources = keys.filter(({ source, state }) => source !== undefined && state === 'enrolled')
  for (const key of sources) terminal.print(json ? JSON.stringify(key) : describe(key, server.language))
  if (sources.length === 0 && !json) {
    terminal.print({ zh: '还没有数据来源。', en: 'There are no sources yet.' }[server.language])
  }
  return 0
}

function describe(key: SigningKeyView, language: Language): string {
  const { source, holder, organisationId, keyId } = key
  if (!source) return keyId
  const { name, kinds, longestValidityDays, brakePeoplePerHour, contact } = source
  const words = {
    zh: [
      `${name.zh}  ${holder.id}`,
      `  单位 ${organisationId}，密钥 ${keyId}`,
      `  可报送：${kinds.join('、')}`,
      `  最长有效期 ${longestValidityDays} 天，每小时最多改变 ${brakePeoplePerHour} 人，联系：${contact}`,
    ],
    en: [
      `${name.en}  ${holder.id}`,
      `  organisation ${organisationId}, key ${keyId}`,
      `  delivers ${kinds.join(', ')}`,
      `  at most ${longestValidityDays} days of validity and ${brakePeoplePerHour} people an hour; contact ${contact}`,
    ],
  }
  return words[language].join('\n')
}

const ENROLMENT_OPTIONS = {
  organisation: { type: 'string' },
  id: { type: 'string' },
  'public-key': { type: 'string' },
  'name-zh': { type: 'string' },
  'name-en': { type: 'string' },
  kinds: { type: 'string' },
  'longest-validity-days': { type: 'string' },
  'brake-people-per-hour': { type: 'string' },
  contact: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const

/** A source's key is renewed once a year, unless the days are named. */
const KEY_DAYS = 365

/** Prints the document for the organisation to sign. The server reads it again, and more strictly, when it is handed in. */
async function writeEnrolment(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, ENROLMENT_OPTIONS)
  if (positionals.length > 0) throw mistake('source enrolment 只有选项', 'source enrolment takes options only')
  const need = (option: keyof typeof ENROLMENT_OPTIONS): string => {
    const value = values[option]
    if (value === undefined || value === '') throw mistake(`请写明 --${option}`, `--${option} is missing`)
    return value
  }
  const kinds = need('kinds').split(',')
  const strange = kinds.find((kind) => !isFactKind(kind))
  if (strange !== undefined) {
    const known = Object.keys(FACT_KINDS).join(',')
    throw mistake(
      `--kinds 中没有 ${strange} 这一种；有 ${known}`,
      `--kinds: there is no kind ${strange}; there are ${known}`,
    )
  }
  const enrolment = {
    document: 'suishenma-key-enrolment-1',
    organisationId: need('organisation'),
    holder: { kind: 'source', id: values.id ?? uuidv7(terminal.now(), terminal.random) },
    publicKey: await publicKeyOf(need('public-key')),
    ...daysOf(terminal.now(), values),
    source: {
      nameZh: need('name-zh'),
      nameEn: need('name-en'),
      kinds,
      longestValidityDays: numberOf('longest-validity-days', need('longest-validity-days')),
      brakePeoplePerHour: numberOf('brake-people-per-hour', need('brake-people-per-hour')),
      contact: need('contact'),
    },
  }
  terminal.print(JSON.stringify(enrolment, undefined, 2))
  terminal.complain(HOW_TO_SIGN[language])
  return 0
}

function daysOf(now: Instant, { from, to }: { from?: string; to?: string }): { notBefore: string; notAfter: string } {
  const first = from === undefined ? dayOf(now) : parseDay(from)
  const end = to === undefined ? first && day(first + KEY_DAYS) : parseDay(to)
  if (first === undefined || end === undefined || end <= first) {
    throw mistake(
      '--from 和 --to 应形如 2022-04-20，--to 晚于 --from',
      '--from and --to read like 2022-04-20, --to the later',
    )
  }
  return { notBefore: formatDay(first), notAfter: formatDay(end) }
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw mistake(`--${option} 应为整数`, `--${option} is a whole number`)
}

async function publicKeyOf(file: string): Promise<string> {
  const pem = await readFile(file).catch((cause: unknown) => {
    throw new Refusal(`读不到文件 ${file}。`, `${file} cannot be read.`, { cause })
  })
  try {
    // A private key is read as well: only its public half is printed.
    return createPublicKey(pem).export({ format: 'der', type: 'spki' }).toString('base64')
  } catch (cause) {
    throw new Refusal(
      `${file} 不是公钥；可由私钥生成：openssl pkey -in key.pem -pubout -out public.pem`,
      `${file} is no public key; openssl makes it: openssl pkey -in key.pem -pubout -out public.pem`,
      { cause },
    )
  }
}
