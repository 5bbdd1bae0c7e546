/** Does something for each of some things, two at a time: while the database answers one, the program works at the other. */
export async function eachInLanes<Thing>(
  things: readonly Thing[],
  act: (thing: Thing) => Promise<void>,
): Promise<void> {
  const waiting = things.values()
  async function lane(): Promise<void> {
    for (const thing of waiting) await act(thing)
  }
  // Both lanes are at rest before anybody hears of a failure.
  const ends = await Promise.allSettled([lane(), lane()])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
