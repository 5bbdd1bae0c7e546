import { Form, Radio } from 'antd'
import type { DoorPolicies, PolicyChoice } from '../../../contract/venues.ts'
import { VENUES } from '../../kit/dictionary/venues.ts'
import { language, say } from '../../kit/language.ts'
import { PolicyWords } from './policy-words.tsx'

/** One of the door policies to choose in a form, and what the chosen one means for those who come. */
export function PolicyField({
  label,
  policies,
  chosen,
}: {
  label: string
  policies: DoorPolicies['policies']
  chosen: PolicyChoice['policy'] | undefined
}) {
  const policy = policies.find(({ name }) => name === chosen)?.policy
  return (
    <>
      <Form.Item name="policy" label={label} rules={[{ required: true, message: say(VENUES.chooseOne) }]}>
        <Radio.Group
          options={policies.map(({ name, policy }) => ({ value: name, label: policy.name[language()] }))}
          vertical
        />
      </Form.Item>
      {policy && <PolicyWords policy={policy} />}
    </>
  )
}
