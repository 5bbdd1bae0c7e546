import { writeFile } from 'node:fs/promises'
import type { Browser, Locator } from 'playwright-core'

const WIDTH = 640
const HEIGHT = 480

/**
 * Points Chromium's fake camera at what stands on a screen: the picture of an element, as a y4m stream of five frames.
 * A running stream does not change; reload the page that watches it.
 */
export async function filmElement(browser: Browser, element: Locator, file: string): Promise<void> {
  const picture = await element.screenshot()
  const luma = await lumaOf(browser, picture.toString('base64'))
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frames = Array.from({ length: 5 }, () => [Buffer.from('FRAME\n'), luma, chroma]).flat()
  await writeFile(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420jpeg\n`), ...frames]),
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
