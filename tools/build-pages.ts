// Builds the pages into dist/. `node tools/build-pages.ts`; exits 1 with the error when it fails.

import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type InlineConfig, type Rolldown } from 'vite'
import { drawIcon, drawMaskableIcon, ICON_SVG } from './draw-icon.ts'

const ROOT = resolve(import.meta.dirname, '..')
const DIST = join(ROOT, 'dist')
const INLINE_SCRIPTS = ['first-request', 'first-paint']

// Phones of 2020 and later: what runs below is left as it was written.
const SHARED = {
  configFile: false,
  envDir: false,
  publicDir: false,
  logLevel: 'warn',
} satisfies InlineConfig
const TARGET = 'es2022'

/** The apps that have a page; each stands below its own path. */
interface App {
  readonly name: 'citizen' | 'guard' | 'staff' | 'console'
  /** Whose components it is made of. */
  readonly components: 'preact' | 'react'
  /** Where its service worker goes; it rules the paths below. */
  readonly worker?: string
  /** Files besides its own assets that the worker keeps. */
  readonly keeps?: readonly string[]
}

const APPS: readonly App[] = [
  {
    name: 'citizen',
    components: 'preact',
    worker: 'sw.js',
    keeps: ['/divisions/counties.json', '/divisions/shanghai-streets.json'],
  },
  { name: 'guard', components: 'preact', worker: 'guard/sw.js' },
  { name: 'staff', components: 'preact' },
  { name: 'console', components: 'react' },
]

async function buildPages(): Promise<void> {
  const apps = APPS.filter((app) => existsSync(join(ROOT, 'web', app.name, 'index.html')))
  await rm(DIST, { recursive: true, force: true })
  for (const app of apps) await buildApp(app)
  await injectScripts()
  await cp(join(ROOT, 'core/divisions'), join(DIST, 'divisions'), { recursive: true })
  for (const app of apps) await buildWorker(app)
  await writeIcons()
  await compressAll()
}

/** By itself: apps built together share bundles, and a change of the guard's would then fatten the citizen's first view. */
async function buildApp(app: App): Promise<void> {
  await build({
    ...SHARED,
    root: join(ROOT, 'web'),
    oxc: { jsx: { runtime: 'automatic', importSource: app.components } },
    build: {
      outDir: DIST,
      emptyOutDir: false,
      target: TARGET,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      // The console is for desks: its component library comes in one file.
      chunkSizeWarningLimit: app.name === 'console' ? 2_000 : 500,
      rolldownOptions: {
        input: join(ROOT, 'web', app.name, 'index.html'),
        // Packages of components say where they may run on a server; here none does.
        onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log),
        // What an app needs from the start is one file: a slow phone pays for each request.
        output: {
          codeSplitting: {
            groups: [{ debugName: 'app', name: (id, graph) => (isNeededAtOnce(id, graph) ? 'app' : null) }],
          },
        },
      },
    },
  })
}

/** Whether a module is reached from the page without a later `import()`. */
function isNeededAtOnce(id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const known = graph.getModuleInfo(id)
  return known !== null && (known.isEntry || known.importers.some((importer) => isNeededAtOnce(importer, graph, seen)))
}

interface Graph {
  getModuleInfo(id: string): Rolldown.ModuleInfo | null
}

/**
 * The citizen page's inline scripts: bundled by themselves and written into the page, where they run before anything else.
 * The page itself no longer names the app: a browser would fetch it while the code is on its way. The scripts begin it.
 */
async function injectScripts(): Promise<void> {
  const path = join(DIST, 'citizen/index.html')
  const built = await readFile(path, 'utf8')
  const [link, app] = /<script type="module" crossorigin src="([^"]+)"><\/script>/.exec(built) ?? []
  if (link === undefined) throw new Error('web/citizen/index.html has no app')
  // Lines and indents are bytes, and nodes to be made.
  let page = built
    .replace(link, '')
    .replaceAll(/<!-- (?!first-).*?-->/g, '')
    .replaceAll(/>\s*\n\s*</g, '><')
  if (/<script|\/assets\//.test(page)) throw new Error('web/citizen/index.html has files besides its app')
  for (const name of INLINE_SCRIPTS) {
    const place = `<!-- ${name} -->`
    const script = await bundle(join(ROOT, `web/citizen/${name}.ts`), { APP: JSON.stringify(app) })
    if (script.includes('</script')) throw new Error('an inline script must not contain </script')
    if (!page.includes(place)) throw new Error(`web/citizen/index.html lacks ${place}`)
    // A function, for the script may contain `$&`.
    page = page.replace(place, () => `<script>${script.trim()}</script>`)
  }
  await writeFile(path, page)
}

async function buildWorker(app: App): Promise<void> {
  const source = join(ROOT, 'web', app.name, 'sw.ts')
  if (app.worker === undefined || !existsSync(source)) return
  const page = await readFile(join(DIST, app.name, 'index.html'), 'utf8')
  const files = [...(await filesOf(page)), ...(app.keeps ?? [])]
  const hash = createHash('sha256').update(page)
  for (const file of files) hash.update(file).update(await readFile(join(DIST, file)))
  const shell = { version: hash.digest('hex').slice(0, 12), files }
  await mkdir(join(DIST, app.worker, '..'), { recursive: true })
  await writeFile(join(DIST, app.worker), await bundle(source, { SHELL: JSON.stringify(shell) }))
}

/** Every asset that a page names, or that what it names names: the whole app, late parts too. */
async function filesOf(page: string): Promise<string[]> {
  const all = (await readdir(join(DIST, 'assets'))).sort()
  const found = new Set<string>()
  const waiting = [page]
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const file of all) {
      if (found.has(file) || !text.includes(file)) continue
      found.add(file)
      if (/\.(js|css)$/.test(file)) waiting.push(await readFile(join(DIST, 'assets', file), 'utf8'))
    }
  }
  return [...found].sort().map((file) => `/assets/${file}`)
}

/** One script without imports or exports. */
async function bundle(entry: string, define: Record<string, string> = {}): Promise<string> {
  const output = await build({
    ...SHARED,
    root: ROOT,
    define,
    build: {
      write: false,
      target: TARGET,
      reportCompressedSize: false,
      lib: { entry, formats: ['iife'], name: 'page', fileName: 'script' },
      // Tables of ours that an inline script does not use, such as those for reading a code.
      rolldownOptions: { treeshake: { manualPureFunctions: ['Uint8Array', 'utf8'] } },
    },
  })
  const [first] = Array.isArray(output) ? output : [output]
  if (!first || !('output' in first)) throw new Error(`no output for ${entry}`)
  return first.output[0].code
}

async function writeIcons(): Promise<void> {
  const folder = join(DIST, 'icons')
  await mkdir(folder)
  await writeFile(join(folder, 'icon.svg'), ICON_SVG)
  for (const edge of [192, 512]) {
    await writeFile(join(folder, `icon-${edge}.png`), drawIcon(edge))
    await writeFile(join(folder, `maskable-${edge}.png`), drawMaskableIcon(edge))
  }
  await writeFile(join(DIST, 'manifest.webmanifest'), JSON.stringify(MANIFEST))
}

const MANIFEST = {
  id: '/',
  name: '随申码',
  short_name: '随申码',
  description: '健康码：颜色、原因和到期时间，没有网络也能出示',
  lang: 'zh-CN',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#f4f6f5',
  theme_color: '#0a7d33',
  icons: [
    { src: '/icons/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    { src: '/icons/icon-192.png', type: 'image/png', sizes: '192x192' },
    { src: '/icons/icon-512.png', type: 'image/png', sizes: '512x512' },
    { src: '/icons/maskable-192.png', type: 'image/png', sizes: '192x192', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
  ],
}

/** Writes `.gz` beside every text file, so that the server compresses nothing while it serves. */
async function compressAll(): Promise<void> {
  for (const entry of await readdir(DIST, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(html|js|css|json|svg|webmanifest)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }))
  }
}

try {
  await buildPages()
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
