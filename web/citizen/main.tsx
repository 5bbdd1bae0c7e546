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
    case '/appeal':
      return import('./appeal/appeal-page.tsx').then(({ AppealPage }) => <AppealPage />)
    case '/hand-facts':
      return import('./by-hand/counts-page.tsx').then(({ CountsPage }) => <CountsPage />)
    case '/readings':
      return import('./readings/readings-page.tsx').then(({ ReadingsPage }) => <ReadingsPage />)
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

function start(): void {
  const root = document.getElementById('page')
  if (!root) return
  pageAt(location.pathname.replace(/(.)\/$/, '$1')).then(
    (page) => page && render(page, root),
    () => render(<LoadFailed />, root),
  )
}

// From the phone's own store this script comes before the page has been read to its end.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start)
else start()

// After the first view, so that what is kept for later never delays it. On the code page this script comes late itself.
if (document.readyState === 'complete') keepForLater()
else addEventListener('load', keepForLater)

function keepForLater(): void {
  setTimeout(() => {
    link('manifest', '/manifest.webmanifest')
    link('icon', '/icons/icon.svg')
    link('apple-touch-icon', '/icons/icon-192.png')
    // Where a browser forbids it, nothing is kept and everything else works.
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  }, 2_000)
}

function link(rel: string, href: string): void {
  const element = document.querySelector<HTMLLinkElement>(`link[rel=${rel}]`) ?? document.createElement('link')
  element.rel = rel
  element.href = href
  document.head.append(element)
}
