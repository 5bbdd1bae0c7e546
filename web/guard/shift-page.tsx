import { useState } from 'preact/hooks'
import type { GateDuty } from '../../contract/gates.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { PinForm } from './pin-form.tsx'
import { Plain } from './plain.tsx'
import { Stopped } from './stopped.tsx'
import type { GateState } from './use-gate.ts'
import type { Sending } from './use-sender.ts'

/** Nobody is on duty: who begins says so by name and PIN, also without a network. */
export function ShiftPage({
  duty,
  stopped,
  sending,
  onBegin,
  onEnrol,
}: {
  duty: GateDuty
  stopped: GateState['stopped']
  sending: Sending
  onBegin: (guardId: string) => void
  onEnrol: () => void
}) {
  const { guards, gate, venue } = duty
  const [guardId, setGuardId] = useState<string>()
  const guard = guards.find((one) => one.guardId === guardId) ?? guards[0]
  return (
    <Plain title={GATE.shiftTitle}>
      <p>
        <strong>{venue.name}</strong> · {gate.name}
      </p>
      {sending.counts.waiting > 0 && <p role="status">{say(GUARD.waiting, { n: sending.counts.waiting })}</p>}
      {stopped && <Stopped because={stopped} />}
      {guard ? (
        <>
          <label class="field">
            <span>{say(GATE.name)}</span>
            <select value={guard.guardId} onChange={(event) => setGuardId(event.currentTarget.value)}>
              {guards.map((one) => (
                <option key={one.guardId} value={one.guardId}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <PinForm key={guard.guardId} guard={guard} submit={GATE.beginShift} onRight={() => onBegin(guard.guardId)} />
        </>
      ) : (
        <p class="panel">{say(GATE.noGuards)}</p>
      )}
      <button type="button" class="button" onClick={onEnrol}>
        {say(GATE.enrolAnew)}
      </button>
    </Plain>
  )
}
