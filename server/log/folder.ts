import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fullTilePath, type Tile } from '../../core/log/tiles.ts'

/** A file of the log. */
export interface LogFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The folder that the log's files lie in, served as they are. */
export interface LogFolder {
  find(path: string): Promise<Uint8Array | undefined>
  /** Writes files, each whole or not at all; all are on the disk when this resolves. */
  write(files: readonly LogFile[]): Promise<void>
  /** Deletes what was a part of a tile that is full by now. */
  dropParts(tile: Tile): Promise<void>
}

/** Files that wait for the disk at a time: Node does so by four threads. */
const AT_ONCE = 8

/** A folder of files, made where it is missing. */
export async function openLogFolder(root: string): Promise<LogFolder> {
  await mkdir(root, { recursive: true })
  const made = new Set<string>([root])

  async function makeFolder(path: string): Promise<void> {
    if (made.has(path)) return
    await makeFolder(dirname(path))
    await mkdir(path, { recursive: true })
    await sync(dirname(path))
    made.add(path)
  }

  async function writeOne({ path, bytes }: LogFile): Promise<string> {
    const whole = join(root, path)
    const folder = dirname(whole)
    await makeFolder(folder)
    // The name begins with a dot, which nobody gives out; one program alone writes here.
    const half = join(folder, `.half-${path.replaceAll('/', '-')}`)
    const file = await open(half, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(half, whole)
    return folder
  }

  return {
    async find(path) {
      try {
        return await readFile(join(root, path))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async write(files) {
      const folders = new Set<string>()
      for (let from = 0; from < files.length; from += AT_ONCE) {
        const written = await Promise.all(files.slice(from, from + AT_ONCE).map(writeOne))
        for (const folder of written) folders.add(folder)
      }
      await Promise.all([...folders].map(sync))
    },
    async dropParts(tile) {
      await rm(`${join(root, fullTilePath(tile))}.p`, { recursive: true, force: true })
    },
  }
}

async function sync(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
