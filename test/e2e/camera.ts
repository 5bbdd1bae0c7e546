import { writeFile } from 'node:fs/promises'
import type { Browser, Locator } from 'playwright-core'
import { renderSVG } from 'uqr'

const WIDTH = 640
const HEIGHT = 480

/**
 * Points Chromium's fake camera at what stands on a screen: the picture of an element, as a y4m stream.
 * A running stream does not change; reload the page that watches it.
 */
export async function filmElement(browser: Browser, element: Locator, file: string): Promise<void> {
  await writeFilm(file, [await lumaOf(browser, await shot(element))], 5)
}

/** Points the fake camera at codes, one after another and again from the first, each for some seconds; `undefined` is nobody's. */
export async function filmCodes(
  browser: Browser,
  codes: readonly (string | undefined)[],
  told: { file: string; seconds: number },
): Promise<void> {
  const page = await browser.newPage()
  const pictures: Buffer[] = []
  for (const code of codes) {
    const drawn = code === undefined ? '' : renderSVG(code, { ecc: 'M' })
    await page.setContent(`<div style="width:400px;height:400px;padding:16px;background:#fff">${drawn}</div>`)
    pictures.push(await lumaOf(browser, await shot(page.locator('div'))))
  }
  await page.close()
  await writeFilm(told.file, pictures, told.seconds)
}

async function shot(element: Locator): Promise<string> {
  return (await element.screenshot()).toString('base64')
}

/** One frame a second: a scanner looks several times at each, and a film of minutes stays small. */
async function writeFilm(file: string, pictures: readonly Buffer[], seconds: number): Promise<void> {
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frames = pictures.flatMap((luma) =>
    Array.from({ length: seconds }, () => [Buffer.from('FRAME\n'), luma, chroma]).flat(),
  )
  await writeFile(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F1:1 Ip A1:1 C420jpeg\n`), ...frames]),
  )
}

/** Brightness of a PNG laid on a grey frame as a camera would see it: less contrast than on the screen. */
async function lumaOf(browser: Browser, png: string): Promise<Buffer> {
  const page = await browser.newPage()
  try {
    const base64 = await page.evaluate(
      async ({ png, width, height }) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
        const canvas = new OffscreenCanvas(width, height)
        const paint = canvas.getContext('2d')!
        paint.fillStyle = 'rgb(140,140,140)'
        paint.fillRect(0, 0, width, height)
        const side = Math.min(width, height) * 0.94
        const scale = side / Math.max(bitmap.width, bitmap.height)
        const [w, h] = [bitmap.width * scale, bitmap.height * scale]
        paint.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h)
        const { data } = paint.getImageData(0, 0, width, height)
        let text = ''
        for (let at = 0; at < data.length; at += 4) {
          const bright = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
          text += String.fromCharCode(Math.round(70 + (bright / 255) * 155))
        }
        return btoa(text)
      },
      { png, width: WIDTH, height: HEIGHT },
    )
    return Buffer.from(base64, 'base64')
  } finally {
    await page.close()
  }
}
