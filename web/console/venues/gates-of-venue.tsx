import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { VenueView } from '../../../contract/venues.ts'
import { LONGEST_SHOWN, MOST_GATES } from '../../../core/venue.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { VENUES } from '../../kit/dictionary/venues.ts'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { FormFaults } from '../form-faults.tsx'
import { Enrolling } from '../gates/enrolling.tsx'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useSure } from '../use-sure.ts'
import { shownText } from './venue-fields.tsx'

type Gate = VenueView['gates'][number]

/** The gates of a venue: a code for a device, another name, closing and opening, and one more gate. */
export function GatesOfVenue({ venue, onChanged }: { venue: VenueView; onChanged: () => void }) {
  return (
    <>
      <h3>{say(VENUES.gates)}</h3>
      <ul>
        {venue.gates.map((gate) => (
          <li key={gate.gateId}>
            <OneGate gate={gate} onChanged={onChanged} />
          </li>
        ))}
      </ul>
      {venue.gates.length < MOST_GATES && <NewGate venueId={venue.venueId} onChanged={onChanged} />}
    </>
  )
}

function OneGate({ gate, onChanged }: { gate: Gate; onChanged: () => void }) {
  const { gateId, name } = gate
  const { isBusy, fault, attempt } = useAct()
  const isSure = useSure()
  const [isRenaming, setIsRenaming] = useState(false)

  async function close(): Promise<void> {
    const title = say(VENUES.sureClose, { gate: name })
    if (!(await isSure({ title, words: say(VENUES.closeMeans), yes: say(VENUES.closeGate) }))) return
    const path = `/api/gates/${gateId}/closing`
    if (await attempt(() => call<VenueView>('POST', path, {}), say(VENUES.isClosed))) onChanged()
  }

  async function open(): Promise<void> {
    const path = `/api/gates/${gateId}/opening`
    if (await attempt(() => call<VenueView>('POST', path, {}), say(VENUES.isOpen))) onChanged()
  }

  if (gate.closedAt !== undefined) {
    return (
      <>
        {name} <Chip kind="off">{say(VENUES.closed)}</Chip>{' '}
        <Button
          size="small"
          loading={isBusy}
          aria-label={say(VENUES.openOf, { gate: name })}
          onClick={() => void open()}
        >
          {say(VENUES.openGate)}
        </Button>
        {fault !== undefined && <Fault words={fault} />}
      </>
    )
  }
  return (
    <>
      {name} <Enrolling gateId={gateId} name={name} />{' '}
      <Button
        size="small"
        aria-label={say(VENUES.renameOf, { gate: name })}
        aria-expanded={isRenaming}
        onClick={() => setIsRenaming(!isRenaming)}
      >
        {say(VENUES.rename)}
      </Button>{' '}
      <Button
        size="small"
        danger
        loading={isBusy}
        aria-label={say(VENUES.closeOf, { gate: name })}
        onClick={() => void close()}
      >
        {say(VENUES.closeGate)}
      </Button>
      {fault !== undefined && <Fault words={fault} />}
      {isRenaming && (
        <NameForm
          label={say(VENUES.newName, { gate: name })}
          name={name}
          button={say(CONSOLE.save)}
          done={say(CONSOLE.saved)}
          send={(name) => call<VenueView>('POST', `/api/gates/${gateId}`, { name })}
          onSent={() => {
            setIsRenaming(false)
            onChanged()
          }}
        />
      )}
    </>
  )
}

function NewGate({ venueId, onChanged }: { venueId: string; onChanged: () => void }) {
  // The same until it has arrived: sent again it adds nothing twice.
  const [gate, setGate] = useState({ gateId: newId(), name: '' })

  async function add(name: string): Promise<void> {
    const sent = name === gate.name ? gate : { gateId: newId(), name }
    setGate(sent)
    await call<VenueView>('POST', `/api/venues/${venueId}/gates`, sent)
  }

  return (
    <NameForm
      label={say(VENUES.newGate)}
      name=""
      button={say(VENUES.addGate)}
      done={say(VENUES.gateAdded)}
      send={add}
      onSent={() => {
        setGate({ gateId: newId(), name: '' })
        onChanged()
      }}
    />
  )
}

function NameForm(props: {
  readonly label: string
  readonly name: string
  readonly button: string
  readonly done: string
  readonly send: (name: string) => Promise<unknown>
  readonly onSent: () => void
}) {
  const acting = useAct()
  const [form] = Form.useForm<{ name: string }>()

  async function send({ name }: { name: string }): Promise<void> {
    if (!(await acting.attempt(() => props.send(name), props.done))) return
    form.resetFields()
    props.onSent()
  }

  return (
    <Form
      form={form}
      layout="vertical"
      validateTrigger="onSubmit"
      initialValues={{ name: props.name }}
      onFinish={(typed) => void send(typed)}
    >
      <Form.Item name="name" label={props.label} required rules={[shownText(LONGEST_SHOWN.gateName)]}>
        <Input maxLength={LONGEST_SHOWN.gateName} autoComplete="off" />
      </Form.Item>
      <FormFaults form={form} acting={acting} />
      <Button htmlType="submit" loading={acting.isBusy}>
        {props.button}
      </Button>
    </Form>
  )
}
