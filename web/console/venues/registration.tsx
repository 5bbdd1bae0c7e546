import { Button, Form, Input } from 'antd'
import { useEffect, useRef } from 'react'
import type { DoorPolicies, PolicyChoice, VenueRegistration, VenueView } from '../../../contract/venues.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { LONGEST_SHOWN, MOST_GATES, type VenueKind } from '../../../core/venue.ts'
import { call } from '../../kit/api.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { VENUES } from '../../kit/dictionary/venues.ts'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { FormFaults } from '../form-faults.tsx'
import { useDesk } from '../session.ts'
import { Awaited } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useAnswer, type Asked } from '../use-answer.ts'
import { useDraft } from '../use-draft.ts'
import { PolicyField } from './policy-field.tsx'
import { shownText, VenueFields } from './venue-fields.tsx'

/** What was typed and chosen so far; what is empty was not yet. */
interface Typed {
  readonly name: string
  readonly kind: VenueKind | ''
  readonly address: string
  readonly divisionCode: string
  readonly policy?: PolicyChoice['policy']
  readonly gates: readonly string[]
}

const EMPTY: Typed = { name: '', kind: '', address: '', divisionCode: '', gates: [''] }

/** Registers a venue of the operator's organisation: what it is, where it lies, by which policy it works, its gates. */
export function Registration(props: {
  readonly places: Asked<StreetTable>
  readonly onRegistered: (venue: VenueView) => void
  /** The address of the list. */
  readonly back: string
}) {
  const policies = useAnswer<DoorPolicies>('/api/door-policies')
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section className="panel" aria-labelledby="registration-title">
      <div className="tools">
        <h2 id="registration-title" ref={title} tabIndex={-1}>
          {say(VENUES.register)}
        </h2>
        <span className="spring" />
        <a href={props.back}>{say(VENUES.backToList)}</a>
      </div>
      <p className="soft">{say(VENUES.registerHint)}</p>
      <Awaited asked={props.places}>
        {(places) => (
          <Awaited asked={policies}>
            {({ policies }) => <Fields places={places} policies={policies} onRegistered={props.onRegistered} />}
          </Awaited>
        )}
      </Awaited>
    </section>
  )
}

function Fields({
  places,
  policies,
  onRegistered,
}: {
  places: StreetTable
  policies: DoorPolicies['policies']
  onRegistered: (venue: VenueView) => void
}) {
  const { division = '' } = useDesk().session
  const acting = useAct()
  const [form] = Form.useForm<Typed>()
  const chosen = Form.useWatch('policy', form)
  const { draft, change, end } = useDraft('venue', () => ({
    venueId: newId(),
    // Whose jurisdiction is one street has none to choose.
    typed: { ...EMPTY, divisionCode: division in places.streets ? division : '' },
  }))

  async function register(typed: Typed): Promise<void> {
    await acting.attempt(async () => {
      // The rules of the form have seen to it that nothing is empty.
      const body = { ...typed, venueId: draft.venueId } as VenueRegistration
      const venue = await call<VenueView>('POST', '/api/venues', body)
      end()
      onRegistered(venue)
    }, say(VENUES.isRegistered))
  }

  const { fault } = acting
  return (
    <Form
      className="fact-form"
      form={form}
      layout="vertical"
      validateTrigger="onSubmit"
      scrollToFirstError={{ focus: true }}
      initialValues={draft.typed}
      // Another content is another venue: the server takes each id once.
      onValuesChange={(_, typed) => change({ venueId: newId(), typed })}
      onFinish={(typed) => void register(typed)}
    >
      <VenueFields places={places} />
      <PolicyField label={say(VENUES.firstPolicy)} policies={policies} chosen={chosen} />
      <GateFields />
      <FormFaults
        form={form}
        acting={{ ...acting, fault: fault === undefined ? undefined : say(FORM.keptTitle, { title: fault }) }}
        placeOf={placeOf}
      />
      <Button className="long" type="primary" htmlType="submit" loading={acting.isBusy}>
        {say(VENUES.register)}
      </Button>
    </Form>
  )
}

/** The names of the first gates, one at least. */
function GateFields() {
  return (
    <Form.List name="gates">
      {(fields, { add, remove }) => (
        <fieldset className="stack">
          <legend>{say(VENUES.gates)}</legend>
          <p className="soft">{say(VENUES.gatesHint)}</p>
          {fields.map(({ key, name }, place) => (
            <div className="tools" key={key}>
              <Form.Item
                name={name}
                label={say(VENUES.nthGate, { n: place + 1 })}
                required
                rules={[
                  shownText(LONGEST_SHOWN.gateName),
                  ({ getFieldValue }) => ({
                    async validator(_, typed: string) {
                      const names = getFieldValue('gates') as readonly string[]
                      if (names.indexOf(typed) < name && typed !== '') throw new Error(say(VENUES.gateTwice))
                    },
                  }),
                ]}
              >
                <Input maxLength={LONGEST_SHOWN.gateName} autoComplete="off" />
              </Form.Item>
              {fields.length > 1 && (
                <Button aria-label={say(VENUES.lessGates, { n: place + 1 })} onClick={() => remove(name)}>
                  {say(VENUES.less)}
                </Button>
              )}
            </div>
          ))}
          {fields.length < MOST_GATES && (
            <div>
              <Button onClick={() => add('')}>{say(VENUES.moreGates)}</Button>
            </div>
          )}
        </fieldset>
      )}
    </Form.List>
  )
}

/** `gates.1` is the second of a list. */
function placeOf(field: string): string | (string | number)[] {
  const [list = '', place] = field.split('.')
  return place === undefined ? list : [list, Number(place)]
}
