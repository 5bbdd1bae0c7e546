import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { announcementOf } from './announce.ts'
import { check, type CheckWorld } from './check.ts'
import { now } from './clock.ts'
import { begin, step, type Errand, type Event } from './flow.ts'
import type { Direction, Duty, Finding } from './passage.ts'
import type { Phase, State } from './phase.ts'
import { play, speakAloud } from './sound.ts'
import type { Text } from '../kit/language.ts'

/** What the flow is given to do its errands with. */
export interface FlowWorld {
  /** The post and its policy at this moment. */
  duty(): Duty
  readonly checks: CheckWorld
  record(entry: Extract<Errand, { do: 'record' }>['entry']): void
}

/** The flow with its errands done: state, how to send it an event, and the sentence to be heard now. */
export function useFlow(
  world: FlowWorld,
  start: { direction: Direction; voice: 'on' | 'off' },
): { state: State; send: (event: Event) => void; said: Text | undefined } {
  const [state, setState] = useState(() => begin(start.direction))
  // Events come from timers and workers too, which hold on to what they were given: the newest is behind a reference.
  const latest = useRef({ state, world })
  latest.current.world = world

  const send = useCallback((event: Event) => {
    const { world } = latest.current
    const { state: next, errands } = step(latest.current.state, event, world.duty())
    latest.current.state = next
    setState(next)
    for (const errand of errands) run(errand, world, send)
  }, [])

  const said = useAnnouncement(state.phase, world.duty(), start.voice)
  return { state, send, said }
}

function run(errand: Errand, world: FlowWorld, send: (event: Event) => void): void {
  switch (errand.do) {
    case 'check':
      void check(world.checks, { passage: errand.passage, gateId: world.duty().gateId }, send)
      return
    case 'record':
      world.record(errand.entry)
      return
    case 'go-on-later':
      setTimeout(() => send({ type: 'went-on', at: now(), entryId: errand.entryId }), errand.afterMs)
  }
}

function useAnnouncement(phase: Phase, duty: Duty, voice: 'on' | 'off'): Text | undefined {
  const announcement = announcementOf(phase, duty)
  useEffect(() => {
    if (!announcement) return
    play(announcement.tone)
    if (voice === 'on') speakAloud(announcement.sentence)
  }, [momentOf(phase)])
  return announcement?.sentence
}

/** What of a finding is said; that there is a photo is not. */
function saidOf(finding: Finding): unknown {
  return finding.kind === 'colour' ? finding.colour : finding
}

/** What must change for something to be said: typing digits must not say "green" again. */
function momentOf(phase: Phase): string {
  if (phase.at === 'scanning') return phase.at
  const finding = 'finding' in phase.passage ? JSON.stringify(saidOf(phase.passage.finding)) : ''
  const implausible = phase.at === 'measuring' ? String(phase.implausible) : ''
  return [phase.passage.entryId, phase.at, finding, implausible].join(' ')
}
