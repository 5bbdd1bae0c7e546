import { useSyncExternalStore } from 'react'

/** What the address names behind `#`: a section, and in it perhaps a record. */
export interface Address {
  readonly section: string
  readonly record: string | undefined
}

/** Reads `#section/record`. */
function readAddress(hash: string): Address {
  const [section = '', record] = hash.replace(/^#/, '').split('/')
  return { section, record: record === '' ? undefined : record }
}

/** The address of a section, or of a record in it, for a link. */
export function addressOf(section: string, record?: string): string {
  return record === undefined ? `#${section}` : `#${section}/${record}`
}

/** What the address names now; draws the calling component anew when that changes. */
export function useAddress(): Address {
  return readAddress(useSyncExternalStore(onHash, () => location.hash))
}

function onHash(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}
