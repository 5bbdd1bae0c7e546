import { Form } from 'antd'
import { useState, type AriaAttributes } from 'react'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { faultOfFile } from './fact-draft.ts'

/** The name of the field for the document that a fact rests on. */
export const ATTACHMENT = 'attachment'

const RULE = {
  async validator(_: unknown, file: File | undefined) {
    const fault = await faultOfFile(file)
    if (fault) throw new Error(say(fault))
  },
}

/** The field for the document that a fact rests on; what it may be stands there before anything is chosen. */
export function AttachmentField({ file }: { file: File | undefined }) {
  return (
    <Form.Item
      name={ATTACHMENT}
      label={say(HAND_FACTS.attachment)}
      extra={say(HAND_FACTS.attachmentHint)}
      initialValue={file}
      rules={[RULE]}
      validateTrigger="onChange"
    >
      <FileInput />
    </Form.Item>
  )
}

function FileInput({
  value,
  onChange,
  ...rest
}: AriaAttributes & { id?: string; value?: File; onChange?: (file: File | undefined) => void }) {
  // A browser forgets what was chosen when its field is drawn anew; we have not.
  const [isShown, setIsShown] = useState(false)
  return (
    <>
      <input
        {...rest}
        type="file"
        accept="application/pdf,image/png,image/jpeg"
        onChange={(event) => {
          setIsShown(true)
          onChange?.(event.target.files?.[0])
        }}
      />
      {value && !isShown && <p className="soft">{value.name}</p>}
    </>
  )
}
