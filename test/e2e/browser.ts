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
  const camera =
    options.camera === undefined
      ? []
      : [
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          `--use-file-for-fake-video-capture=${options.camera}`,
        ]
  const trusted = options.trusts === undefined ? [] : [`--ignore-certificate-errors-spki-list=${options.trusts}`]
  return chromium.launch({ executablePath: chromiumPath(), args: [...QUIET, ...camera, ...trusted] })
}

function chromiumPath(): string {
  const executablePath = process.env.CHROMIUM_PATH
  if (executablePath === undefined) throw new Error('this test needs Chromium; run it with: npm test -- FILE')
  return executablePath
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

/** The same phone, switched on: its browser keeps what it has in a folder, from which it starts again after it was closed. */
export async function aPhoneIn(folder: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(folder, {
    ...PHONE,
    executablePath: chromiumPath(),
    args: QUIET,
  })
  return { context, page: context.pages()[0] ?? (await context.newPage()) }
}
