import { keepShell } from '../kit/shell-worker.ts'

keepShell(globalThis as unknown as ServiceWorkerGlobalScope, {
  ...SHELL,
  page: '/',
  // The guard's and the staff's pages are other apps; `/sign-in/…` and everything else with an answer of its own is the server's.
  isPage: (path) => /^\/(register|declare\/(health|stays|arrival)|help|hand-facts|readings|sign-in)?\/?$/.test(path),
})
