import { useEffect, useState } from 'preact/hooks'
import { COMMON } from '../kit/dictionary/common.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { usePreferences } from '../kit/switches.tsx'
import { EnrolmentPage } from './enrolment.tsx'
import { Gate } from './gate.tsx'
import { Plain } from './plain.tsx'
import { useGate } from './use-gate.ts'
import { openWorld, type GuardWorld } from './world.ts'

/** The guard's page: the device is enrolled once, a guard begins his shift with a PIN, and from then on only scans. */
export function App() {
  usePreferences()
  const world = useWorld()
  const gate = useGate(world === 'failed' ? undefined : world)
  if (!isSecureContext) return <Plain title={GUARD.title}>{say(GUARD.needsHttps)}</Plain>
  if (world === 'failed') return <Plain title={GUARD.title}>{say(GUARD.storeFault)}</Plain>
  if (!world || (world.duty && !gate.duty)) return <Plain title={GUARD.title}>{say(COMMON.loading)}</Plain>
  if (!gate.duty) return <EnrolmentPage enrol={gate.enrol} />
  return <Gate world={world} gate={gate} duty={gate.duty} />
}

/** The device's storage, opened once. */
function useWorld(): GuardWorld | 'failed' | undefined {
  const [world, setWorld] = useState<GuardWorld | 'failed'>()
  useEffect(() => {
    if (!isSecureContext) return
    openWorld().then(setWorld, () => setWorld('failed'))
  }, [])
  return world
}
