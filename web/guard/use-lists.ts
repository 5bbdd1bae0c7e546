import { useEffect, useState } from 'preact/hooks'
import type { GateDuty } from '../../contract/gates.ts'
import type { Instant } from '../../core/instant.ts'
import { now } from './clock.ts'
import type { GuardWorld } from './world.ts'

// 30 to 60 s: the index is signed every minute, and the gates of a city do not ask in one moment.
const FOLLOW_EVERY_MS = { least: 30_000, most: 60_000 }

/** Follows the colour list while the device is a gate's. Answers as of when it is right; undefined without a list of today. */
export function useLists(world: GuardWorld, duty: GateDuty): Instant | undefined {
  const [asOf, setAsOf] = useState<Instant>()
  useEffect(() => {
    let isGone = false
    let isBusy = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (told: Instant | undefined) => isGone || setAsOf(told)
    async function follow(): Promise<void> {
      if (isBusy) return
      isBusy = true
      clearTimeout(timer)
      tell(await world.follow(duty))
      isBusy = false
      const { least, most } = FOLLOW_EVERY_MS
      if (!isGone) timer = setTimeout(() => void follow(), least + (most - least) * Math.random())
    }
    // What was kept is there at once; what is published may take long, or not come.
    void world.lists.asOf(now()).then(tell).then(follow)
    const again = () => void follow()
    addEventListener('online', again)
    return () => {
      isGone = true
      clearTimeout(timer)
      removeEventListener('online', again)
    }
  }, [world, duty.deviceId, duty.listUrl, duty.demo])
  return asOf
}
