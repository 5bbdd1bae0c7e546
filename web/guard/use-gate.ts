import { useCallback, useEffect, useState } from 'preact/hooks'
import type { GateDuty } from '../../contract/gates.ts'
import { CallProblem } from '../kit/api.ts'
import type { GuardWorld } from './world.ts'

/** How this device stands with its gate. */
export interface GateState {
  /** What it works with, as the server said last; undefined before it is enrolled. */
  readonly duty: GateDuty | undefined
  /** Whether the server answered the last time it was asked. Undefined: it has not been asked yet. */
  readonly isOnline: boolean | undefined
  /** Why it may not judge now: it was switched off, or its certificate has ended and the server was not reached since. */
  readonly stopped: 'off' | 'ended' | undefined
  refresh(): void
  enrol(code: string): Promise<void>
}

// Often enough that a new policy reaches the door within a minute, and the network's return within ten seconds.
const REFRESH_EVERY_MS = { online: 60_000, offline: 10_000 }

// Gates of a city that lost the network together do not come back together.
const SPREAD = 0.2

/** Asks the server now and then; without an answer the last one, kept on the device, goes on being true while its certificate lasts. */
export function useGate(world: GuardWorld | undefined): GateState {
  const [duty, setDuty] = useState<GateDuty>()
  const [isOnline, setIsOnline] = useState<boolean>()
  const [stopped, setStopped] = useState<GateState['stopped']>()
  const [asked, setAsked] = useState(0)
  const refresh = useCallback(() => setAsked((times) => times + 1), [])
  const isEnrolled = duty !== undefined

  useEffect(() => {
    if (!world?.duty) return
    setDuty(world.duty)
    void standing(world, world.duty).then(setStopped)
  }, [world])

  useEffect(() => {
    if (!world || !isEnrolled) return
    let isGone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    void ask(world).then(async ({ isAnswered, ...told }) => {
      const now = told.duty ?? duty
      const stands = now && (await standing(world, now))
      if (isGone) return
      if (told.duty) setDuty(told.duty)
      setIsOnline(isAnswered)
      setStopped(stands)
      const spread = 1 + SPREAD * (Math.random() * 2 - 1)
      timer = setTimeout(refresh, spread * (isAnswered ? REFRESH_EVERY_MS.online : REFRESH_EVERY_MS.offline))
    })
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [world, isEnrolled, asked])

  useEffect(() => {
    addEventListener('online', refresh)
    addEventListener('offline', refresh)
    return () => {
      removeEventListener('online', refresh)
      removeEventListener('offline', refresh)
    }
  }, [refresh])

  async function enrol(code: string): Promise<void> {
    if (!world) return
    const isAnother = duty !== undefined
    const enrolled = await world.enrol(code)
    // What runs for the former gate, lists above all, ends with the page.
    if (isAnother) location.reload()
    setStopped(undefined)
    setDuty(enrolled)
  }

  return { duty, isOnline, stopped, refresh, enrol }
}

/** What the server says; a refusal is an answer too. */
async function ask(world: GuardWorld): Promise<{ duty?: GateDuty; isAnswered: boolean }> {
  try {
    return { duty: await world.refreshDuty(), isAnswered: true }
  } catch (fault) {
    return { isAnswered: fault instanceof CallProblem && fault.status < 500 }
  }
}

async function standing(world: GuardWorld, duty: GateDuty): Promise<GateState['stopped']> {
  if (duty.certificate === '') return 'off'
  return (await world.isCertified(duty)) ? undefined : 'ended'
}
