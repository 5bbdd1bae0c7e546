import { verifyText } from './code-verify.ts'
import { explainColour } from './colour-explain.ts'
import { deliverFiles, type Delivery } from './evidence-batch.ts'
import { importLists } from './evidence-import.ts'
import { HELP } from './help.ts'
<<<<<<< HEAD
import { withdrawKey } from './issuing-withdraw.ts'
import { operatorsServer } from './server.ts'
import { parseShanghai } from './shanghai-time.ts'
import { readSourceKey, type SourceClient } from './source-client.ts'
import { keepMapping, showStatus, takeBack } from './source-commands.ts'
=======
import { keyCommand } from './keys.ts'
import { sourceCommand } from './sources.ts'
>>>>>>> c
import { languageOf, Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
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
      return runImport(words.slice(2), terminal, language)
    case 'evidence status':
    case 'evidence withdraw':
    case 'evidence mapping':
      return runAsSource(words.slice(1), terminal, language)
    case 'colour explain':
      return runExplain(words.slice(2), terminal, language)
    case 'code verify':
      return runVerify(words.slice(2), terminal, language)
<<<<<<< HEAD
    case 'issuing withdraw':
      return runWithdraw(words.slice(2), terminal, language)
=======
    case 'key list':
    case 'key request':
    case 'key enrol':
      return keyCommand(words.slice(1), terminal, language)
    case 'source list':
    case 'source enrolment':
      return sourceCommand(words.slice(1), terminal, language)
    case 'organisation add':
    case 'organisation list':
    case 'organisation revoke':
      return (await import('./organisations.ts')).organisationCommand(words.slice(1), terminal, language)
>>>>>>> c
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
  const { values, positionals: files } = parse(words, {
    key: { type: 'string' },
    encoding: { type: 'string' },
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
    results: { type: 'boolean' },
  })
  if (files.length === 0) throw mistake('请写明要导入的文件', 'name the files to import')
  const json = values.json === true
  if (values.key === undefined) {
    const unfit = files.find((file) => /\.(csv|xlsx|jsonl|ndjson)$/i.test(file))
    if (unfit !== undefined) {
      throw mistake(
        `${unfit} 是来源报送的批次，须由来源的密钥签名；请用 --key 指定私钥文件`,
        `${unfit} is a batch of a source, which its key must sign; name the file of the key with --key`,
      )
    }
    return importLists(terminal, await serverOf(terminal, values, language), { files, json })
  }
  const client = await clientOf(terminal, { ...values, key: values.key }, language)
  return deliverFiles(terminal, client, {
    files,
    encoding: encodingOf(values.encoding),
    mapping: values.mapping,
    dryRun: values['dry-run'] === true,
    results: values.results === true,
    json,
  })
}

/** What a source asks besides sending: its status, taking back, its mappings. */
async function runAsSource(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words.slice(1), { key: { type: 'string' }, row: { type: 'string' } })
  if (values.key === undefined)
    throw mistake('请用 --key 指定来源的私钥文件', 'name the file of the source’s key with --key')
  const client = await clientOf(terminal, { ...values, key: values.key }, language)
  const [first, second] = positionals
  const json = values.json === true
  if (words[0] === 'status') return showStatus(terminal, client, { batchId: first, json })
  if (words[0] === 'mapping') {
    if (first === undefined) throw mistake('请写明列对应表的名称', 'name the mapping')
    return keepMapping(terminal, client, { name: first, file: second })
  }
  if (first === undefined) throw mistake('请写明批次编号', 'give the id of the batch')
  return takeBack(terminal, client, { batchId: first, row: values.row, json })
}

async function clientOf(
  terminal: Terminal,
  values: { server?: string; key: string },
  language: Language,
): Promise<SourceClient> {
  return { url: values.server ?? DEFAULT_SERVER, language, now: terminal.now, key: await readSourceKey(values.key) }
}

function encodingOf(word: string | undefined): Delivery['encoding'] {
  if (word === undefined || word === 'utf-8' || word === 'utf-8-bom' || word === 'gb18030') return word
  throw mistake('--encoding 应为 utf-8、utf-8-bom 或 gb18030', '--encoding is utf-8, utf-8-bom or gb18030')
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

<<<<<<< HEAD
async function runWithdraw(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  const [keyId, ...more] = positionals
  if (keyId === undefined || !/^[0-9a-f]{16}$/.test(keyId) || more.length > 0) {
    throw mistake('请写一个密钥编号（16 位十六进制）', 'give the id of one key, 16 hexadecimal digits')
  }
  const server = await serverOf(terminal, values, language)
  return withdrawKey(terminal, server, { keyId, json: values.json === true })
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

=======
>>>>>>> c
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
