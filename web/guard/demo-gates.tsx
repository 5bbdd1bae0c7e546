import { useEffect, useState } from 'preact/hooks'
import type { DemoGates as DemoGatesAnswer, GateCode } from '../../contract/gates.ts'
import { call, CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { GATE } from '../kit/dictionary/gate.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'

/** In a demo nobody is an operator: the page takes a code for a gate by itself. A city of its own has no such gates. */
export function DemoGates({
  isBusy,
  onCode,
  onFault,
}: {
  isBusy: boolean
  onCode: (code: string) => void
  onFault: (words: string) => void
}) {
  const [venues, setVenues] = useState<DemoGatesAnswer['venues']>([])
  const [wanted, setWanted] = useState('')
  useEffect(() => {
    // No demo, or no network: then there is the code.
    call<DemoGatesAnswer>('GET', '/api/demo/gates').then(
      (answer) => setVenues(answer.venues),
      () => undefined,
    )
  }, [])

  async function choose(gateId: string): Promise<void> {
    try {
      onCode((await call<GateCode>('POST', '/api/demo/gate-codes', { gateId })).code)
    } catch (cause) {
      onFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
    }
  }

  if (venues.length === 0) return null
  const found = venues.filter(({ name, address }) => `${name} ${address}`.includes(wanted.trim()))
  return (
    <section class="gates" aria-label={say(GATE.demoGates)}>
      <h2>
        <strong class="chip">{say(GUARD.demo)}</strong> {say(GATE.demoGates)}
      </h2>
      <p class="soft">{say(GATE.demoGatesHint)}</p>
      <label class="field">
        <span>{say(GATE.findVenue)}</span>
        <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      </label>
      {found.length === 0 && <p role="status">{say(GATE.noSuchVenue)}</p>}
      {found.map((venue) => (
        <div key={venue.venueId} class="panel" role="group" aria-labelledby={`venue-${venue.venueId}`}>
          <h3 id={`venue-${venue.venueId}`}>{venue.name}</h3>
          <p class="soft">
            {venue.address} · {say(GUARD.madeUpVenue)}
          </p>
          <div class="gate-buttons">
            {venue.gates.map(({ gateId, name }) => (
              <button key={gateId} type="button" class="button" disabled={isBusy} onClick={() => void choose(gateId)}>
                {name}
              </button>
            ))}
          </div>
        </div>
      ))}
    </section>
  )
}
