import { Button, Form } from 'antd'
import { useState } from 'react'
import type { VenueCorrection, VenueView } from '../../../contract/venues.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { VENUE_KIND_NAMES, VENUES } from '../../kit/dictionary/venues.ts'
import { language, say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { FormFaults } from '../form-faults.tsx'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'
import { placeName } from '../people/places.ts'
import { Awaited } from '../states.tsx'
import { useAct } from '../use-act.ts'
import type { Asked } from '../use-answer.ts'
import { GatesOfVenue } from './gates-of-venue.tsx'
import { PolicyForm } from './policy-form.tsx'
import { VenueFields } from './venue-fields.tsx'

/** A venue: what it is and where, by which policies it works, and its gates. */
export function OneVenue({
  venue,
  places,
  onChanged,
}: {
  venue: VenueView
  places: Asked<StreetTable>
  onChanged: () => void
}) {
  const [isCorrecting, setIsCorrecting] = useState(false)
  return (
    <>
      <h2>{venue.name}</h2>
      <Facts
        rows={[
          [say(VENUES.kind), say(VENUE_KIND_NAMES[venue.kind])],
          [say(VENUES.street), placeName(venue.divisionCode, places.answer)],
          [say(VENUES.address), venue.address],
        ]}
      />
      <div>
        <Button aria-expanded={isCorrecting} onClick={() => setIsCorrecting(!isCorrecting)}>
          {say(VENUES.correct)}
        </Button>
      </div>
      {isCorrecting && (
        <Awaited asked={places}>
          {(table) => (
            <Correction
              venue={venue}
              places={table}
              onSaved={() => {
                setIsCorrecting(false)
                onChanged()
              }}
            />
          )}
        </Awaited>
      )}
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
      <GatesOfVenue venue={venue} onChanged={onChanged} />
    </>
  )
}

type Described = Pick<VenueView, 'name' | 'kind' | 'address' | 'divisionCode'>

function Correction({ venue, places, onSaved }: { venue: VenueView; places: StreetTable; onSaved: () => void }) {
  const acting = useAct()
  const [form] = Form.useForm<Described>()
  // As he found it: what he left alone is not his to say, for somebody else may correct it meanwhile.
  const [found] = useState(venue)
  const { name, kind, address, divisionCode } = found

  async function save(typed: Described): Promise<void> {
    const told = Object.entries(typed).filter(([field, text]) => text !== found[field as keyof Described])
    const body: VenueCorrection = Object.fromEntries(told)
    const path = `/api/venues/${venue.venueId}`
    if (await acting.attempt(() => call<VenueView>('POST', path, body), say(CONSOLE.saved))) onSaved()
  }

  return (
    <Form
      form={form}
      layout="vertical"
      validateTrigger="onSubmit"
      scrollToFirstError={{ focus: true }}
      initialValues={{ name, kind, address, divisionCode: divisionCode in places.streets ? divisionCode : '' }}
      onFinish={(typed) => void save(typed)}
    >
      <VenueFields places={places} />
      <FormFaults form={form} acting={acting} />
      <Button type="primary" htmlType="submit" loading={acting.isBusy}>
        {say(CONSOLE.save)}
      </Button>
    </Form>
  )
}
