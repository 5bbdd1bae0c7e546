import { keepShell } from '../kit/shell-worker.ts'

keepShell(globalThis as unknown as ServiceWorkerGlobalScope, {
  ...SHELL,
  page: '/guard',
  isPage: (path) => path === '/guard' || path === '/guard/',
})
