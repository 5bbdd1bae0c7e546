import { issueGateCertificate, readGateCertificate, type GateCertificate } from '../../core/code/gate-certificate.ts'
import { readKeyDocument, signKeyDocument } from '../../core/code/key-document.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { readDelta } from '../../core/list/delta.ts'
import { deltaPath, shardPath } from '../../core/list/format.ts'
import { readIndex, signIndex } from '../../core/list/list-index.ts'
import { readShard } from '../../core/list/shard.ts'
import type { ListReader, Read } from '../../core/list/signed.ts'
import { readWithdrawn, signWithdrawn } from '../../core/list/withdrawn.ts'
import { issuingPublicKey, nodeCrypto } from '../../server/kit/code-crypto.ts'
import { KEYS, phoneKeyOf, PUBLISHED, SHOWN_AT, type SampleKey } from '../../test/code-samples.ts'
import { aListReader, aSampleList, SAMPLE_EPOCH, type SampleList } from '../../test/list-samples.ts'
import { SIGNERS } from './honest-codes.ts'
import type { Outcome } from './search.ts'

/** What a gate or a phone may be given in the place of a file that it asked for. */
export type FileKind = 'shard 0' | 'shard 1' | 'delta' | 'roll-up' | 'index' | 'withdrawn' | 'certificate' | 'keys'

/** A file as the city made it. */
export interface HonestFile {
  readonly kind: FileKind
  readonly bytes: Uint8Array
  readonly by: SampleKey
  readonly context: string
}

/** The root of the sample city's keys; an issuing key of another city besides. */
export const ROOT: keyof typeof KEYS = 'other'

const SINGLE = { from: 100, to: 101 }
const ROLLED = { from: 100, to: 102 }

/** The list of which the files are, in its last state. */
export const LIST: SampleList = await aSampleList({ signer: SIGNERS.city.signer })
await LIST.change([[5, 3]])
await LIST.change([
  [5, 0],
  [70_000, 2],
])
await LIST.endMinute()
await LIST.renew(0)
await LIST.renew(1)

const PHONES = new Map(['1', '2', '3'].map((digit) => [digit.repeat(32), after(SHOWN_AT, DAY_LENGTH)]))
const CERTIFICATE: GateCertificate = {
  issuer: 'city.example',
  issuedAt: SHOWN_AT,
  expires: after(SHOWN_AT, DAY_LENGTH),
  deviceId: '01900000-0000-7000-8000-000000000001',
  gateId: '01900000-0000-7000-8000-000000000002',
  deviceKey: phoneKeyOf(KEYS.phone),
}
const KEY_DOCUMENT = { issuer: 'city.example', signedAt: SHOWN_AT, keys: PUBLISHED.slice(0, 2), withdrawn: [] }

/** Files of every kind, two kinds of key among those who signed. */
export const FILES: readonly HonestFile[] = [
  { kind: 'shard 0', context: 'SSM1 shard', by: SIGNERS.city, bytes: published(shardPath(SAMPLE_EPOCH, 0)) },
  { kind: 'shard 1', context: 'SSM1 shard', by: SIGNERS.city, bytes: published(shardPath(SAMPLE_EPOCH, 1)) },
  { kind: 'delta', context: 'SSM1 delta', by: SIGNERS.city, bytes: published(deltaPath(SAMPLE_EPOCH, SINGLE)) },
  { kind: 'roll-up', context: 'SSM1 delta', by: SIGNERS.city, bytes: published(deltaPath(SAMPLE_EPOCH, ROLLED)) },
  {
    kind: 'index',
    context: 'SSM1 index',
    by: SIGNERS.cityEd,
    bytes: await signIndex(LIST.index(), SIGNERS.cityEd.signer),
  },
  {
    kind: 'withdrawn',
    context: 'SSM1 withdrawn',
    by: SIGNERS.cityEd,
    bytes: await signWithdrawn({ number: 7, asOf: SHOWN_AT, phones: PHONES }, SIGNERS.cityEd.signer),
  },
  {
    kind: 'certificate',
    context: 'SSM1 gate',
    by: SIGNERS.city,
    bytes: await issueGateCertificate(CERTIFICATE, SIGNERS.city.signer),
  },
  {
    kind: 'keys',
    context: 'SSM1 keys',
    by: SIGNERS[ROOT],
    bytes: await signKeyDocument(KEY_DOCUMENT, SIGNERS[ROOT].signer),
  },
]

/** One reader for all: its keys stay imported. */
const READER: ListReader = aListReader({ crypto: nodeCrypto() })
const ROOT_KEY = issuingPublicKey(KEYS[ROOT].privateKey)

/** What somebody says to bytes in the place of a file. */
export async function readAs(kind: FileKind, bytes: Uint8Array, now = SHOWN_AT): Promise<Outcome> {
  const reader = { ...READER, now }
  switch (kind) {
    case 'shard 0':
      return outcomeOf(await readShard(bytes, { epoch: SAMPLE_EPOCH, shard: 0 }, reader))
    case 'shard 1':
      return outcomeOf(await readShard(bytes, { epoch: SAMPLE_EPOCH, shard: 1 }, reader))
    case 'delta':
      return outcomeOf(await readDelta(bytes, { epoch: SAMPLE_EPOCH, ...SINGLE }, reader))
    case 'roll-up':
      return outcomeOf(await readDelta(bytes, { epoch: SAMPLE_EPOCH, ...ROLLED }, reader))
    case 'index':
      return outcomeOf(await readIndex(bytes, reader))
    case 'withdrawn':
      return outcomeOf(await readWithdrawn(bytes, reader))
    case 'certificate': {
      const read = await readGateCertificate(bytes, reader)
      return read.ok ? 'believed' : read.because
    }
    case 'keys':
      return (await readKeyDocument(bytes, { root: ROOT_KEY, crypto: READER.crypto })) ? 'believed' : 'no key document'
  }
}

function outcomeOf(read: Read<unknown>): Outcome {
  return read.ok ? 'believed' : read.because
}

function published(path: string): Uint8Array {
  return LIST.files.get(path)!
}
