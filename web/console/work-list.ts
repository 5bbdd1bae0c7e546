// Deadlines are hours away, and new cases come a few an hour: a minute is soon enough, and costs the server nothing.

/** How often a list of waiting work is asked for again. */
export const WORK_EVERY_MS = 60_000
