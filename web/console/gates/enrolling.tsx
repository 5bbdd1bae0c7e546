import { Button } from 'antd'
import { useState } from 'react'
import type { GateCode } from '../../../contract/gates.ts'
import { call } from '../../kit/api.ts'
import { GATES } from '../../kit/dictionary/gates.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../moments.ts'
import { Fault } from '../states.tsx'
import { ToldOnce } from '../told-once.tsx'
import { useAct } from '../use-act.ts'

/** Draws the one-time code with which a device becomes a gate's. */
export function Enrolling({ gateId, name }: { gateId: string; name: string }) {
  const { isBusy, fault, attempt } = useAct()
  const [drawn, setDrawn] = useState<GateCode>()
  const draw = () => attempt(async () => setDrawn(await call<GateCode>('POST', '/api/gate-codes', { gateId })))
  return (
    <>
      <Button size="small" loading={isBusy} aria-label={say(GATES.drawFor, { gate: name })} onClick={() => void draw()}>
        {say(GATES.draw)}
      </Button>
      {fault !== undefined && <Fault words={fault} onAgain={() => void draw()} />}
      {drawn && (
        <ToldOnce
          title={say(GATES.codeFor, { gate: name })}
          told={drawn.code}
          hint={say(GATES.codeHint, { until: momentText(drawn.expiresAt) })}
          onSeen={() => setDrawn(undefined)}
        />
      )}
    </>
  )
}
