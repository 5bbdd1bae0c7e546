import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const DOWNLOAD_LIMIT_MS = 180_000
const INSTALL_LIMIT_MS = 600_000
const PLAYWRIGHT = join(import.meta.dirname, '..', 'node_modules', 'playwright-core', 'cli.js')

/** What to say, and what to install, where the browser tests cannot run. */
export const NO_CHROMIUM =
  'No Chromium was found, so the browser tests are skipped. Install one (Debian, Ubuntu: sudo apt-get install chromium ' +
  'fonts-noto-cjk; macOS: brew install --cask chromium) or name it in CHROMIUM_PATH.'

/** What looking for a Chromium needs of a machine. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where Playwright puts the Chromium that it downloads. */
  readonly downloadPlace: string
  readonly isRoot: boolean
  /** What `/etc/os-release` says; empty where there is none. */
  release(): Promise<string>
  isProgram(path: string): Promise<boolean>
  /** What a program prints for `--version`; rejects where it does not start. */
  version(path: string): Promise<string>
  /** Runs a program with its output in sight. Whether it worked shows in what is there afterwards. */
  run(program: string, args: readonly string[], limitMs: number): Promise<void>
  say(line: string): void
}

const THIS_MACHINE: Machine = {
  env: process.env,
  get downloadPlace() {
    return chromium.executablePath()
  },
  isRoot: process.getuid?.() === 0,
  release: () => readFile('/etc/os-release', 'utf8').catch(() => ''),
  isProgram: (path) =>
    access(path, constants.X_OK).then(
      () => true,
      () => false,
    ),
  version: async (path) => (await promisify(execFile)(path, ['--version'], { timeout: 20_000 })).stdout,
  run: runAloud,
  say: (line) => console.log(line),
}

/** The Chromium of a machine: the one of CHROMIUM_PATH, on the PATH, or of Playwright's own downloads. */
export async function findChromium(machine: Machine = THIS_MACHINE): Promise<string | undefined> {
  const named = machine.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') return (await machine.isProgram(named)) ? named : undefined
  const folders = (machine.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  for (const place of [...onPath, ...MAC_APPS, machine.downloadPlace]) {
    if (place !== '' && (await machine.isProgram(place)) && (await starts(machine, place))) return place
  }
  return undefined
}

/** The Chromium of a machine, downloaded or installed where there is none; undefined where that fails. */
export async function ensureChromium(machine: Machine = THIS_MACHINE): Promise<string | undefined> {
  const found = await findChromium(machine)
  if (found !== undefined || machine.env.CHROMIUM_PATH) return found
  machine.say('No Chromium found; trying the download of Playwright …')
  await machine.run(process.execPath, [PLAYWRIGHT, 'install', 'chromium'], DOWNLOAD_LIMIT_MS)
  const downloaded = await findChromium(machine)
  if (downloaded !== undefined || !(await canInstall(machine))) return downloaded
  machine.say('Installing the packages chromium and fonts-noto-cjk …')
  await machine.run('apt-get', ['update', '-q'], INSTALL_LIMIT_MS)
  const packages = ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']
  await machine.run('apt-get', packages, INSTALL_LIMIT_MS)
  return findChromium(machine)
}

/** Ubuntu's `chromium-browser` may be a mere note to install a snap, and a download may lack the system's libraries. */
async function starts(machine: Machine, path: string): Promise<boolean> {
  return machine.version(path).then(
    (version) => /\d+\.\d+/.test(version),
    () => false,
  )
}

async function canInstall(machine: Machine): Promise<boolean> {
  return machine.isRoot && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(await machine.release())
}

async function runAloud(program: string, args: readonly string[], limitMs: number): Promise<void> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: limitMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  // Whether it worked shows in whether a Chromium is there afterwards.
  await Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined)
}
