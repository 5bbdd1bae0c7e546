// `npm run pack:verifier`: makes the package `suishenma-verifier` of core/verifier.ts, in dist-verifier/, and packs it.
import { execFileSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..')

if (import.meta.main) console.log(await packVerifier(join(ROOT, 'dist-verifier')))

/** Makes the package in a folder, which is emptied first, and answers the path of the packed file. */
export async function packVerifier(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeModule(folder)
  writeTypes(folder)
  const { version, license, engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const description = {
    name: 'suishenma-verifier',
    version,
    description: 'Tells whether the text of a scanned Suishenma code is genuine',
    license,
    type: 'module',
    exports: { types: './types/verifier.d.ts', default: './verifier.js' },
    files: ['verifier.js', 'types'],
    engines: { node: engines.node },
    sideEffects: false,
  }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(description, undefined, 2)}\n`)
  await cp(join(ROOT, 'tools', 'verifier', 'README.md'), join(folder, 'README.md'))
  await cp(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
  const packed = execFileSync('npm', ['pack', '--silent'], { cwd: folder, encoding: 'utf8' })
  return join(folder, packed.trim())
}

async function writeModule(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    root: ROOT,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      reportCompressedSize: false,
      lib: { entry: join(ROOT, 'core', 'verifier.ts'), formats: ['es'], fileName: () => 'verifier.js' },
    },
  })
}

function writeTypes(folder: string): void {
  const options = ['--declaration', '--emitDeclarationOnly', '--rewriteRelativeImportExtensions', '--skipLibCheck']
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--resolveJsonModule', '--target', 'esnext']
  const where = ['--module', 'nodenext', '--rootDir', 'core', '--outDir', join(folder, 'types')]
  // Of the platform it needs the ECMAScript library and TextEncoder, which is in no library without the rest of the DOM.
  const words = [...options, ...strict, ...where, '--types', 'node', 'core/verifier.ts', '--ignoreConfig']
  execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), words, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
}
