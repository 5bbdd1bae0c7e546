// Whether somebody is at the page. Lists refresh themselves; what they ask for while nobody touches the page must not keep a desk
// that was left signed in.

/** Whoever touched the page so long ago may still be the cause of what is asked for. */
const ATTENDED_MS = 60_000

let touchedAt = performance.now()
for (const kind of ['pointerdown', 'keydown', 'wheel']) {
  // Also imported where there is no page: in tests, and by workers.
  globalThis.addEventListener?.(kind, () => (touchedAt = performance.now()), { capture: true, passive: true })
}

/** The header that says so to the server, where nobody touched the page lately. */
export function unattendedHeader(now = performance.now()): Readonly<Record<string, string>> {
  return now - touchedAt > ATTENDED_MS ? { 'x-unattended': '1' } : {}
}
