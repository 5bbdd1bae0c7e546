import { Form, Input } from 'antd'
import type { StaffChange } from '../../../contract/staff.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { PEOPLE } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import { Choice } from '../choice.tsx'
import { placesToChoose } from './places.ts'
import { rolesToChoose } from './roles.ts'

const LONGEST_OFFICE = 60

/** What somebody does here, and how far. */
export type Post = Pick<StaffChange, 'role' | 'division' | 'office'>

/** Fields for it, in a form. */
export function PostFields({ places }: { places: StreetTable | undefined }) {
  return (
    <>
      <Form.Item name="role" label={say(PEOPLE.role)} rules={[{ required: true, message: say(PEOPLE.roleFirst) }]}>
        <Choice options={[{ value: '', label: say(PEOPLE.chooseRole) }, ...rolesToChoose()]} />
      </Form.Item>
      <Form.Item name="division" label={say(PEOPLE.jurisdiction)} extra={say(PEOPLE.jurisdictionHint)}>
        <Choice options={placesToChoose(places)} />
      </Form.Item>
      <Form.Item name="office" label={say(PEOPLE.office)}>
        <Input maxLength={LONGEST_OFFICE} autoComplete="off" />
      </Form.Item>
    </>
  )
}
