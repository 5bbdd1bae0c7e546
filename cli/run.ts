import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import type { Instant } from '../core/instant.ts'
import { verifyText } from './code-verify.ts'
import { explainColour } from './colour-explain.ts'
import { importLists } from './evidence-import.ts'
import { HELP } from './help.ts'
import { operatorsServer } from './server.ts'
import { parseShanghai } from './shanghai-time.ts'
import { checkTable } from './table-check.ts'
import { languageOf, Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'

const DEFAULT_SERVER = 'http://localhost:8080'

const COMMON = {
  server: { type: 'string' },
  'token-file': { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

/** Does what the words of the command line say; never throws what a person can mend. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let language = languageOf(terminal.env)
  try {
    language = askedLanguage(words) ?? language
    return await dispatch(words, terminal, language)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    terminal.complain(error.words[language])
    return 2
  }
}

async function dispatch(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const [first, second] = words
  // The server reads its own words. Both are imported only when asked for: the others start without loading a server.
  if (first === 'serve' && !isHelp(words)) return (await import('./upkeep.ts')).serve(words.slice(1))
  if (words.length === 0 || isHelp(words)) {
    terminal.print(HELP[language])
    return words.length === 0 ? 2 : 0
  }
  switch (`${first} ${second}`) {
    case 'evidence import':
      return runImport(words.slice(2), terminal, language)
    case 'colour explain':
      return runExplain(words.slice(2), terminal, language)
    case 'code verify':
      return runVerify(words.slice(2), terminal, language)
    case 'table check':
      return runTableCheck(words.slice(2), terminal, language)
  }
  if (first === 'migrate') return runMigrate(words.slice(1), terminal, language)
  throw mistake(`没有这个命令：${words.slice(0, 2).join(' ')}`, `there is no command "${words.slice(0, 2).join(' ')}"`)
}

async function runMigrate(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  if (positionals.length > 0) throw mistake('migrate 没有参数', 'migrate takes no argument')
  return (await import('./upkeep.ts')).migrateDatabase(terminal, { language, json: values.json === true })
}

async function runImport(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals: files } = parse(words, {})
  if (files.length === 0) throw mistake('请写明要导入的文件', 'name the files to import')
  const server = await serverOf(terminal, values, language)
  return importLists(terminal, server, { files, json: values.json === true })
}

async function runExplain(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {
    person: { type: 'string' },
    'as-of': { type: 'string' },
    'known-at': { type: 'string' },
    purpose: { type: 'string' },
  })
  if (values.person === undefined || positionals.length > 0) {
    throw mistake('请用 --person 写明是谁', 'say who it is with --person')
  }
  const request = {
    person: values.person,
    purpose: values.purpose ?? { zh: '命令行查询', en: 'asked on the command line' }[language],
    asOf: timeOf('as-of', values['as-of']),
    knownAt: timeOf('known-at', values['known-at']),
  }
  const server = await serverOf(terminal, values, language)
  return explainColour(terminal, server, { request, json: values.json === true })
}

async function runVerify(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {
    keys: { type: 'string' },
    at: { type: 'string' },
    'refuse-demo': { type: 'boolean' },
  })
  const [text, ...more] = positionals
  if (text === undefined || more.length > 0) throw mistake('请写一个码文，或写“-”', 'give the text of one code, or -')
  const at = timeOf('at', values.at)
  const server = { url: values.server ?? DEFAULT_SERVER, language, token: undefined }
  return verifyText(terminal, server, {
    // Only the line's end is ours to drop: a space is a letter of codes.
    text: text === '-' ? (await terminal.readInput()).replace(/\r?\n$/, '') : text,
    keysFile: values.keys,
    at: at ?? terminal.now(),
    acceptsDemo: values['refuse-demo'] !== true,
    json: values.json === true,
  })
}

async function runTableCheck(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw mistake('请写明一个规则表文件', 'name one file of a rule table')
  return checkTable(terminal, { file, json: values.json === true, language })
}

function serverOf(
  terminal: Terminal,
  values: { server?: string; 'token-file'?: string },
  language: Language,
): ReturnType<typeof operatorsServer> {
  return operatorsServer(terminal, { url: values.server ?? DEFAULT_SERVER, tokenFile: values['token-file'], language })
}

function parse<Options extends ParseArgsOptionsConfig>(words: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...words], options: { ...COMMON, ...options }, allowPositionals: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const named = /'([^']*)'/.exec(message)?.[1]?.replace(/ <value>$/, '') ?? ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw mistake(`没有选项 ${named}`, `there is no option ${named}`)
    throw mistake(`选项 ${named} 的写法不对`, `the option ${named} is not written as it should be`)
  }
}

function askedLanguage(words: readonly string[]): Language | undefined {
  const place = words.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  if (place < 0) return undefined
  const word = words[place] === '--lang' ? words[place + 1] : words[place]?.slice('--lang='.length)
  if (word === 'zh' || word === 'en') return word
  throw mistake('--lang 应为 zh 或 en', '--lang is zh or en')
}

function isHelp(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h') || words[0] === 'help'
}

function timeOf(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const at = parseShanghai(text)
  if (at === undefined) {
    throw mistake(`--${option} 应形如 2022-04-20T12:00`, `--${option} should read like 2022-04-20T12:00`)
  }
  return at
}

function mistake(zh: string, en: string): Refusal {
  return new Refusal(`${zh}；用法见 suishenma --help。`, `${en}; see suishenma --help.`)
}
