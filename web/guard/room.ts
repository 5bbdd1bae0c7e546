/** What a browser tells of its storage: used and allowed, in bytes. */
export type Room = Pick<StorageEstimate, 'usage' | 'quota'>

// 20 MB: some 15,000 entries, more than a day of one gate.
const LEAST_BYTES = 20_000_000

/** Whether the room that is left has to be spoken of. A browser that tells nothing has enough. */
export function isNearlyFull({ usage = 0, quota = Infinity }: Room): boolean {
  return quota - usage < LEAST_BYTES
}
