import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readCheckpoint } from '../../core/log/checkpoint.ts'
import { CHECKPOINT_PATH, countLevels, countTiles, TILE_WIDTH, tilePath } from '../../core/log/tiles.ts'
import { LOG_CRYPTO, type TestLog } from '../../test/a-log.ts'

const known = new WeakMap<TestLog, Promise<string[]>>()

/** The files that the signed head of a log stands on; parts of an earlier day are nobody's any more. */
export function findLogFiles(log: TestLog): Promise<string[]> {
  const found = known.get(log) ?? listFiles(log)
  known.set(log, found)
  return found
}

async function listFiles(log: TestLog): Promise<string[]> {
  const head = await readCheckpoint(LOG_CRYPTO, log.key.findSigned()!, log.key)
  if (!head.ok) throw new Error('the head is not signed')
  const needed = new Set<string>([CHECKPOINT_PATH])
  for (let level = 0; level < countLevels(head.size); level += 1) {
    const { full, width } = countTiles(level, head.size)
    for (let index = 0; index < full + Number(width > 0); index += 1) {
      const tile = { index, width: index < full ? TILE_WIDTH : width }
      needed.add(tilePath({ level, ...tile }))
      if (level === 0) needed.add(tilePath({ level: 'entries', ...tile }))
    }
  }
  const there = await readdir(log.logDir, { recursive: true, withFileTypes: true })
  const paths = there.filter((one) => one.isFile()).map((one) => relative(log.logDir, join(one.parentPath, one.name)))
  return paths.filter((path) => needed.has(path)).toSorted()
}
