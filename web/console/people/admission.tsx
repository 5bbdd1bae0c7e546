import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { StaffAdmission, StaffAdmitted } from '../../../contract/staff.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { call } from '../../kit/api.ts'
import { PEOPLE } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import { FormFaults } from '../form-faults.tsx'
import { useAct } from '../use-act.ts'
import { PostFields } from './post-fields.tsx'
import { StaffCodeTold } from './staff-code-told.tsx'

const LONGEST_NAME = 40

/** Lets somebody in, and tells the code with which he joins; a guard gets his PIN from the operator of the venue. */
export function Admission({ places }: { places: StreetTable | undefined }) {
  const acting = useAct()
  const [form] = Form.useForm<StaffAdmission>()
  const [admitted, setAdmitted] = useState<StaffAdmitted>()

  async function letIn(typed: StaffAdmission): Promise<void> {
    const told = { ...typed, name: typed.name.trim() }
    await acting.attempt(async () => {
      setAdmitted(await call<StaffAdmitted>('POST', '/api/staff', told))
      form.resetFields()
    }, say(PEOPLE.isLetIn))
  }

  return (
    <div className="stack">
      {admitted?.code && <StaffCodeTold code={admitted.code} onSeen={() => setAdmitted(undefined)} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ division: '', office: '' }}
        onFinish={(typed) => void letIn(typed)}
      >
        <Form.Item
          name="name"
          label={say(PEOPLE.name)}
          extra={say(PEOPLE.nameHint)}
          rules={[{ required: true, whitespace: true, message: say(PEOPLE.nameFirst) }]}
        >
          <Input maxLength={LONGEST_NAME} autoComplete="off" />
        </Form.Item>
        <PostFields places={places} />
        <FormFaults form={form} acting={acting} />
        <Button type="primary" htmlType="submit" loading={acting.isBusy}>
          {say(PEOPLE.letIn)}
        </Button>
      </Form>
    </div>
  )
}
