import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { deltaPath } from '../../core/list/format.ts'

/** The folder that the list's files lie in, served as they are. Paths begin with a slash, as under the list's address. */
export interface ListFolder {
  find(path: string): Promise<Uint8Array | undefined>
  /** Writes a file whole: whoever reads at this moment has the old one or the new one. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** The epochs that have a folder. */
  epochs(): Promise<number[]>
  /** Makes the folders of an epoch. */
  make(epoch: number): Promise<void>
  drop(epoch: number): Promise<void>
  dropDelta(epoch: number, range: { from: number; to: number }): Promise<void>
}

/** A folder of files, made where it is missing. */
export async function openFolder(root: string): Promise<ListFolder> {
  await mkdir(root, { recursive: true })
  return {
    async find(path) {
      try {
        return await readFile(join(root, path))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async write(path, bytes) {
      const whole = join(root, path)
      // The name begins with a dot, which no server gives out; one program alone writes here.
      const half = join(dirname(whole), `.half-${path.replaceAll('/', '-')}`)
      await writeFile(half, bytes)
      await rename(half, whole)
    },
    async epochs() {
      return (await readdir(root)).filter((name) => /^\d+$/.test(name)).map(Number)
    },
    async make(epoch) {
      await mkdir(join(root, String(epoch), 'delta'), { recursive: true })
    },
    async drop(epoch) {
      await rm(join(root, String(epoch)), { recursive: true, force: true })
    },
    async dropDelta(epoch, range) {
      await rm(join(root, deltaPath(epoch, range)), { force: true })
    },
  }
}
