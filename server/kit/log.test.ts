import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLog, type LogLevel } from './log.ts'

function aLog(level: LogLevel = 'debug') {
  const lines: Record<string, unknown>[] = []
  return { lines, log: openLog(level, (line) => lines.push(JSON.parse(line) as Record<string, unknown>)) }
}

test('a field that is not on the list is left out of the line, and so is an object under an allowed name', () => {
  const { log, lines } = aLog()
  log.info({ request: 'a1', status: 200, name: 'sentinel', route: { path: 'sentinel' } }, 'answered')
  assert.equal(lines[0]?.request, 'a1')
  assert.equal(lines[0]?.status, 200)
  assert.equal(lines[0]?.msg, 'answered')
  assert.doesNotMatch(JSON.stringify(lines), /sentinel/)
})

test('an error shows its kind, code and place, and no sentence that could quote a value', () => {
  const { log, lines } = aLog()
  const quoting = Object.assign(new Error('invalid input syntax: "sentinel"'), { code: '22P02', detail: 'sentinel' })
  log.error({ err: quoting }, 'failed')
  log.error({ err: new Error('ours', { cause: quoting }) }, 'failed')
  try {
    JSON.parse('sentinel')
  } catch (error) {
    log.error(error)
  }
  assert.doesNotMatch(JSON.stringify(lines), /sentinel/)
  const [first, second, third] = lines.map((line) => line.err as Record<string, unknown>)
  assert.equal(first?.code, '22P02')
  assert.match(String((first?.at as string[])[0]), /log\.test\.ts/)
  assert.equal(second?.message, 'ours')
  assert.equal(third?.kind, 'SyntaxError')
})

test('what ranks below the chosen level is not written', () => {
  const counts = (['debug', 'info', 'warn', 'error', 'silent'] as const).map((level) => {
    const { log, lines } = aLog(level)
    log.debug('d')
    log.info('i')
    log.warn('w')
    log.error('e')
    return lines.length
  })
  assert.deepEqual(counts, [4, 3, 2, 1, 0])
})

test('what others bind to a child log does not show', () => {
  const { log, lines } = aLog()
  log.child({ reqId: 'sentinel' }).info({ req: { headers: 'sentinel' } }, 'incoming')
  assert.deepEqual(Object.keys(lines[0] ?? {}), ['time', 'level', 'msg'])
})
