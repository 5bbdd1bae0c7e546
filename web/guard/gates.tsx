import { useState } from 'preact/hooks'
import type { DutyVenues } from '../../contract/doors.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'

// From here on scrolling takes longer than typing.
const SEARCH_FROM = 7

/** Where is the guard on duty? Asked once; the device remembers. */
export function Gates({ duty, onChosen }: { duty: DutyVenues; onChosen: (gateId: string) => void }) {
  const [wanted, setWanted] = useState('')
  const { venues } = duty
  if (venues.length === 0) return <p class="panel">{say(GUARD.noVenues)}</p>
  const found = venues.filter(({ name, address }) => `${name} ${address}`.includes(wanted.trim()))
  return (
    <div class="gates">
      {venues.length >= SEARCH_FROM && (
        <label class="field">
          <span>{say(GUARD.findVenue)}</span>
          <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
      )}
      {found.length === 0 && <p role="status">{say(GUARD.noSuchVenue)}</p>}
      {found.map((venue) => (
        <section key={venue.venueId} class="panel" aria-labelledby={`venue-${venue.venueId}`}>
          <h2 id={`venue-${venue.venueId}`}>{venue.name}</h2>
          <p class="soft">
            {venue.address}
            {venue.madeUp && ` · ${say(GUARD.madeUpVenue)}`}
          </p>
          <p class="soft">{say(venue.policy.name)}</p>
          <div class="gate-buttons">
            {venue.gates.map((gate) => (
              <button key={gate.gateId} type="button" class="button" onClick={() => onChosen(gate.gateId)}>
                {gate.name}
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
