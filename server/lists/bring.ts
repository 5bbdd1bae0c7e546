// How an epoch comes to say what it should: by the difference to what its files say, or whole.

import { dayOf, type Day } from '../../core/instant.ts'
import { changesOf } from '../../core/list/changes.ts'
import { SHARD_SIZE } from '../../core/list/format.ts'
import { setValue, valueAt } from '../../core/list/two-bits.ts'
import type { Colours } from './colours.ts'
import { bear, publishChanges, widen, type LiveEpoch } from './epoch.ts'
import type { Press } from './publisher.ts'
import { asOfOf } from './sealing.ts'

/** An epoch brought to these colours: as its files have it with what has changed since, or from its beginning. */
export async function bring(
  press: Press,
  colours: Colours,
  told: { epoch: Day; resumed: LiveEpoch | undefined; above: number },
): Promise<LiveEpoch> {
  const { epoch, resumed, above } = told
  const asOf = asOfOf(press.world, press.world.clock())
  // Whoever is new since yesterday has no code of yesterday; for everybody else there is a place.
  const highest = colours.values.findLastIndex((value) => value !== 0)
  if (epoch >= dayOf(press.world.clock()) && highest >= 0) await press.epochs.placeOf(epoch, highest)
  const segments = await shardsOf(press, epoch)
  const isSame = resumed?.segments.every((shards, place) => shards === segments[place])
  if (resumed && isSame) {
    if (segments.length > resumed.segments.length) await widen(press, resumed, { segments, asOf })
    const wanted = await valuesOf(press, colours, { epoch, segments })
    const changes = changesOf(differences(resumed.list.values, wanted))
    if (changes.places.length > 0) await publishChanges(press, resumed, { changes, asOf })
    return resumed
  }
  const values = await valuesOf(press, colours, { epoch, segments })
  return bear(press, { epoch, values, segments, above, asOf })
}

/** The values of all places of an epoch, two bits each: only who is not green is looked for. */
async function valuesOf(
  press: Pick<Press, 'epochs'>,
  { values: byNumber }: Colours,
  told: { epoch: Day; segments: readonly number[] },
): Promise<Uint8Array> {
  const places = told.segments.reduce((sum, shards) => sum + shards, 0) * SHARD_SIZE
  const values = new Uint8Array(places / 4)
  const numbers: number[] = []
  for (let number = 0; number < Math.min(byNumber.length, places); number += 1)
    if (byNumber[number] !== 0) numbers.push(number)
  const indexes = await press.epochs.placesOf(told.epoch, Uint32Array.from(numbers))
  numbers.forEach((number, at) => setValue(values, indexes[at]!, byNumber[number]!))
  return values
}

function* differences(a: Uint8Array, b: Uint8Array): Iterable<readonly [number, number]> {
  for (let at = 0; at < b.length; at += 1) {
    if (a[at] === b[at]) continue
    for (let place = at * 4; place < at * 4 + 4; place += 1) {
      const value = valueAt(b, place)
      if (valueAt(a, place) !== value) yield [place, value]
    }
  }
}

/** The shards of each segment of an epoch. */
export async function shardsOf(press: Pick<Press, 'epochs'>, epoch: Day): Promise<number[]> {
  return (await press.epochs.segmentsOf(epoch)).map(({ size }) => size / SHARD_SIZE)
}
