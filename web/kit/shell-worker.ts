// The part of a service worker that two apps share: the shell comes from the phone at once. It is refreshed behind the
// person's back, whole or not at all: the browser looks for another worker at each visit, and every change of the app
// makes one, with all its files. What `/api` answers is never kept: it is personal, and old the next minute.

/** What a worker keeps: the build puts the list in. */
export interface Shell {
  /** Changes with any file of the app; names the cache. */
  readonly version: string
  /** The address of the page itself, under which it is kept, whatever path of the app was opened. */
  readonly page: string
  /** Everything else that the first view needs. */
  readonly files: readonly string[]
  /** Whether a path is a page of this app. */
  readonly isPage: (path: string) => boolean
}

/** Serves an app's page and files from the phone. */
export function keepShell(worker: ServiceWorkerGlobalScope, shell: Shell): void {
  const name = `${shell.page} ${shell.version}`

  worker.addEventListener('install', (event) => {
    event.waitUntil(
      caches.open(name).then(async (cache) => {
        await cache.addAll([shell.page, ...shell.files])
        await worker.skipWaiting()
      }),
    )
  })

  worker.addEventListener('activate', (event) => {
    event.waitUntil(
      caches.keys().then(async (names) => {
        const old = names.filter((other) => other.startsWith(`${shell.page} `) && other !== name)
        await Promise.all(old.map((other) => caches.delete(other)))
        await worker.clients.claim()
      }),
    )
  })

  worker.addEventListener('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.origin !== worker.location.origin) return
    if (request.mode === 'navigate') {
      if (shell.isPage(url.pathname)) event.respondWith(keptOr(shell.page, request))
    } else if (/^\/(assets|divisions|icons)\//.test(url.pathname)) {
      event.respondWith(keptOr(request, request))
    }
  })

  /** What is kept, at once; else the server's answer, which is kept if it is a file: those carry their hash in their name. */
  async function keptOr(place: string | Request, request: Request): Promise<Response> {
    const cache = await caches.open(name)
    const kept = await cache.match(place)
    if (kept) return kept
    const response = await fetch(request)
    if (response.ok && place === request) await cache.put(request, response.clone())
    return response
  }
}
