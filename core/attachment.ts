/** What a document that a fact rests on may be. */
export type AttachmentType = 'application/pdf' | 'image/png' | 'image/jpeg'

/** 5 MiB: a page photographed by a telephone, or some scanned ones. */
export const LARGEST_ATTACHMENT_BYTES = 5 * 1024 * 1024

// A PNG begins with its signature and the chunk that says its size; a JPEG with the marker of its start and that of a segment.
const BEGINNINGS: readonly { readonly type: AttachmentType; readonly bytes: readonly number[] }[] = [
  { type: 'application/pdf', bytes: codes('%PDF-') },
  { type: 'image/png', bytes: [0x89, ...codes('PNG\r\n\x1a\n'), 0, 0, 0, 13, ...codes('IHDR')] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
]

/** What a file is by its bytes, whatever it is called; undefined for everything that is no attachment. */
export function attachmentTypeOf(bytes: Uint8Array): AttachmentType | undefined {
  return BEGINNINGS.find((beginning) => beginning.bytes.every((byte, place) => bytes[place] === byte))?.type
}

function codes(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}
