/** One that the program works at, one in the database, and one that is on its way to either. */
const LANES = 3

/** Does something for each of some things, three at a time: while the database answers some, the program works at another. */
export async function eachInLanes<Thing>(
  things: readonly Thing[],
  act: (thing: Thing) => Promise<void>,
): Promise<void> {
  const waiting = things.values()
  async function lane(): Promise<void> {
    for (const thing of waiting) await act(thing)
  }
  // All lanes are at rest before anybody hears of a failure.
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
