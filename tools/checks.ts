// `npm run check`: types, lint with the borders of the rooms, format, and code that nobody uses; no database, no browser.
import { execFile } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const LARGEST_OUTPUT = 50_000_000

interface Check {
  readonly name: string
  readonly command: readonly [program: string, ...args: string[]]
}

const CHECKS: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'types of the console', command: ['tsc', '--noEmit', '-p', 'web/console'] },
  { name: 'lint and rooms', command: ['oxlint'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
]

/** Runs all checks side by side, prints each as it ends, and answers the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed = await Promise.all(
    CHECKS.map(async (check) => {
      const { ok, said, seconds } = await run(check)
      console.log(`${ok ? '✔' : '✖'} ${check.name} (${seconds.toFixed(1)} s)`)
      if (!ok) console.log(said)
      return ok ? [] : [check.name]
    }),
  )
  return failed.flat()
}

function run(check: Check): Promise<{ ok: boolean; said: string; seconds: number }> {
  const started = performance.now()
  const [program, ...args] = check.command
  return new Promise((done) => {
    execFile(
      join(ROOT, 'node_modules', '.bin', program),
      args,
      { cwd: ROOT, maxBuffer: LARGEST_OUTPUT },
      (error, stdout, stderr) =>
        done({ ok: error === null, said: `${stdout}${stderr}`, seconds: (performance.now() - started) / 1_000 }),
    )
  })
}

if (import.meta.main) process.exitCode = (await runChecks()).length === 0 ? 0 : 1
