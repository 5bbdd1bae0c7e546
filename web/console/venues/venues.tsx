import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { VenueList } from '../../../contract/venues.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { LONGEST_SHOWN } from '../../../core/venue.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { VENUE_KIND_NAMES, VENUES } from '../../kit/dictionary/venues.ts'
import { language, say } from '../../kit/language.ts'
import { addressOf, useAddress } from '../address.ts'
import { Choice } from '../choice.tsx'
import { placeName, placesWithin } from '../people/places.ts'
import { RecordList } from '../record-list.tsx'
import { useDesk } from '../session.ts'
import { useAnswer } from '../use-answer.ts'
import { OneVenue } from './one-venue.tsx'
import { Registration } from './registration.tsx'

/** Where a venue is registered, in the place of a record. */
const NEW = 'new'

/** Somebody who types is done with a name when he has stopped for this long. */
const TYPED_AFTER_MS = 300

/** The venues of whoever runs their doors, and by which policy each one works; or one that he is registering. */
export function Venues() {
  const { section, record } = useAddress()
  const { division: within = '', venueId: onlyVenue } = useDesk().session
  const [division, setDivision] = useState('')
  const [name, setName] = useState('')
  // In the list places have their codes until their names are there.
  const places = useAnswer<StreetTable>('/divisions/shanghai-streets.json')

  if (record === NEW && onlyVenue === undefined) {
    return (
      <Registration
        places={places}
        back={addressOf(section)}
        onRegistered={(venue) => {
          // So that it is on the first page, however long the list.
          setDivision('')
          setName(venue.name)
          location.hash = addressOf(section, venue.venueId)
        }}
      />
    )
  }
  return (
    <RecordList
      path="/api/venues"
      narrowedBy={{ division, name }}
      rowsOf={({ venues }: VenueList) => venues}
      nextOf={({ next }) => next}
      idOf={({ venueId }) => venueId}
      nameTitle={say(VENUES.venue)}
      nameOf={({ name }) => name}
      caption={say(CONSOLE.venues)}
      empty={say(VENUES.empty)}
      tools={
        onlyVenue === undefined && (
          <>
            <Choice
              aria-label={say(VENUES.where)}
              value={division}
              onChange={setDivision}
              options={[{ value: '', label: say(VENUES.everywhere) }, ...placesWithin(places.answer, within)]}
            />
            <NameSearch name={name} onName={setName} />
            <span className="spring" />
            <Button type="primary" href={addressOf(section, NEW)}>
              {say(VENUES.register)}
            </Button>
          </>
        )
      }
      columns={[
        { title: say(VENUES.kind), render: (_, { kind }) => say(VENUE_KIND_NAMES[kind]) },
        { title: say(VENUES.street), render: (_, { divisionCode }) => placeName(divisionCode, places.answer) },
        { title: say(VENUES.address), dataIndex: 'address' },
        { title: say(VENUES.policyNow), render: (_, { policies }) => policies[0]?.name[language()] },
        {
          title: say(VENUES.gateCount),
          render: (_, { gates }) => (
            <a href={addressOf('gates')}>{gates.filter(({ closedAt }) => closedAt === undefined).length}</a>
          ),
        },
      ]}
      detail={(venue, again) => <OneVenue key={venue.venueId} venue={venue} places={places} onChanged={again} />}
    />
  )
}

/** Narrows the list to names that begin as was typed, once that has stood still. */
function NameSearch({ name, onName }: { name: string; onName: (name: string) => void }) {
  const [typed, setTyped] = useState(name)
  useEffect(() => {
    const timer = setTimeout(() => onName(typed.trim()), TYPED_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <Input
      className="search"
      type="search"
      aria-label={say(VENUES.nameBegins)}
      placeholder={say(VENUES.nameBegins)}
      autoComplete="off"
      maxLength={LONGEST_SHOWN.venueName}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}
