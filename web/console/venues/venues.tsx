import type { VenueList, VenueView } from '../../../contract/venues.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { VENUES } from '../../kit/dictionary/venues.ts'
import { language, say } from '../../kit/language.ts'
import { addressOf } from '../address.ts'
import { Chip } from '../chip.tsx'
import { Enrolling } from '../gates/enrolling.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { PolicyForm } from './policy-form.tsx'

/** The venues of whoever runs their doors, and by which policy each one works. */
export function Venues() {
  return (
    <RecordList
      path="/api/venues"
      rowsOf={({ venues }: VenueList) => venues}
      nextOf={({ next }) => next}
      idOf={({ venueId }) => venueId}
      nameTitle={say(VENUES.venue)}
      nameOf={({ name }) => name}
      caption={say(CONSOLE.venues)}
      empty={say(VENUES.empty)}
      columns={[
        { title: say(VENUES.address), dataIndex: 'address' },
        { title: say(VENUES.policyNow), render: (_, { policies }) => policies[0]?.name[language()] },
        {
          title: say(VENUES.gateCount),
          render: (_, { gates }) => <a href={addressOf('gates')}>{gates.length}</a>,
        },
      ]}
      detail={(venue, again) => <Venue key={venue.venueId} venue={venue} onChanged={again} />}
    />
  )
}

function Venue({ venue, onChanged }: { venue: VenueView; onChanged: () => void }) {
  return (
    <>
      <h2>{venue.name}</h2>
      <p className="soft">{venue.address}</p>
      <h3>{say(VENUES.policies)}</h3>
      <ol>
        {venue.policies.map(({ from, name }, place) => (
          <li key={from}>
            {name[language()]}{' '}
            {place === 0 ? (
              <Chip kind="good">{say(VENUES.inForce)}</Chip>
            ) : (
              <Chip kind="waits">{say(VENUES.from, { at: momentText(from) })}</Chip>
            )}
          </li>
        ))}
      </ol>
      <PolicyForm venueId={venue.venueId} onChosen={onChanged} />
      <h3>{say(VENUES.gates)}</h3>
      <ul>
        {venue.gates.map(({ gateId, name }) => (
          <li key={gateId}>
            {name} <Enrolling gateId={gateId} name={name} />
          </li>
        ))}
      </ul>
    </>
  )
}
