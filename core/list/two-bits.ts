// Two bits an entry, the first entry in the lowest bits of a byte, as Token Status List lays them out.

/** The value of an entry. */
export function valueAt(bits: Uint8Array, entry: number): number {
  return (bits[Math.floor(entry / 4)]! >> ((entry % 4) * 2)) & 3
}

/** Sets the value of an entry, 0 to 3. */
export function setValue(bits: Uint8Array, entry: number, value: number): void {
  const at = Math.floor(entry / 4)
  const shift = (entry % 4) * 2
  bits[at] = (bits[at]! & ~(3 << shift)) | (value << shift)
}
