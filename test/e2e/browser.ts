import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** Flags that keep Chromium from calling its maker's servers. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/**
 * A browser; `camera` is a y4m file that its fake camera shows, `trusts` the SHA-256 in base64 of the public key of an authority
 * whose certificates it believes.
 */
export async function aBrowser(options: { camera?: string; trusts?: string } = {}): Promise<Browser> {
  const trusted = options.trusts === undefined ? [] : [`--ignore-certificate-errors-spki-list=${options.trusts}`]
  return chromium.launch({ executablePath: executable(), args: [...QUIET, ...cameraOf(options.camera), ...trusted] })
}

function executable(): string {
  const path = process.env.CHROMIUM_PATH
  if (path === undefined) throw new Error('this test needs Chromium; run it with: npm test -- FILE')
  return path
}

function cameraOf(file: string | undefined): string[] {
  if (file === undefined) return []
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ]
}

const PHONE = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
}

/** A phone of 360 × 740 points in Chinese, Shanghai time. */
export async function aPhone(
  browser: Browser,
  options: { camera?: boolean } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ ...PHONE, permissions: options.camera === true ? ['camera'] : [] })
  return { context, page: await context.newPage() }
}

/** A phone whose storage lies in a folder and outlasts its browser. */
export interface KeptPhone {
  readonly context: BrowserContext
  readonly page: Page
  /** As a battery that is pulled out. */
  kill(): Promise<void>
}

/** Switches on the phone of a folder; `camera` is a y4m file that its camera shows. */
export async function aKeptPhone(folder: string, camera?: string): Promise<KeptPhone> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: executable(),
    args: [...QUIET, ...cameraOf(camera)],
    ...PHONE,
    permissions: camera === undefined ? [] : ['camera'],
  })
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    async kill() {
      // The lock of a folder names who holds it: machine and process.
      const holder = await readlink(join(folder, 'SingletonLock'))
      const gone = context.waitForEvent('close')
      process.kill(Number(holder.slice(holder.lastIndexOf('-') + 1)), 'SIGKILL')
      await gone
    },
  }
}
