import type { FastifyBaseLogger } from 'fastify'

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const

/** The least that is logged. */
export type LogLevel = keyof typeof LEVELS

/**
 * What may stand in a log line besides its time, level and sentence: ids and numbers that tell nothing about a person. Whatever
 * else is handed to the log is left out, so that a careless line shows nothing; a new field is added here first.
 */
const ALLOWED = new Set([
  'person',
  'evidence',
  'act',
  'leaf',
  'list',
  'request',
  'method',
  'route',
  'status',
  'ms',
  'job',
  'code',
  'channel',
  'batch',
  'appeal',
  'rule',
  'chunk',
  'count',
  'port',
  'file',
])

/** A log of one JSON object a line, with allow-listed fields only. */
export function openLog(level: LogLevel, write: (line: string) => void): FastifyBaseLogger {
  const least = LEVELS[level]
  function at(name: 'debug' | 'info' | 'warn' | 'error') {
    return (first: unknown, second?: unknown): void => {
      if (LEVELS[name] < least) return
      const [fields, sentence] = typeof first === 'string' ? [{}, first] : [first, second]
      const told = { time: new Date().toISOString(), level: name, ...allowed(fields) }
      write(`${JSON.stringify(typeof sentence === 'string' ? { ...told, msg: sentence } : told)}\n`)
    }
  }
  const log = {
    level,
    debug: at('debug'),
    trace: () => undefined,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('error'),
    silent: () => undefined,
    // What Fastify would bind (the whole request) is nothing that we log.
    child: () => log,
  }
  return log as FastifyBaseLogger
}

function allowed(fields: unknown): Record<string, unknown> {
  if (typeof fields !== 'object' || fields === null) return {}
  const told: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err' || name === 'error') told.err = withoutValues(value)
    else if (ALLOWED.has(name) && (typeof value === 'string' || typeof value === 'number')) told[name] = value
  }
  if (fields instanceof Error) told.err = withoutValues(fields)
  return told
}

/**
 * Of an error: its kind, code and places in our source. Its sentence only where it is our own or the language's; PostgreSQL's and
 * the JSON parser's quote what they were given.
 */
function withoutValues(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { kind: typeof error }
  const { name, message, code, path, stack, cause } = error as NodeJS.ErrnoException
  const quotes = error instanceof SyntaxError || (error instanceof Error && code !== undefined)
  return {
    kind: name,
    code,
    path,
    ...(quotes ? {} : { message }),
    at: stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(cause === undefined ? {} : { cause: withoutValues(cause) }),
  }
}
