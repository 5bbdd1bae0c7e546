// `npm test`: the checks, then all tests but those of test/faults on a PostgreSQL of this run; `npm run faults`: those. `npm test -- FILE…` runs only those files; what begins
// with a hyphen goes to `node --test`, as in `npm test -- --test-name-pattern=fever server/entries/entries.test.ts`.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  deleteEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../server/kit/embedded-postgres.ts'
import { runChecks } from './checks.ts'
import { ensureChromium, findChromium, NO_CHROMIUM } from './chromium.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['core', 'contract', 'server', 'web', 'cli', 'tools', 'bench', 'fuzz', 'test']
const BROWSER_TESTS = ['test/e2e/', 'test/faults/']
/** What fills disks and waits for browsers to forget takes minutes. */
const FAULTS = 'test/faults/'
/** A file is a process; more of them only wait for each other on two cores. */
const FILES_AT_ONCE = 2

/** A database that lasts a test run may lose everything at a power cut, and is five times faster for it. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const flags = process.argv.slice(2).filter((word) => word.startsWith('-'))
process.exitCode = await main()

async function main(): Promise<number> {
  const failedChecks = asked.length === 0 ? await runChecks() : []
  const found = await filesToRun()
  const needsBrowser = found.some(isBrowserTest)
  const chromium = needsBrowser ? await (asked.length === 0 ? ensureChromium() : findChromium()) : undefined
  const withoutBrowser = needsBrowser && chromium === undefined
  const files = withoutBrowser ? found.filter((file) => !isBrowserTest(file)) : found
  const testsPassed = files.length === 0 || (await withPostgres((postgres) => runTests(files, postgres, chromium)))

  if (process.env.REAL_DATA_DIR === undefined) {
    console.log('\nREAL_DATA_DIR is not set: the tests on the published risk-area lists were skipped.')
  }
  if (withoutBrowser) console.log(`\n${NO_CHROMIUM}`)
  if (withoutBrowser && process.env.CI) console.log('CI is set: that is a failure.')
  if (failedChecks.length > 0) console.log(`\nFailed checks: ${failedChecks.join(', ')}`)
  return testsPassed && failedChecks.length === 0 && !(withoutBrowser && process.env.CI) ? 0 : 1
}

async function filesToRun(): Promise<string[]> {
  if (asked.length > 0) return asked
  const files: string[] = []
  for await (const file of glob(`{${FOLDERS.join(',')}}/**/*.test.ts`, { cwd: ROOT })) {
    if (!file.startsWith(FAULTS)) files.push(file)
  }
  // Browser tests last and longest: what is small and wrong shows first.
  return files.toSorted((a, b) => Number(isBrowserTest(a)) - Number(isBrowserTest(b)) || a.localeCompare(b))
}

function isBrowserTest(file: string): boolean {
  return BROWSER_TESTS.some((folder) => file.includes(folder))
}

async function withPostgres(act: (postgres: EmbeddedPostgres) => Promise<boolean>): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-test-'))
  let postgres: EmbeddedPostgres | undefined
  try {
    postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes, settings: SETTINGS })
    return await act(postgres)
  } finally {
    // Before its files go: a server that merely ends is brought up again.
    await postgres?.stop()
    await deleteEmbeddedPostgres(dataDir)
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function runTests(
  files: readonly string[],
  postgres: EmbeddedPostgres,
  chromium: string | undefined,
): Promise<boolean> {
  const child = spawn(
    process.execPath,
    ['--test', `--test-concurrency=${FILES_AT_ONCE}`, '--test-reporter=spec', ...flags, ...files],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        // Every file is a process that loads the same modules; kept compiled, they cost a third less.
        NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node'),
        TEST_DATABASE: JSON.stringify(postgres.connection),
        ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
      },
    },
  )
  // Ctrl-C ends the tests first; the database is deleted when they have gone.
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  const [code] = (await once(child, 'exit')) as [number | null]
  process.off('SIGINT', forward).off('SIGTERM', forward)
  return code === 0
}
