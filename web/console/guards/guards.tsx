import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { GuardPin, Guards as GuardsAnswer } from '../../../contract/gates.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { GUARDS } from '../../kit/dictionary/guards.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { FormFaults } from '../form-faults.tsx'
import { RecordList } from '../record-list.tsx'
import { ToldOnce } from '../told-once.tsx'
import { useAct } from '../use-act.ts'

type OneOfThem = GuardsAnswer['guards'][number]

const LONGEST_NAME = 20

/** The guards of whoever runs the doors: by which name and PIN they go on duty. */
export function Guards() {
  return (
    <RecordList
      path="/api/guards"
      rowsOf={({ guards }: GuardsAnswer) => guards}
      nextOf={({ next }) => next}
      idOf={({ guardId }) => guardId}
      nameTitle={say(GUARDS.name)}
      nameOf={({ name }) => name ?? say(GUARDS.nameless)}
      caption={say(CONSOLE.guards)}
      empty={say(GUARDS.empty)}
      columns={[
        {
          title: say(GUARDS.pin),
          render: (_, { name }) => (
            <Chip kind={name === undefined ? 'waits' : 'good'}>
              {say(name === undefined ? GUARDS.noPin : GUARDS.hasPin)}
            </Chip>
          ),
        },
      ]}
      detail={(guard, again) => <Guard key={guard.guardId} guard={guard} onChanged={again} />}
    />
  )
}

function Guard({ guard, onChanged }: { guard: OneOfThem; onChanged: () => void }) {
  const acting = useAct()
  const [given, setGiven] = useState<GuardPin>()
  const [form] = Form.useForm<{ name: string }>()

  async function give({ name }: { name: string }): Promise<void> {
    const path = `/api/guards/${guard.guardId}/pin`
    if (await acting.attempt(async () => setGiven(await call<GuardPin>('POST', path, { name: name.trim() }))))
      onChanged()
  }

  return (
    <>
      <h2>{guard.name ?? say(GUARDS.nameless)}</h2>
      <p className="soft">{say(GUARDS.how)}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: guard.name ?? '' }}
        onFinish={(typed) => void give(typed)}
      >
        <Form.Item
          name="name"
          label={say(GUARDS.name)}
          rules={[{ required: true, whitespace: true, message: say(GUARDS.nameFirst) }]}
        >
          <Input maxLength={LONGEST_NAME} autoComplete="off" />
        </Form.Item>
        <FormFaults form={form} acting={acting} />
        <Button type="primary" htmlType="submit" loading={acting.isBusy}>
          {say(guard.name === undefined ? GUARDS.give : GUARDS.giveAnew)}
        </Button>
      </Form>
      {given && (
        <ToldOnce
          title={say(GUARDS.given)}
          told={given.pin}
          hint={say(GUARDS.pinHint)}
          onSeen={() => setGiven(undefined)}
        />
      )}
    </>
  )
}
