import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { StaffList, StaffView } from '../../../contract/staff.ts'
import type { StreetTable } from '../../../core/divisions.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { PEOPLE, ROLE_NAMES } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Choice } from '../choice.tsx'
import { RecordList } from '../record-list.tsx'
import { useAnswer } from '../use-answer.ts'
import { Admission } from './admission.tsx'
import { Member } from './member.tsx'
import { placeName } from './places.ts'
import { rolesToChoose } from './roles.ts'

type Role = StaffView['role']
type Active = '' | 'true' | 'false'

/** Who works in an administrator's organisation, and letting somebody in. */
export function People() {
  const [role, setRole] = useState<Role | ''>('')
  const [active, setActive] = useState<Active>('')
  const [isAdding, setIsAdding] = useState(false)
  const [added, setAdded] = useState(0)
  // Without the names of places their codes are shown.
  const places = useAnswer<StreetTable>('/divisions/shanghai-streets.json').answer

  return (
    <>
      <RecordList
        key={added}
        path="/api/staff"
        narrowedBy={{ role, active }}
        rowsOf={({ staff }: StaffList) => staff}
        nextOf={({ next }) => next}
        idOf={({ staffId }) => staffId}
        nameTitle={say(PEOPLE.name)}
        nameOf={({ name }) => name ?? say(PEOPLE.nameless)}
        caption={say(CONSOLE.staff)}
        empty={say(PEOPLE.empty)}
        tools={
          <>
            <Choice<Role | ''>
              aria-label={say(PEOPLE.role)}
              value={role}
              onChange={setRole}
              options={[{ value: '', label: say(PEOPLE.allRoles) }, ...rolesToChoose()]}
            />
            <Choice<Active>
              aria-label={say(PEOPLE.state)}
              value={active}
              onChange={setActive}
              options={[
                { value: '', label: say(PEOPLE.allStates) },
                { value: 'true', label: say(PEOPLE.active) },
                { value: 'false', label: say(PEOPLE.inactive) },
              ]}
            />
            <span className="spring" />
            <Button type="primary" onClick={() => setIsAdding(true)}>
              {say(PEOPLE.letIn)}
            </Button>
          </>
        }
        columns={[
          { title: say(PEOPLE.role), render: (_, row) => say(ROLE_NAMES[row.role]) },
          { title: say(PEOPLE.jurisdiction), render: (_, row) => placeName(row.division, places) },
          { title: say(PEOPLE.office), dataIndex: 'office' },
          { title: say(PEOPLE.passkey), render: (_, row) => say(row.hasPasskey ? COMMON.yes : COMMON.no) },
          { title: say(PEOPLE.state), render: (_, row) => <Standing member={row} /> },
        ]}
        detail={(member, again) => (
          <Member
            key={member.staffId}
            member={member}
            places={places}
            standing={<Standing member={member} />}
            onChanged={again}
          />
        )}
      />
      <Modal
        title={say(PEOPLE.letIn)}
        open={isAdding}
        footer={null}
        destroyOnHidden
        onCancel={() => setIsAdding(false)}
        afterClose={() => setAdded(added + 1)}
      >
        <Admission places={places} />
      </Modal>
    </>
  )
}

function Standing({ member }: { member: StaffView }) {
  if (!member.active) return <Chip kind="off">{say(PEOPLE.inactive)}</Chip>
  if (member.joined || member.role === 'guard') return <Chip kind="good">{say(PEOPLE.active)}</Chip>
  return <Chip kind="waits">{say(PEOPLE.notJoined)}</Chip>
}
