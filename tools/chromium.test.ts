import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { ensureChromium, findChromium, NO_CHROMIUM, type Machine } from './chromium.ts'

const DOWNLOAD = '/home/u/.cache/ms-playwright/chromium/chrome'
const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n'

/** A made-up machine. `programs` gives what each prints for its version; undefined: it does not start. */
function aMachine(
  told: {
    env?: Record<string, string>
    programs?: Record<string, string | undefined>
    isRoot?: boolean
    release?: string
    /** What a command leaves behind. */
    after?: Record<string, Record<string, string | undefined>>
  } = {},
): Machine & { readonly ran: string[]; readonly said: string[] } {
  const programs = new Map(Object.entries(told.programs ?? {}))
  const ran: string[] = []
  const said: string[] = []
  return {
    ran,
    said,
    env: { PATH: '/usr/local/bin:/usr/bin', ...told.env },
    downloadPlace: DOWNLOAD,
    isRoot: told.isRoot ?? false,
    release: async () => told.release ?? DEBIAN,
    isProgram: async (path) => programs.has(path),
    async version(path) {
      const version = programs.get(path)
      if (version === undefined) throw new Error('it does not start')
      return version
    },
    async run(program, args) {
      const command = program === 'apt-get' ? `apt-get ${args[0]}` : `playwright ${args[1]}`
      ran.push(command)
      for (const [path, version] of Object.entries(told.after?.[command] ?? {})) programs.set(path, version)
    },
    say: (line) => void said.push(line),
  }
}

test('a Chromium on the PATH comes before the one that Playwright has downloaded, and nothing is run', async () => {
  const machine = aMachine({ programs: { '/usr/bin/chromium': 'Chromium 150.0', [DOWNLOAD]: 'Chromium 151.0' } })
  assert.equal(await ensureChromium(machine), '/usr/bin/chromium')
  assert.deepEqual(machine.ran, [])
})

test('on the PATH chromium comes before Chrome, wherever each lies', async () => {
  const programs = { '/usr/local/bin/google-chrome': 'Google Chrome 150.0', '/usr/bin/chromium': 'Chromium 150.0' }
  assert.equal(await findChromium(aMachine({ programs })), '/usr/bin/chromium')
})

test('what is on the PATH and does not start, or is no browser, is passed over', async () => {
  const programs = {
    '/usr/bin/chromium': undefined,
    '/usr/bin/chromium-browser': 'Command requires the snap to be installed',
    [DOWNLOAD]: 'Chromium 151.0',
  }
  assert.equal(await findChromium(aMachine({ programs })), DOWNLOAD)
})

test('an empty PATH leads to no program of the folder where one stands', async () => {
  assert.equal(await findChromium(aMachine({ env: { PATH: '' }, programs: { chromium: 'Chromium 150.0' } })), undefined)
})

test('CHROMIUM_PATH is the only place looked at, and nothing is downloaded or installed beside it', async () => {
  const programs = { '/opt/mine': undefined, '/usr/bin/chromium': 'Chromium 150.0' }
  const named = aMachine({ programs, env: { CHROMIUM_PATH: '/opt/mine' }, isRoot: true })
  assert.equal(await ensureChromium(named), '/opt/mine')
  const missing = aMachine({ programs, env: { CHROMIUM_PATH: '/opt/none' }, isRoot: true })
  assert.equal(await ensureChromium(missing), undefined)
  assert.deepEqual([...named.ran, ...missing.ran], [])
  assert.equal(await findChromium(aMachine({ programs, env: { CHROMIUM_PATH: '' } })), '/usr/bin/chromium')
})

test('without one Playwright’s download is tried, aloud, and is enough where it starts', async () => {
  const machine = aMachine({ isRoot: true, after: { 'playwright install': { [DOWNLOAD]: 'Chromium 151.0' } } })
  assert.equal(await ensureChromium(machine), DOWNLOAD)
  assert.deepEqual(machine.ran, ['playwright install'])
  assert.equal(machine.said.length, 1)
})

test('where the download fails or lacks libraries, root installs the packages of Debian or of what is made from it', async () => {
  for (const release of [DEBIAN, 'ID=ubuntu', 'ID=linuxmint\nID_LIKE="ubuntu debian"']) {
    const machine = aMachine({
      isRoot: true,
      release,
      after: {
        'playwright install': { [DOWNLOAD]: undefined },
        'apt-get install': { '/usr/bin/chromium': 'Chromium 150.0' },
      },
    })
    assert.equal(await ensureChromium(machine), '/usr/bin/chromium', release)
    assert.deepEqual(machine.ran, ['playwright install', 'apt-get update', 'apt-get install'])
    assert.equal(machine.said.length, 2)
  }
})

test('an ordinary user, and root on another system, install nothing', async () => {
  for (const told of [
    { isRoot: false },
    { isRoot: true, release: 'ID=fedora\nID_LIKE="rhel"' },
    { isRoot: true, release: '' },
  ]) {
    const machine = aMachine(told)
    assert.equal(await ensureChromium(machine), undefined)
    assert.deepEqual(machine.ran, ['playwright install'])
  }
})

test('packages that do not come leave no Chromium, and that is an answer, not a crash', async () => {
  assert.equal(await ensureChromium(aMachine({ isRoot: true })), undefined)
})

test('without a Chromium the browser tests are skipped aloud, and with CI set that is a failure', () => {
  for (const [ci, code] of [
    ['', 0],
    ['true', 1],
  ] as const) {
    const run = spawnSync(process.execPath, ['tools/test.ts', 'test/e2e/offline.test.ts'], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, CI: ci, CHROMIUM_PATH: '/nowhere/chromium' },
      encoding: 'utf8',
    })
    assert.equal(run.status, code, run.stdout + run.stderr)
    assert.ok(run.stdout.includes(NO_CHROMIUM))
    assert.equal(run.stdout.includes('CI is set'), code === 1)
  }
})
