import { useEffect, useState } from 'preact/hooks'
import type { EntryUpload } from '../../contract/doors.ts'
import type { GateDuty } from '../../contract/gates.ts'
import { now } from './clock.ts'
import { forget, keep, kept } from './device.ts'
import { EnrolmentPage } from './enrolment.tsx'
import { PostPage } from './post.tsx'
import { ShiftPage } from './shift-page.tsx'
import { beginShift, withEntry, type Shift } from './shift.ts'
import type { GateState } from './use-gate.ts'
import { useLists } from './use-lists.ts'
import { useSender } from './use-sender.ts'
import type { GuardWorld } from './world.ts'

/** An enrolled device: it sends what waits and follows the lists whoever is on duty, and nobody leaves his post but by his PIN. */
export function Gate({ world, gate, duty }: { world: GuardWorld; gate: GateState; duty: GateDuty }) {
  const sending = useSender(world.outbox)
  const listsAsOf = useLists(world, duty)
  const [shift, setShift] = useState(() => kept('shift'))
  const [enrols, setEnrols] = useState(false)
  const guard = duty.guards.find(({ guardId }) => guardId === shift?.guardId)

  useEffect(() => {
    if (gate.isOnline) sending.sendNow()
  }, [gate.isOnline, duty])
  useEffect(() => {
    // The server was silent, or knows this session no more: that is looked at now, not in a minute.
    if (sending.stopped !== 'all-sent') gate.refresh()
  }, [sending.stopped])

  function keepShift(changed: Shift): void {
    keep('shift', changed)
    setShift(changed)
  }

  function endShift(): void {
    forget('shift')
    setShift(undefined)
  }

  async function record(entry: EntryUpload): Promise<void> {
    const isKept = await sending.record(entry)
    const current = kept('shift')
    if (isKept && current && current.guardId === entry.guardId) keepShift(withEntry(current, entry))
  }

  if (enrols) return <EnrolmentPage enrol={gate.enrol} onBack={() => setEnrols(false)} />
  if (!shift || !guard) {
    return (
      <ShiftPage
        duty={duty}
        stopped={gate.stopped}
        sending={sending}
        onBegin={(guardId) => keepShift(beginShift(guardId, now()))}
        onEnrol={() => setEnrols(true)}
      />
    )
  }
  return (
    <PostPage
      duty={duty}
      guard={guard}
      shift={shift}
      world={world}
      gate={gate}
      sending={sending}
      listsAsOf={listsAsOf}
      onRecord={(entry) => void record(entry)}
      onEnd={endShift}
    />
  )
}
