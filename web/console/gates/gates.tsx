import { Button } from 'antd'
import { useState } from 'react'
import type { GateDeviceOff, GateDevices } from '../../../contract/gates.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { GATES } from '../../kit/dictionary/gates.ts'
import { say } from '../../kit/language.ts'
import { addressOf } from '../address.ts'
import { Chip } from '../chip.tsx'
import { Choice } from '../choice.tsx'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'
import { RecordList } from '../record-list.tsx'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useSure } from '../use-sure.ts'

type Device = GateDevices['devices'][number]

/** The devices at the gates of whoever runs the doors, on and off. */
export function Gates() {
  const [state, setState] = useState<'' | 'on' | 'off'>('')
  return (
    <>
      <p className="soft">{say(GATES.how)}</p>
      <RecordList
        path="/api/gate-devices"
        narrowedBy={{ state }}
        rowsOf={({ devices }: GateDevices) => devices}
        nextOf={({ next }) => next}
        idOf={({ deviceId }) => deviceId}
        nameTitle={say(GATES.gate)}
        nameOf={({ gate }) => gate.name}
        caption={say(CONSOLE.gates)}
        empty={say(GATES.empty)}
        tools={
          <Choice
            aria-label={say(GATES.state)}
            value={state}
            onChange={setState}
            options={[
              { value: '', label: say(GATES.allStates) },
              { value: 'on', label: say(GATES.on) },
              { value: 'off', label: say(GATES.off) },
            ]}
          />
        }
        columns={[
          {
            title: say(GATES.venue),
            render: (_, { venue }) => <a href={addressOf('venues', venue.venueId)}>{venue.name}</a>,
          },
          { title: say(GATES.enrolled), render: (_, { enrolledAt }) => momentText(enrolledAt) },
          { title: say(GATES.state), render: (_, device) => <Standing device={device} /> },
        ]}
        detail={(device, again) => <OneDevice key={device.deviceId} device={device} onChanged={again} />}
      />
    </>
  )
}

function Standing({ device }: { device: Device }) {
  const isOn = device.offAt === undefined
  return <Chip kind={isOn ? 'good' : 'off'}>{say(isOn ? GATES.on : GATES.off)}</Chip>
}

function OneDevice({ device, onChanged }: { device: Device; onChanged: () => void }) {
  const { isBusy, fault, attempt } = useAct()
  const isSure = useSure()

  async function switchOff(): Promise<void> {
    if (!(await isSure({ title: say(GATES.sureOff), words: say(GATES.offMeans), yes: say(GATES.switchOff) }))) return
    const path = `/api/gate-devices/${device.deviceId}/off`
    if (await attempt(() => call<GateDeviceOff>('POST', path, {}), say(GATES.isOff))) onChanged()
  }

  return (
    <>
      <h2>{device.gate.name}</h2>
      <div>
        <Standing device={device} />
      </div>
      <Facts
        rows={[
          [say(GATES.venue), device.venue.name],
          [say(GATES.enrolled), momentText(device.enrolledAt)],
          [say(GATES.offAt), whenKnown(device.offAt)],
          [say(GATES.worksUntil), whenKnown(device.worksOfflineUntil)],
        ]}
      />
      {fault !== undefined && <Fault words={fault} />}
      {device.offAt === undefined && (
        <Button danger loading={isBusy} onClick={() => void switchOff()}>
          {say(GATES.switchOff)}
        </Button>
      )}
    </>
  )
}

function whenKnown(at: number | undefined): string | undefined {
  return at === undefined ? undefined : momentText(at)
}
