// Browsers do not say how much room is left (Chromium tells every page the same figure). So the page holds some bytes that nobody
// needs: where an entry finds no room they are given up for it, and from then on the guard is told ahead.

const NAME = 'guard-reserve'
const PLACE = '/guard/reserve'
// 10 MB: some 8,000 entries, a day at a busy gate.
const BYTES = 10_000_000
// As much as a browser draws at once.
const DRAWN_BYTES = 65_536

/** Holds the reserve, anew where it was given up; answers whether it is there. */
export async function holdReserve(): Promise<boolean> {
  try {
    const cache = await caches.open(NAME)
    if (!(await cache.match(PLACE))) await cache.put(PLACE, new Response(new Blob(drawn())))
    return true
  } catch {
    // No room for it, which is what it is there to find out.
    return false
  }
}

/** Gives the reserve up; answers whether there was one. */
export async function giveUpReserve(): Promise<boolean> {
  try {
    return await caches.delete(NAME)
  } catch {
    return false
  }
}

/** Of chance, for some browsers compress what they keep. */
function drawn(): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: BYTES / DRAWN_BYTES }, () => crypto.getRandomValues(new Uint8Array(DRAWN_BYTES)))
}
