import { render } from 'preact'
import { applyPreferences } from '../kit/language.ts'
import { App } from './app.tsx'
import { allowSound } from './sound.ts'

applyPreferences()
const root = document.getElementById('page')
if (root) render(<App />, root)

// Browsers let a page sound only after somebody has touched it.
addEventListener('pointerdown', allowSound)
// Opening the sound may stop the page for half a second: a code that a scanner is typing must be through by then.
const AFTER_KEYS_MS = 1_000
let afterKeys: ReturnType<typeof setTimeout> | undefined
addEventListener('keydown', () => {
  clearTimeout(afterKeys)
  afterKeys = setTimeout(allowSound, AFTER_KEYS_MS)
})

if ('serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/guard/sw.js', { scope: '/guard' }))
}
