import { LARGEST_PROOF_BYTES, proofInputOf, type ProofType } from '../../core/proof.ts'
import { Problem } from '../kit/problem.ts'

// A file from outside becomes a proof. Of a picture nothing is kept but its pixels: place, device, and whatever was hidden behind its
// end are gone. A PDF is not looked into, and nobody's browser shows it: it is only ever saved.

/** More than any telephone's usual photo; a picture that says it has more is refused before it is unpacked. */
const MOST_PIXELS = 64_000_000
const LONGEST_EDGE = 2_400
const QUALITY = 85
const LONGEST_SECONDS = 10

/** A proof as it is kept. */
export interface ProofFile {
  readonly type: ProofType
  readonly bytes: Uint8Array
}

/** What is kept of a file. Problems: proof-too-large, proof-kind, proof-unreadable. */
export async function proofFileOf(bytes: Uint8Array): Promise<ProofFile> {
  if (bytes.length > LARGEST_PROOF_BYTES) throw new Problem('proof-too-large')
  const input = proofInputOf(bytes)
  if (input === undefined) throw new Problem('proof-kind')
  if (input === 'pdf') return { type: 'application/pdf', bytes }
  return { type: 'image/jpeg', bytes: await writtenAnew(bytes) }
}

async function writtenAnew(bytes: Uint8Array): Promise<Uint8Array> {
  // Loaded when the first picture comes: most starts of the program never need it.
  const { default: sharp } = await import('sharp')
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .resize({ width: LONGEST_EDGE, height: LONGEST_EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: QUALITY })
      .timeout({ seconds: LONGEST_SECONDS })
      .toBuffer()
  } catch {
    // Cut short, too many pixels, too slow: whatever it is, the person can do one thing, which is to take another picture.
    throw new Problem('proof-unreadable')
  }
}
