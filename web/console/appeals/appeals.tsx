import { useState } from 'react'
import type { AppealList, AppealRow } from '../../../contract/appeals.ts'
import { APPEAL_KINDS } from '../../kit/dictionary/appeal.ts'
import { ASSIGNMENTS } from '../../kit/dictionary/assignments.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { say } from '../../kit/language.ts'
import { useAssigned, WorkedOnBy } from '../assignment.tsx'
import { Chip } from '../chip.tsx'
import { Due } from '../due.tsx'
import { RecordList } from '../record-list.tsx'
import { WORK_EVERY_MS } from '../work-list.ts'
import { KindChoice, type Kind } from './kind-choice.tsx'
import { OneAppeal } from './one-appeal.tsx'

/** The appeals that wait for an officer: his, those of nobody, and those whose time is over. */
export function Appeals() {
  const [kind, setKind] = useState<Kind>('')
  const by = useAssigned()
  return (
    <>
      <p className="soft">{say(OFFICE.order)}</p>
      <RecordList
        path="/api/appeals"
        narrowedBy={{ kind, assigned: by.assigned }}
        everyMs={WORK_EVERY_MS}
        rowsOf={({ appeals }: AppealList) => appeals}
        nextOf={({ next }) => next}
        idOf={({ appealId }) => appealId}
        nameTitle={say(OFFICE.number)}
        nameOf={({ number }) => <span className="appeal-number">{number}</span>}
        caption={say(CONSOLE.appeals)}
        empty={say(OFFICE.empty)}
        tools={
          <>
            <KindChoice value={kind} onChange={setKind} />
            {by.choice}
          </>
        }
        columns={[
          { title: say(OFFICE.due), render: (_, { dueAt }) => <Due at={dueAt} /> },
          { title: say(OFFICE.kind), render: (_, row) => say(APPEAL_KINDS[row.kind]) },
          { title: say(OFFICE.departments), render: (_, row) => <Departments row={row} /> },
          { title: say(ASSIGNMENTS.who), render: (_, row) => <WorkedOnBy of={row} /> },
        ]}
        detail={(row, again) => (
          <OneAppeal key={row.appealId} row={row} onAssigned={(to) => by.follow(to, again)} onAnswered={again} />
        )}
      />
    </>
  )
}

function Departments({ row: { asked, answered, late } }: { row: AppealRow }) {
  return (
    <span className="beside">
      <span>{say(OFFICE.departmentsOf, { asked, answered })}</span>
      {late && answered < asked && <Chip kind="bad">{say(OFFICE.departmentLate)}</Chip>}
    </span>
  )
}
