import { concat, sameBytes, utf8 } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor, isMap, Tagged, type Cbor } from '../../core/code/cbor.ts'
import { readSign1, type Sign1 } from '../../core/code/cose.ts'
import { after, DAY_LENGTH, SECOND } from '../../core/instant.ts'
import { applyDelta, newEpochList, nextStep, putShard } from '../../core/list/epoch-list.ts'
import { readDelta } from '../../core/list/delta.ts'
import { STATUS_LIST } from '../../core/list/format.ts'
import { readShard } from '../../core/list/shard.ts'
import { deflate } from '../../server/lists/sealing.ts'
import { SHOWN_AT } from '../../test/code-samples.ts'
import { aListReader, SAMPLE_EPOCH } from '../../test/list-samples.ts'
import { forgeSign1, issuerHeader } from '../../tools/vectors/forge.ts'
import { changedBytes } from './altered-codes.ts'
import type { FileRecipe } from './file-recipes.ts'
import { FILES, LIST, readAs, ROOT, type FileKind, type HonestFile } from './honest-files.ts'
import { SIGNERS } from './honest-codes.ts'
import { edited, encodedOtherwise } from './loose-cbor.ts'
import type { Outcome } from './search.ts'

export const KINDS: readonly FileKind[] = FILES.map(({ kind }) => kind)
export const CONTEXTS: readonly string[] = [...new Set(FILES.map(({ context }) => context)), 'SSM1 credential', '']

/** What of a file is altered: all its bytes, or one of the parts of its message. */
export const PARTS = ['file', 'header', 'payload', 'signature'] as const
export type FilePart = (typeof PARTS)[number]

/** What is wrong with what was deflated. */
export const DEFLATED = ['too many bytes or too few', 'cut off', 'bytes behind the end', 'not deflated'] as const
export type Misdeflated = (typeof DEFLATED)[number]

/** Somebody who must not believe what he looks at. */
export type Look = () => Promise<Outcome>

/** Makes what a recipe says; undefined where the recipe, as it falls out, alters nothing. */
export async function forgeFile(recipe: FileRecipe): Promise<Look | undefined> {
  switch (recipe.how) {
    case 'expired': {
      const now = after(SHOWN_AT, DAY_LENGTH + recipe.secondsAfterEnd * SECOND)
      const { bytes } = FILES.find(({ kind }) => kind === recipe.as)!
      return () => readAs(recipe.as, bytes, now)
    }
    case 'rolled back':
      return oldVersion(recipe.version)
    case 'noise':
      return () => readAs(recipe.as, recipe.bytes)
    case 'in the place of another': {
      const { kind, bytes } = FILES[recipe.base]!
      return kind === recipe.as ? undefined : () => readAs(recipe.as, bytes)
    }
    case 'badly deflated by the city': {
      const bytes = await badlyDeflated(recipe)
      return () => readAs('shard 0', bytes)
    }
    default: {
      const file = FILES[recipe.base]!
      const bytes = await bytesOf(recipe, file)
      return bytes === undefined || sameBytes(bytes, file.bytes) ? undefined : () => readAs(file.kind, bytes)
    }
  }
}

type OfOneFile = Extract<FileRecipe, { base: number }>

async function bytesOf(recipe: OfOneFile, file: HonestFile): Promise<Uint8Array | undefined> {
  const message = readSign1(file.bytes, file.bytes.length)!
  switch (recipe.how) {
    case 'altered':
      return withPart(file, recipe.part, (bytes) => changedBytes(bytes, recipe.change))
    case 'cut off':
      return file.bytes.subarray(0, recipe.keep % file.bytes.length)
    case 'oversized':
      return withPart(file, recipe.part, (bytes) => concat(bytes, new Uint8Array(recipe.bytes).fill(recipe.filler)))
    case 'edited and signed by a stranger':
      return forgeSign1({
        header: message.header,
        payload: encodeCbor(edited(valueOf(message), recipe.place, recipe.edit)),
        context: utf8(file.context),
        by: SIGNERS.unpublished,
      })
    case 'written otherwise': {
      const payload = encodedOtherwise(valueOf(message), recipe.place, recipe.as)
      if (sameBytes(payload, message.payload)) return undefined
      return forgeSign1({ header: message.header, payload, context: utf8(file.context), by: file.by })
    }
    case 'by the wrong key':
      return byTheWrongKey(recipe, file, message)
    case 'in the place of another':
      return undefined
  }
}

async function byTheWrongKey(
  recipe: FileRecipe & { how: 'by the wrong key' },
  file: HonestFile,
  { payload }: Sign1,
): Promise<Uint8Array | undefined> {
  const { by, named = by, context = file.context } = recipe
  const right = SIGNERS[named].signer.algorithm === 'ES256' ? -7 : -8
  const { algorithm = right } = recipe
  // One of the keys that may sign such a file, named as it is.
  const may: readonly string[] = file.kind === 'keys' ? [ROOT] : ['city', 'cityEd', 'paper']
  if (may.includes(by) && named === by && algorithm === right && context === file.context) return undefined
  const header = issuerHeader(SIGNERS[named], algorithm)
  return forgeSign1({ header, payload, context: utf8(context), by: SIGNERS[by] })
}

function withPart(file: HonestFile, part: FilePart, become: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  if (part === 'file') return become(file.bytes)
  const message = readSign1(file.bytes, file.bytes.length)!
  const altered: Sign1 = { ...message, [part]: become(message[part]) }
  const { header, payload, signature } = altered
  return encodeCbor(new Tagged(18, [header, new Map(), payload, signature]))
}

function valueOf({ payload }: Sign1): Cbor {
  return decodeCbor(payload, payload.length)!
}

/** A shard by the city's own key whose list does not inflate to what a list has; a bomb among them. */
async function badlyDeflated(recipe: FileRecipe & { how: 'badly deflated by the city' }): Promise<Uint8Array> {
  const message = readSign1(FILES[0]!.bytes, FILES[0]!.bytes.length)!
  const claims = valueOf(message)
  if (!isMap(claims)) throw new TypeError('a shard has claims')
  const status = new Map<string, Cbor>([
    ['bits', 2],
    ['lst', listOf(recipe)],
  ])
  const payload = encodeCbor(new Map([...claims, [STATUS_LIST, status]]))
  return forgeSign1({ header: message.header, payload, context: utf8('SSM1 shard'), by: SIGNERS.city })
}

function listOf({ list, bytes }: FileRecipe & { how: 'badly deflated by the city' }): Uint8Array {
  const right = deflate(new Uint8Array(16_384))
  switch (list) {
    case 'too many bytes or too few':
      return deflate(new Uint8Array(bytes))
    case 'cut off':
      return right.subarray(0, bytes % right.length)
    case 'bytes behind the end':
      return concat(right, new Uint8Array(1 + (bytes % 100)))
    case 'not deflated':
      return new Uint8Array(bytes % 16_384).fill(bytes)
  }
}

/** An honest file of an earlier hour before a gate that is at the end: believed would be whatever changes what it holds. */
function oldVersion(version: number): Look {
  const old = [...LIST.versions].flatMap(([path, files]) => files.slice(0, -1).map((bytes) => ({ path, bytes })))
  const deltas = [...LIST.files].filter(([path]) => path.includes('delta')).map(([path, bytes]) => ({ path, bytes }))
  const offered = [...old, ...deltas]
  const { path, bytes } = offered[version % offered.length]!
  return async () => {
    const gate = await atTheEnd()
    const before = gate.values.slice()
    const taken = path.includes('delta') ? await takeDelta(gate, path, bytes) : await takeShard(gate, path, bytes)
    return taken && !sameBytes(before, gate.values) ? 'believed' : 'rolled back'
  }
}

async function atTheEnd(): Promise<ReturnType<typeof newEpochList>> {
  const gate = newEpochList(SAMPLE_EPOCH)
  for (const path of ['/19097/0', '/19097/1']) await takeShard(gate, path, LIST.files.get(path)!)
  const index = LIST.index()
  nextStep(gate, index, index.epochs[0]!)
  return gate
}

async function takeShard(gate: ReturnType<typeof newEpochList>, path: string, bytes: Uint8Array): Promise<boolean> {
  const [epoch = 0, shard = 0] = path.slice(1).split('/').map(Number)
  const read = await readShard(bytes, { epoch, shard }, aListReader())
  return read.ok && putShard(gate, read.value)
}

async function takeDelta(gate: ReturnType<typeof newEpochList>, path: string, bytes: Uint8Array): Promise<boolean> {
  const [from = 0, to = 0] = path.split('/').at(-1)!.split('-').map(Number)
  const read = await readDelta(bytes, { epoch: SAMPLE_EPOCH, from, to }, aListReader())
  return read.ok && applyDelta(gate, read.value) === 'applied'
}
