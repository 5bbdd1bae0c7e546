import { render, type ComponentChild } from 'preact'
import { CITIZEN } from '../kit/dictionary/citizen.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { say } from '../kit/language.ts'
import { CodePage } from './code/code-page.tsx'

// Every page is a document of its own: the phone's worker serves the shell at once, and going back is the browser's
// own affair. Only the code page is in the first bundle; the others come when they are opened.

async function pageAt(path: string): Promise<ComponentChild | void> {
  switch (path) {
    case '/':
      return <CodePage />
    case '/sign-in':
      return import('./sign-in/sign-in-page.tsx').then(({ SignInPage }) => <SignInPage />)
    case '/register':
      return import('./register/register-page.tsx').then(({ RegisterPage }) => <RegisterPage />)
    case '/declare/health':
      return import('./declare/health-page.tsx').then(({ HealthPage }) => <HealthPage />)
    case '/declare/stays':
      return import('./declare/stays-page.tsx').then(({ StaysPage }) => <StaysPage />)
    case '/declare/arrival':
      return import('./declare/arrival-page.tsx').then(({ ArrivalPage }) => <ArrivalPage />)
    case '/help':
      return import('./help/help-page.tsx').then(({ HelpPage }) => <HelpPage />)
    default:
      // The server gives this page to no other path.
      return location.replace('/')
  }
}

function LoadFailed() {
  return (
    <main class="column stack">
      <p role="alert">{say(CITIZEN.loadFailed)}</p>
      <button type="button" class="button main" onClick={() => location.reload()}>
        {say(COMMON.tryAgain)}
      </button>
    </main>
  )
}

const root = document.getElementById('page')
if (root) {
  pageAt(location.pathname.replace(/(.)\/$/, '$1')).then(
    (page) => page && render(page, root),
    () => render(<LoadFailed />, root),
  )
}

// After the first view, so that keeping files for later never delays it. On the code page this script comes late itself.
if (document.readyState === 'complete') keepForLater()
else addEventListener('load', keepForLater)

function keepForLater(): void {
  if (!('serviceWorker' in navigator)) return
  // Where a browser forbids it, nothing is kept and everything else works.
  setTimeout(() => navigator.serviceWorker.register('/sw.js').catch(() => undefined), 2_000)
}
