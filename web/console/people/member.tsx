import { Button, Form } from 'antd'
import { useState, type ReactNode } from 'react'
import type { StaffChange, StaffCode, StaffView } from '../../../contract/staff.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { PEOPLE } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import { FormFaults } from '../form-faults.tsx'
import { useDesk } from '../session.ts'
import { useAct } from '../use-act.ts'
import { useSure } from '../use-sure.ts'
import { PostFields, type Post } from './post-fields.tsx'
import { StaffCodeTold } from './staff-code-told.tsx'

/** A member of staff: what he does, switching him off and on, and a new code. */
export function Member({
  member,
  places,
  standing,
  onChanged,
}: {
  member: StaffView
  places: StreetTable | undefined
  standing: ReactNode
  onChanged: () => void
}) {
  const { session } = useDesk()
  const acting = useAct()
  const isSure = useSure()
  const [form] = Form.useForm<Post>()
  const [code, setCode] = useState<StaffCode>()
  const { staffId, role, division, office, active, venueId } = member
  const isMe = session.staffId === staffId

  async function change(to: Post & { active: boolean }): Promise<void> {
    const told: StaffChange = { ...to, ...(venueId !== undefined && to.role === role && { venueId }) }
    const done = await acting.attempt(() => call<StaffView>('POST', `/api/staff/${staffId}`, told), say(CONSOLE.saved))
    if (done) onChanged()
  }

  async function switchOff(): Promise<void> {
    const sure = await isSure({ title: say(PEOPLE.sureOff), words: say(PEOPLE.offMeans), yes: say(PEOPLE.switchOff) })
    if (sure) await change({ role, division, office, active: false })
  }

  async function drawCode(): Promise<void> {
    const asked = { title: say(PEOPLE.sureCode), words: say(PEOPLE.codeMeans), yes: say(PEOPLE.drawCode) }
    if (!(await isSure(asked))) return
    const path = `/api/staff/${staffId}/code`
    if (await acting.attempt(async () => setCode(await call<StaffCode>('POST', path, {})))) onChanged()
  }

  return (
    <>
      <h2>{member.name ?? say(PEOPLE.nameless)}</h2>
      <div>{standing}</div>
      {isMe && <p className="soft">{say(PEOPLE.thatIsYou)}</p>}
      {!isMe && (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ role, division, office }}
          onFinish={(typed) => void change({ ...typed, active })}
        >
          <PostFields places={places} />
          <FormFaults form={form} acting={acting} />
          <p className="soft">{say(PEOPLE.changeMeans)}</p>
          <div className="tools">
            <Button type="primary" htmlType="submit" loading={acting.isBusy}>
              {say(CONSOLE.save)}
            </Button>
            {active && role !== 'guard' && (
              <Button loading={acting.isBusy} onClick={() => void drawCode()}>
                {say(PEOPLE.drawCode)}
              </Button>
            )}
            {active ? (
              <Button danger loading={acting.isBusy} onClick={() => void switchOff()}>
                {say(PEOPLE.switchOff)}
              </Button>
            ) : (
              <Button loading={acting.isBusy} onClick={() => void change({ role, division, office, active: true })}>
                {say(PEOPLE.switchOn)}
              </Button>
            )}
          </div>
        </Form>
      )}
      {code && <StaffCodeTold code={code} onSeen={() => setCode(undefined)} />}
    </>
  )
}
