// The one inline script, in the head: it runs before anything else is loaded or even laid out. Language and version on
// every page, and on the code page the code itself; the app begins only after that. Measured: this way a code is painted
// in a third of the time that any framework takes.

import { SECOND } from '../../core/instant.ts'
import { applyPreferences } from '../kit/language.ts'
import { CARD_CHANGED } from './code/card.ts'
import { makeKeeper } from './code/keeper.ts'
import { paintCode, parsed } from './code/paint.ts'

// Whoever waits that long is told something, which is the app's part.
const APP_WITHIN_MS = 3 * SECOND

applyPreferences()
if (location.pathname === '/') {
  const keeper = makeKeeper()
  globalThis.codeCard = keeper
  paintCode(keeper)
  // With the frame after the code: until that stands on the screen, the processor is the code's.
  document.addEventListener(CARD_CHANGED, () => requestAnimationFrame(() => setTimeout(beginApp)), { once: true })
  setTimeout(beginApp, APP_WITHIN_MS)
  void keeper.open()
} else {
  void beginApp()
}

/** Runs the app, which the page has only fetched so far. A second time does nothing: a module runs once. */
async function beginApp(): Promise<void> {
  await parsed()
  const app = document.createElement('script')
  app.type = 'module'
  app.src = document.getElementById('app')?.getAttribute('href') ?? ''
  document.head.append(app)
}
