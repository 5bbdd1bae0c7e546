// What has to be there before `npm start` and `npm test`: the packages of the lock file, and the pages. Plain JavaScript without
// packages, since it runs on whatever Node the machine has, before any package is installed. Says nothing when nothing is to do.
// With --install-only it leaves the pages alone.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const LEAST_NODE = 20
const MODULES = join(ROOT, 'node_modules')
const INSTALLED_STAMP = join(MODULES, '.installed-lock')
const PAGES_STAMP = join(ROOT, 'dist', '.stamp')
const NODE = join(MODULES, '.bin', 'node')
const BUILD_PAGES = join(ROOT, 'tools', 'build-pages.ts')
/** What the pages are made of. */
const PAGE_SOURCES = ['web', 'core', 'contract', 'tools/build-pages.ts', 'package-lock.json']

const LOCK = join(ROOT, '.prepare-lock')
/** An installation over a slow line takes some minutes. */
const LOCK_STALE_MS = 15 * 60_000

class Refusal extends Error {
  /** @param {string} zh @param {string} en */
  constructor(zh, en) {
    super(en)
    this.zh = zh
  }
}

try {
  checkNode()
  if (!isInstalled() || !arePagesBuilt()) await alone(prepare)
} catch (error) {
  const said = error instanceof Refusal ? [error.zh, error.message] : [String(error)]
  console.error(said.join('\n'))
  process.exitCode = 1
}

function prepare() {
  // Looked at again: while we waited, another one may have done it.
  if (!isInstalled()) install()
  if (!arePagesBuilt()) buildPages()
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= LEAST_NODE) return
  throw new Refusal(
    `需要 Node.js ${LEAST_NODE} 或更高版本，当前是 ${process.versions.node}；请到 https://nodejs.org 更新。`,
    `Node.js ${LEAST_NODE} or later is needed, and this is ${process.versions.node}; get a newer one from https://nodejs.org.`,
  )
}

function isInstalled() {
  return readOrEmpty(INSTALLED_STAMP) === lockHash() && existsSync(NODE)
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
}

function install() {
  if (isInstalledByHand()) return writeFileSync(INSTALLED_STAMP, lockHash())
  console.log(
    '正在安装依赖（仅首次或更新后）… Installing the packages of package-lock.json (first time or after an update) …',
  )
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  // npm's own Node, and not the pinned one, which lies in the folder that is about to be replaced.
  const [program, ...before] = npm === undefined ? ['npm'] : [process.env.npm_node_execpath ?? process.execPath, npm]
  const env = { ...process.env, PATH: pathWithoutModules(), npm_config_ignore_scripts: 'false' }
  const { status, error } = spawnSync(program, [...before, ...args], { cwd: ROOT, stdio: 'inherit', env })
  if (status !== 0 || error) {
    throw new Refusal(
      '依赖安装失败：请检查网络（或 npm 镜像设置）与磁盘空间，然后再试一次。',
      'The packages could not be installed: check the network (or the npm registry setting) and the disk, then try again.',
    )
  }
  checkPinnedNode()
  writeFileSync(INSTALLED_STAMP, lockHash())
}

/** Whether somebody ran `npm ci` or `npm install`: npm then keeps what it installed, newer than the lock file. */
function isInstalledByHand() {
  const own = join(MODULES, '.package-lock.json')
  if (!existsSync(own) || !existsSync(NODE)) return false
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(own, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional === true || present[path]?.version === version,
  )
}

function checkPinnedNode() {
  try {
    execFileSync(NODE, ['--version'], { stdio: 'ignore' })
  } catch {
    throw new Refusal(
      `依赖已安装，但随附的 Node 无法运行（${NODE}）；请删除 node_modules 后再试，并允许 npm 运行安装脚本。`,
      `The packages are installed, but the Node among them does not run (${NODE}); delete node_modules, let npm run install scripts, and try again.`,
    )
  }
}

function pathWithoutModules() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.filter((folder) => !folder.includes('node_modules')).join(delimiter)
}

function arePagesBuilt() {
  return process.argv.includes('--install-only') || !existsSync(BUILD_PAGES) || readOrEmpty(PAGES_STAMP) === pagesHash()
}

function pagesHash() {
  const hash = createHash('sha256')
  for (const source of PAGE_SOURCES) addToHash(hash, join(ROOT, source))
  return hash.digest('hex')
}

/** Names and contents: times change with every checkout. Tests are no part of the pages. */
function addToHash(hash, path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) {
    hash
      .update(`${path.slice(ROOT.length)}\n`)
      .update(readFileSync(path))
      .update('\n')
    return
  }
  for (const name of readdirSync(path).sort()) {
    if (!/\.test\.tsx?$/.test(name)) addToHash(hash, join(path, name))
  }
}

function buildPages() {
  console.log('正在生成页面… Building the pages …')
  const before = pagesHash()
  const { status } = spawnSync(NODE, [BUILD_PAGES], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) {
    throw new Refusal('页面生成失败，原因见上。', 'The pages could not be built; the reason stands above.')
  }
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  writeFileSync(PAGES_STAMP, before)
}

/** Of two at once the second waits; a lock that a killed one left is taken away. */
async function alone(act) {
  for (;;) {
    try {
      mkdirSync(LOCK)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isLeftOver()) rmSync(LOCK, { recursive: true, force: true })
      else await new Promise((done) => setTimeout(done, 100))
    }
  }
  try {
    writeFileSync(join(LOCK, 'pid'), String(process.pid))
    act()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

function isLeftOver() {
  try {
    const age = Date.now() - statSync(LOCK).mtimeMs
    const pid = Number(readOrEmpty(join(LOCK, 'pid')))
    if (pid === 0) return age > 5_000
    return age > LOCK_STALE_MS || !isAlive(pid)
  } catch {
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
