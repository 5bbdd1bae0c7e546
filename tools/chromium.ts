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

/** What to say, and what to install, where the browser tests cannot run. */
export const NO_CHROMIUM =
  'No Chromium was found, so the browser tests are skipped. Install one (Debian, Ubuntu: sudo apt-get install chromium ' +
  'fonts-noto-cjk; macOS: brew install --cask chromium) or name it in CHROMIUM_PATH.'

/** The Chromium of this machine: the one of CHROMIUM_PATH, on the PATH, or of Playwright's own downloads. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') return (await isProgram(named)) ? named : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  for (const place of [...onPath, ...MAC_APPS, chromium.executablePath()]) {
    if ((await isProgram(place)) && (await starts(place))) return place
  }
  return undefined
}

/** The Chromium of this machine, downloaded or installed where there is none; undefined where that fails. */
export async function ensureChromium(): Promise<string | undefined> {
  const found = await findChromium()
  if (found !== undefined || process.env.CHROMIUM_PATH) return found
  console.log('No Chromium found; trying the download of Playwright …')
  const cli = join(import.meta.dirname, '..', 'node_modules', 'playwright-core', 'cli.js')
  await runAloud(process.execPath, [cli, 'install', 'chromium'], DOWNLOAD_LIMIT_MS)
  const downloaded = await findChromium()
  if (downloaded !== undefined || !(await canInstall())) return downloaded
  console.log('Installing the packages chromium and fonts-noto-cjk …')
  await runAloud('apt-get', ['update', '-q'], INSTALL_LIMIT_MS)
  const packages = ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']
  await runAloud('apt-get', packages, INSTALL_LIMIT_MS)
  return findChromium()
}

async function isProgram(path: string): Promise<boolean> {
  return (
    path !== '' &&
    access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
  )
}

/** Ubuntu's `chromium-browser` may be a mere note to install a snap, and a download may lack the system's libraries. */
async function starts(path: string): Promise<boolean> {
  return promisify(execFile)(path, ['--version'], { timeout: 20_000 }).then(
    ({ stdout }) => /\d+\.\d+/.test(stdout),
    () => false,
  )
}

async function canInstall(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)
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
