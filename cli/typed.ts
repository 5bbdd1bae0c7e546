import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import type { Instant } from '../core/instant.ts'
import { operatorsServer } from './server.ts'
import { parseShanghai } from './shanghai-time.ts'
import { Refusal, type Language, type Terminal } from './terminal.ts'

// What is typed, read: options, and the sentence for what cannot be read.

export const DEFAULT_SERVER = 'http://localhost:8080'

const COMMON = {
  server: { type: 'string' },
  'token-file': { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

/** The options of a command, with those that every command has. Throws `Refusal`. */
export function parse<Options extends ParseArgsOptionsConfig>(words: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...words], options: { ...COMMON, ...options }, allowPositionals: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const named = /'([^']*)'/.exec(message)?.[1]?.replace(/ <value>$/, '') ?? ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw mistake(`没有选项 ${named}`, `there is no option ${named}`)
    throw mistake(`选项 ${named} 的写法不对`, `the option ${named} is not written as it should be`)
  }
}

/** The server that a command asks as the operator. */
export function serverOf(
  terminal: Terminal,
  values: { server?: string; 'token-file'?: string },
  language: Language,
): ReturnType<typeof operatorsServer> {
  return operatorsServer(terminal, { url: values.server ?? DEFAULT_SERVER, tokenFile: values['token-file'], language })
}

/** The moment that an option names. Throws `Refusal`. */
export function timeOf(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const at = parseShanghai(text)
  if (at === undefined) {
    throw mistake(`--${option} 应形如 2022-04-20T12:00`, `--${option} should read like 2022-04-20T12:00`)
  }
  return at
}

/** A mistake in the command, with the way to its description. */
export function mistake(zh: string, en: string): Refusal {
  return new Refusal(`${zh}；用法见 suishenma --help。`, `${en}; see suishenma --help.`)
}
