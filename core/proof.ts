// What may be added to an appeal as a proof, by its bytes and whatever it is called.

/** What arrives: pictures are written anew before they are kept, a PDF is kept as it is. */
export type ProofInput = 'jpeg' | 'png' | 'webp' | 'pdf'

/** What is kept. */
export type ProofType = 'image/jpeg' | 'application/pdf'

/** 10 MiB: a photo of any telephone, or some scanned pages. */
export const LARGEST_PROOF_BYTES = 10 * 1024 * 1024

/** So many proofs an appeal takes. */
export const MOST_PROOFS = 5

// A PDF may have some bytes after its end, but not a file of another kind.
const PDF_END_WITHIN = 1024

/** What a file is by its bytes; undefined for whatever is no proof, such as SVG, GIF, TIFF, HEIF, HTML and archives. */
export function proofInputOf(bytes: Uint8Array): ProofInput | undefined {
  if (hasAt(bytes, 0, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (hasAt(bytes, 0, [0x89, ...codes('PNG\r\n\x1a\n'), 0, 0, 0, 13, ...codes('IHDR')])) return 'png'
  if (hasAt(bytes, 0, codes('RIFF')) && hasAt(bytes, 8, codes('WEBPVP8'))) return 'webp'
  return hasAt(bytes, 0, codes('%PDF-')) && endsAsPdf(bytes) ? 'pdf' : undefined
}

function endsAsPdf(bytes: Uint8Array): boolean {
  const end = codes('%%EOF')
  const first = Math.max(0, bytes.length - PDF_END_WITHIN)
  for (let place = bytes.length - end.length; place >= first; place -= 1) {
    if (hasAt(bytes, place, end)) return true
  }
  return false
}

function hasAt(bytes: Uint8Array, place: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, offset) => bytes[place + offset] === byte)
}

function codes(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}
