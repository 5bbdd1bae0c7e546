import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hex } from '../../core/bytes.ts'
import type { Places } from './postgres-places.ts'
import { isStorageFull, StartFailure, storageFull } from './start-failure.ts'

/** The only role of the embedded database; who may open its socket may be it. */
export const USER = 'suishenma'

/** Makes the database of a data folder at its first start: beside its place and then renamed, so that one killed half way leaves no half. */
export async function makeCluster(
  places: Places,
  { random, atWork }: { random: (bytes: number) => Uint8Array; atWork: () => void },
): Promise<void> {
  const version = await readFile(join(places.data, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined) return checkVersion(version.trim(), places)
  await removeLeftOvers(places)
  const fresh = `${places.data}.new-${hex(random(6))}`
  const child = spawn(
    join(places.binaries, 'initdb'),
    ['-D', fresh, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'],
    { ...surroundings(places), stdio: ['ignore', 'ignore', 'pipe'] },
  )
  atWork()
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) {
    await rm(fresh, { recursive: true, force: true })
    throw isStorageFull({ message: said }) ? storageFull() : noStart(places.log, lastWord(said))
  }
  await rename(fresh, places.data).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(fresh, { recursive: true })
  })
}

async function removeLeftOvers(places: Places): Promise<void> {
  for (const name of await readdir(places.folder)) {
    if (!name.startsWith('data.new-')) continue
    const path = join(places.folder, name)
    // Younger ones may be another program's, at this moment.
    if (Date.now() - (await stat(path)).mtimeMs > 600_000) await rm(path, { recursive: true, force: true })
  }
}

function checkVersion(made: string, places: Places): void {
  if (made === places.major) return
  throw new StartFailure(
    `数据目录由 PostgreSQL ${made} 建立，本版本内置的是 ${places.major}；请用原来的版本启动并导出数据。`,
    `The data folder was made by PostgreSQL ${made}, and this version brings ${places.major}; start the version that made it and export the data.`,
  )
}

/** Where and as whom PostgreSQL's programs run. */
export function surroundings(places: Places): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  // None of our environment: PGPORT and its kin would change what starts, and DATABASE_URL holds a password.
  return { cwd: places.folder, env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH }, ...places.account }
}

/** Why a program of PostgreSQL gave up, out of what it printed. */
export function lastWord(said: string): string {
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|error/i.test(line))
  return (lines.at(-1) ?? said.trim().split('\n').at(-1) ?? '').replace(/^.*(FATAL|PANIC|error): */i, '').trim()
}

/** The sentence for a PostgreSQL that does not start. */
export function noStart(log: string, why: string): StartFailure {
  return new StartFailure(
    `内置的 PostgreSQL 没有启动：${why}；详情见 ${log}`,
    `The embedded PostgreSQL did not start: ${why}; its log is ${log}`,
  )
}
