import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Colour } from '../core/colour.ts'
import type { Day } from '../core/instant.ts'
import { colourAtPlace, type EpochList } from '../core/list/epoch-list.ts'
import { followEpoch, type Followed } from '../core/list/follow.ts'
import { INDEX_PATH } from '../core/list/format.ts'
import { readIndex, type ListIndex } from '../core/list/list-index.ts'
import { openEpochs } from '../server/codes/epochs.ts'
import { findPerson } from '../server/identity/persons.ts'
import { openFolder } from '../server/lists/folder.ts'
import { open, turn, type Press, type Published } from '../server/lists/publisher.ts'
import { ownReader } from '../server/lists/sealing.ts'
import { systemCtx, type World } from '../server/kit/world.ts'

/** A publisher whose turns a test takes, in a folder of its own, on the database of a test world. */
export interface TestPress {
  readonly press: Press
  readonly listDir: string
  /** As at a start of the program: forgets everything but files and database. */
  start(): Promise<void>
  /** Takes one turn and answers how many changes it took up. */
  turn(): Promise<number>
  published(): Published
  delete(): Promise<void>
}

/** A publisher that has not started. */
export async function aPress(world: World): Promise<TestPress> {
  const listDir = await mkdtemp(join(tmpdir(), 'suishenma-list-'))
  const press: Press = { world, epochs: openEpochs(world), folder: await openFolder(listDir), address: '/list' }
  let published: Published | undefined
  return {
    press,
    listDir,
    async start() {
      Object.assign(press, { epochs: openEpochs(world) })
      published = await open(press)
    },
    turn: () => turn(press, published!),
    published: () => published!,
    delete: () => rm(listDir, { recursive: true, force: true }),
  }
}

/** A gate that follows one epoch of what a press has published. */
export interface TestGate {
  list: EpochList | undefined
  /** Every path that was fetched since the last call of `follow`. */
  asked: string[]
  follow(): Promise<Followed>
  colourOf(personId: string): Promise<Colour | undefined>
}

/** A gate that holds nothing yet. */
export function aGate(world: World, press: Press, epoch: Day): TestGate {
  const gate: TestGate = {
    list: undefined,
    asked: [],
    async follow() {
      gate.asked = []
      const index = await indexOf(world, press)
      const fetch = async (path: string): Promise<Uint8Array | undefined> => {
        gate.asked.push(path)
        return press.folder.find(path)
      }
      const { list, outcome } = await followEpoch(gate.list, { index, epoch, fetch, reader: ownReader(world) })
      gate.list = list
      return outcome
    },
    async colourOf(personId) {
      const person = await findPerson(world.db, systemCtx(world), personId)
      return gate.list && colourAtPlace(gate.list, await press.epochs.placeOf(epoch, person!.listNumber))
    },
  }
  return gate
}

/** The index as it is published. */
export async function indexOf(world: World, press: Press): Promise<ListIndex> {
  const read = await readIndex((await press.folder.find(INDEX_PATH))!, ownReader(world))
  if (!read.ok) throw new Error(`the index is ${read.because}`)
  return read.value
}
