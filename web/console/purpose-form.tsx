import { Button, Form } from 'antd'
import { useState } from 'react'
import { say, type Text } from '../kit/language.ts'
import { Choice } from './choice.tsx'

/** Asks why somebody is read, before anything of him is shown: the purpose goes into the record. `of` names the purposes, the likeliest first. */
export function PurposeForm<Purpose extends string>(props: {
  readonly words: { readonly purpose: Text; readonly logged: Text; readonly read: Text }
  readonly of: Readonly<Record<Purpose, Text>>
  readonly isBusy: boolean
  readonly onRead: (purpose: Purpose) => void
}) {
  const { words, isBusy } = props
  const options = (Object.entries(props.of) as [Purpose, Text][]).map(([value, text]) => ({ value, label: say(text) }))
  const [purpose, setPurpose] = useState(options[0]!.value)
  return (
    <>
      <p className="soft">{say(words.logged)}</p>
      <Form layout="vertical" onFinish={() => props.onRead(purpose)}>
        <Form.Item label={say(words.purpose)} htmlFor="purpose">
          <Choice<Purpose> id="purpose" value={purpose} onChange={setPurpose} options={options} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {say(words.read)}
        </Button>
      </Form>
    </>
  )
}
