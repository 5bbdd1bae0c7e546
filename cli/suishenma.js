#!/usr/bin/env node
// Starts the command-line program under the project's own Node, whichever Node (20 or newer) runs this.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const program = fileURLToPath(new URL('main.ts', import.meta.url))

if (existsSync(node)) {
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    // As a shell says it: 128 and the number of the signal.
    process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)
  })
} else {
  console.error('程序尚未安装；请先在项目目录中运行 npm ci。')
  console.error('The program is not installed yet; run npm ci in the project first.')
  process.exitCode = 2
}
