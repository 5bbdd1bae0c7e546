import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { SIGNING_KEY } from '../../kit/dictionary/signing-key.ts'
import { say, type Text } from '../../kit/language.ts'

// As much of a key's name as tells one file from another.
const NAME_LENGTH = 8
const FIELD = 'enrolment'

/** The enrolment that the organisation is to sign, to be handed over as it stands. */
export function EnrolmentText({ text, keyId }: { text: string; keyId: string }) {
  const [told, setTold] = useState<Text>()

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setTold(SIGNING_KEY.copied)
    } catch {
      // Forbidden, or not there: the person presses the keys.
      document.querySelector<HTMLTextAreaElement>(`#${FIELD}`)?.select()
      setTold(SIGNING_KEY.copyByHand)
    }
  }

  return (
    <>
      <p>{say(SIGNING_KEY.waitingHint)}</p>
      <Form layout="vertical">
        <Form.Item label={say(SIGNING_KEY.enrolment)} htmlFor={FIELD}>
          <Input.TextArea id={FIELD} className="document" rows={11} readOnly value={text} />
        </Form.Item>
      </Form>
      <div className="tools">
        <Button onClick={() => void copy()}>{say(SIGNING_KEY.copy)}</Button>
        <Button
          href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}
          download={`enrolment-${keyId.slice(0, NAME_LENGTH)}.json`}
        >
          {say(SIGNING_KEY.download)}
        </Button>
      </div>
      <p role="status">{told && say(told)}</p>
    </>
  )
}
