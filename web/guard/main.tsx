import { render } from 'preact'
import { applyPreferences } from '../kit/language.ts'
import { App } from './app.tsx'
import { allowSound } from './sound.ts'

applyPreferences()
const root = document.getElementById('page')
if (root) render(<App />, root)

// Browsers let a page sound only after somebody has touched it.
addEventListener('pointerdown', allowSound)
addEventListener('keydown', allowSound)

if ('serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/guard/sw.js', { scope: '/guard' }))
}
