import { verifyText } from './code-verify.ts'
import { explainColour } from './colour-explain.ts'
import { evidenceCommand } from './evidence.ts'
import { gateCommand } from './gates.ts'
import { HELP } from './help.ts'
import { withdrawCommand } from './issuing-withdraw.ts'
import { keyCommand } from './keys.ts'
import { logCommand } from './log.ts'
import { sourceCommand } from './sources.ts'
import { staffCommand } from './staff.ts'
import { tableCommand } from './tables.ts'
import { languageOf, Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { witnessCommand } from './witness.ts'
import { DEFAULT_SERVER, mistake, parse, serverOf, timeOf } from './typed.ts'

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
    case 'evidence status':
    case 'evidence withdraw':
    case 'evidence mapping':
      return evidenceCommand(words.slice(1), terminal, language)
    case 'gate code':
    case 'gate list':
    case 'gate off':
    case 'gate pin':
      return gateCommand(words.slice(1), terminal, language)
    case 'staff add':
    case 'staff list':
    case 'staff code':
    case 'staff off':
      return staffCommand(words.slice(1), terminal, language)
    case 'issuing withdraw':
      return withdrawCommand(words.slice(2), terminal, language)
    case 'colour explain':
      return runExplain(words.slice(2), terminal, language)
    case 'code verify':
      return runVerify(words.slice(2), terminal, language)
    case 'key list':
    case 'key request':
    case 'key enrol':
      return keyCommand(words.slice(1), terminal, language)
    case 'log verify':
    case 'log prove':
    case 'log compare':
      return logCommand(words.slice(1), terminal, language)
    case 'source list':
    case 'source enrolment':
      return sourceCommand(words.slice(1), terminal, language)
    case 'table check':
    case 'table list':
    case 'table export':
      return tableCommand(words.slice(1), terminal, language)
    case 'organisation add':
    case 'organisation list':
    case 'organisation revoke':
      return (await import('./organisations.ts')).organisationCommand(words.slice(1), terminal, language)
  }
  if (first === 'witness') return witnessCommand(words.slice(1), terminal, language)
  if (first === 'migrate') return runMigrate(words.slice(1), terminal, language)
  throw mistake(`没有这个命令：${words.slice(0, 2).join(' ')}`, `there is no command "${words.slice(0, 2).join(' ')}"`)
}

async function runMigrate(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  if (positionals.length > 0) throw mistake('migrate 没有参数', 'migrate takes no argument')
  return (await import('./upkeep.ts')).migrateDatabase(terminal, { language, json: values.json === true })
}

async function runExplain(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {
    person: { type: 'string' },
    'as-of': { type: 'string' },
    'known-at': { type: 'string' },
    'shown-at': { type: 'string' },
    purpose: { type: 'string' },
  })
  if (values.person === undefined || positionals.length > 0) {
    throw mistake('请用 --person 写明是谁', 'say who it is with --person')
  }
  if (values['as-of'] !== undefined && values['shown-at'] !== undefined) {
    throw mistake('--as-of 与 --shown-at 只能写一个', '--as-of and --shown-at both name the moment: give one of them')
  }
  const request = {
    person: values.person,
    purpose: values.purpose ?? { zh: '命令行查询', en: 'asked on the command line' }[language],
    asOf: timeOf('as-of', values['as-of']),
    knownAt: timeOf('known-at', values['known-at']),
    shownAt: timeOf('shown-at', values['shown-at']),
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
