// The command-line program: the outside as it is, handed to `run`.

import { randomBytes } from 'node:crypto'
import { instant } from '../core/instant.ts'
import { run } from './run.ts'

// Whoever reads our output may have read enough: `suishenma … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  now: () => instant(Date.now()),
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
  showProgress: (line) => void (process.stderr.isTTY && process.stderr.write(`\r\u001b[K${line}`)),
  readInput: async () => Buffer.concat(await Array.fromAsync(process.stdin)).toString('utf8'),
})
