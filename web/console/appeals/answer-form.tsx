import { Button, Form, Input, Radio } from 'antd'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { say, type Text } from '../../kit/language.ts'
import { FormFaults } from '../form-faults.tsx'
import { useAct } from '../use-act.ts'
import { useDraft } from '../use-draft.ts'

const MOST_CHARACTERS = 2_000

interface Answer<Word extends string> {
  readonly choice?: Word
  readonly text: string
}

/** A choice and its words. What was typed stays until it was taken. */
export function AnswerForm<Word extends string>(props: {
  /** Of the draft: the case's. */
  readonly name: string
  readonly label: Text
  readonly choices: Readonly<Record<Word, Text>>
  readonly send: (choice: Word, text: string) => Promise<unknown>
  readonly onSent: () => void
}) {
  const acting = useAct()
  const [form] = Form.useForm<Answer<Word>>()
  const { draft, change, end } = useDraft<Answer<Word>>(`answer-${props.name}`, () => ({ text: '' }))

  async function answer({ choice, text }: Answer<Word>): Promise<void> {
    if (choice === undefined) return
    if (!(await acting.attempt(() => props.send(choice, text.trim()), say(OFFICE.answered)))) return
    end()
    props.onSent()
  }

  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={draft}
      scrollToFirstError={{ focus: true }}
      onValuesChange={(changed: Partial<Answer<Word>>) => change(changed)}
      onFinish={(typed) => void answer(typed)}
    >
      <Form.Item name="choice" label={say(props.label)} rules={[{ required: true, message: say(FORM.missingChoice) }]}>
        <Radio.Group
          aria-label={say(props.label)}
          vertical
          options={Object.entries<Text>(props.choices).map(([value, text]) => ({ value, label: say(text) }))}
        />
      </Form.Item>
      <Form.Item
        name="text"
        label={say(OFFICE.text)}
        rules={[{ required: true, whitespace: true, message: say(FORM.missing) }]}
      >
        <Input.TextArea rows={4} maxLength={MOST_CHARACTERS} />
      </Form.Item>
      <FormFaults form={form} acting={acting} />
      <Button type="primary" htmlType="submit" loading={acting.isBusy}>
        {say(OFFICE.send)}
      </Button>
    </Form>
  )
}
