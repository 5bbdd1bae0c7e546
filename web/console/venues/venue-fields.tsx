import { Form, Input, type FormRule } from 'antd'
import { LONGEST_SHOWN, readShownText, VENUE_KINDS } from '../../../core/venue.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { VENUE_KIND_NAMES, VENUES } from '../../kit/dictionary/venues.ts'
import { language, say } from '../../kit/language.ts'
import { Choice } from '../choice.tsx'
import { streetsWithin } from '../people/places.ts'
import { useDesk } from '../session.ts'

/** Fields for what a venue is called and where it lies, in a form. */
export function VenueFields({ places }: { places: StreetTable }) {
  const { division = '' } = useDesk().session
  const choose = { value: '', label: say(COMMON.choose) }
  const chosen = [{ required: true, message: say(FORM.missingChoice) }]
  return (
    <>
      <Form.Item name="name" label={say(VENUES.name)} required rules={[shownText(LONGEST_SHOWN.venueName)]}>
        <Input maxLength={LONGEST_SHOWN.venueName} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={say(VENUES.kind)} rules={chosen}>
        <Choice options={[choose, ...VENUE_KINDS.map((value) => ({ value, label: say(VENUE_KIND_NAMES[value]) }))]} />
      </Form.Item>
      <Form.Item name="divisionCode" label={say(VENUES.street)} extra={say(VENUES.streetHint)} rules={chosen}>
        <Choice options={[choose, ...streetsWithin(places, division)]} />
      </Form.Item>
      <Form.Item
        name="address"
        label={say(VENUES.address)}
        required
        extra={say(VENUES.addressHint)}
        rules={[shownText(LONGEST_SHOWN.address)]}
      >
        <Input maxLength={LONGEST_SHOWN.address} autoComplete="off" />
      </Form.Item>
    </>
  )
}

/** Holds a field to what the server takes of a text that is shown. */
export function shownText(longest: number): FormRule {
  return {
    async validator(_, typed: string | undefined) {
      const reading = readShownText(typed ?? '', longest)
      if (!reading.ok) throw new Error(reading.message[language()])
    },
  }
}
