import { useState } from 'react'
import type { AppealDetail, AppealList, AppealRow } from '../../../contract/appeals.ts'
import { APPEAL_KINDS } from '../../kit/dictionary/appeal.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { say, type Text } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Choice } from '../choice.tsx'
import { Due } from '../due.tsx'
import { RecordList } from '../record-list.tsx'
import { WORK_EVERY_MS } from '../work-list.ts'
import type { Read } from './case-reading.tsx'
import { KindChoice, type Kind } from './kind-choice.tsx'
import { OneAppeal } from './one-appeal.tsx'

type Assigned = AppealRow['assigned']

const ASSIGNED: Readonly<Record<Assigned, Text>> = {
  me: OFFICE.assignedMe,
  nobody: OFFICE.assignedNobody,
  another: OFFICE.assignedAnother,
}

/** The appeals that wait for an officer: his, those of nobody, and those whose time is over. */
export function Appeals() {
  const [kind, setKind] = useState<Kind>('')
  const [assigned, setAssigned] = useState<Assigned | ''>('')
  const [taken, setTaken] = useState<Read<AppealDetail>>()
  const asked = new URLSearchParams({ ...(kind !== '' && { kind }), ...(assigned !== '' && { assigned }) }).toString()

  return (
    <>
      <p className="soft">{say(OFFICE.order)}</p>
      <RecordList
        path={asked === '' ? '/api/appeals' : `/api/appeals?${asked}`}
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
            <Choice<Assigned | ''>
              aria-label={say(OFFICE.assigned)}
              value={assigned}
              onChange={setAssigned}
              options={[
                { value: '', label: say(OFFICE.allAssigned) },
                ...(Object.keys(ASSIGNED) as Assigned[]).map((value) => ({ value, label: say(ASSIGNED[value]) })),
              ]}
            />
          </>
        }
        columns={[
          { title: say(OFFICE.due), render: (_, { dueAt }) => <Due at={dueAt} /> },
          { title: say(OFFICE.kind), render: (_, row) => say(APPEAL_KINDS[row.kind]) },
          { title: say(OFFICE.departments), render: (_, row) => <Departments row={row} /> },
          { title: say(OFFICE.assigned), render: (_, row) => say(ASSIGNED[row.assigned]) },
        ]}
        detail={(row, again) => (
          <OneAppeal
            key={row.appealId}
            row={row}
            before={taken?.detail.appealId === row.appealId ? taken : undefined}
            onTaken={(read) => {
              // Of a list of others' appeals it is none any more: he finds it open, as he read it, among his own.
              setTaken(read)
              if (assigned === '') again()
              else setAssigned('me')
            }}
            onAnswered={again}
          />
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
