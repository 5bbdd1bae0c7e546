import { Button, Form } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { FORM } from '../../kit/dictionary/form.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { FormFaults } from '../form-faults.tsx'
import { useAct } from '../use-act.ts'
import { ATTACHMENT, AttachmentField } from './attachment-field.tsx'

/** What was typed or chosen, by the name of its field. */
export type Typed = Readonly<Record<string, unknown>>

/** A form that ends in a draft and the document that it rests on. The first field at fault takes the focus. */
export function FactForm(props: {
  readonly hint: string
  /** The document that was chosen before. */
  readonly file?: File | undefined
  readonly onChange: (changed: Typed) => void
  readonly onSend: (attachment: File) => Promise<void>
  readonly children?: ReactNode
}) {
  const acting = useAct()
  const [form] = Form.useForm<Typed>()
  const { fault, fields } = acting
  useEffect(() => focusFirst(fields.map(({ field }) => field)), [fields])

  return (
    <>
      <p className="soft">{props.hint}</p>
      <Form
        form={form}
        layout="vertical"
        // A day that is half typed is no fault yet.
        validateTrigger="onSubmit"
        onValuesChange={props.onChange}
        onFinish={(typed) => void acting.attempt(() => props.onSend(typed[ATTACHMENT] as File))}
        onFinishFailed={({ errorFields }) => focusFirst(errorFields.map(({ name }) => String(name)))}
      >
        {props.children}
        <AttachmentField file={props.file} />
        <FormFaults
          form={form}
          acting={{ ...acting, fault: fault === undefined ? undefined : say(FORM.keptTitle, { title: fault }) }}
        />
        <Button className="long" type="primary" htmlType="submit" loading={acting.isBusy}>
          {say(HAND_FACTS.preview)}
        </Button>
      </Form>
    </>
  )
}

/** Of some fields the first one on the page: the form names them in another order. */
function focusFirst(names: readonly string[]): void {
  if (names.length === 0) return
  document.querySelector<HTMLElement>(names.map((name) => `#${CSS.escape(name)}`).join())?.focus()
}
