import { Button, DatePicker, Form } from 'antd'
import type { Dayjs } from 'dayjs'
import type { DoorPolicies, PolicyChoice, VenueView } from '../../../contract/venues.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { VENUES } from '../../kit/dictionary/venues.ts'
import { say } from '../../kit/language.ts'
import { momentPicked } from '../moments.ts'
import { Awaited, Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useAnswer } from '../use-answer.ts'
import { PolicyField } from './policy-field.tsx'

interface Typed {
  readonly policy: PolicyChoice['policy']
  /** Empty: from now on. */
  readonly from?: Dayjs | null
}

/** Chooses the policy by which a venue's doors work, from now or from a later moment on. */
export function PolicyForm({ venueId, onChosen }: { venueId: string; onChosen: () => void }) {
  const asked = useAnswer<DoorPolicies>('/api/door-policies')
  const { isBusy, fault, attempt } = useAct()
  const [form] = Form.useForm<Typed>()
  const chosen = Form.useWatch('policy', form)

  async function choose({ policy, from }: Typed): Promise<void> {
    const choice: PolicyChoice = from ? { policy, from: momentPicked(from) } : { policy }
    const done = await attempt(
      () => call<VenueView>('POST', `/api/venues/${venueId}/policy`, choice),
      say(CONSOLE.saved),
    )
    if (!done) return
    form.resetFields()
    onChosen()
  }

  return (
    <Awaited asked={asked}>
      {({ policies }) => (
        <Form form={form} layout="vertical" onFinish={(typed) => void choose(typed)}>
          <PolicyField label={say(VENUES.choose)} policies={policies} chosen={chosen} />
          <Form.Item name="from" label={say(VENUES.fromWhen)} extra={say(VENUES.fromHint)}>
            <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
          </Form.Item>
          {fault !== undefined && <Fault words={fault} />}
          <Button type="primary" htmlType="submit" loading={isBusy}>
            {say(VENUES.change)}
          </Button>
        </Form>
      )}
    </Awaited>
  )
}
