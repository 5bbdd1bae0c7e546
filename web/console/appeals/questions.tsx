import { useState } from 'react'
import type { QuestionList } from '../../../contract/appeals.ts'
import { APPEAL_KINDS } from '../../kit/dictionary/appeal.ts'
import { ASSIGNMENTS } from '../../kit/dictionary/assignments.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { say } from '../../kit/language.ts'
import { useAssigned, WorkedOnBy } from '../assignment.tsx'
import { Due } from '../due.tsx'
import { RecordList } from '../record-list.tsx'
import { WORK_EVERY_MS } from '../work-list.ts'
import { KindChoice, type Kind } from './kind-choice.tsx'
import { OneQuestion } from './one-question.tsx'

/** What the officer's organisation is asked in appeals, what is overdue first. */
export function Questions() {
  const [kind, setKind] = useState<Kind>('')
  const by = useAssigned()
  return (
    <>
      <p className="soft">{say(OFFICE.order)}</p>
      <RecordList
        path="/api/appeal-questions"
        narrowedBy={{ kind, assigned: by.assigned }}
        everyMs={WORK_EVERY_MS}
        rowsOf={({ questions }: QuestionList) => questions}
        nextOf={({ next }) => next}
        idOf={({ appealId }) => appealId}
        nameTitle={say(OFFICE.number)}
        nameOf={({ number }) => <span className="appeal-number">{number}</span>}
        caption={say(CONSOLE.questions)}
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
          { title: say(ASSIGNMENTS.who), render: (_, row) => <WorkedOnBy of={row} /> },
        ]}
        detail={(row, again) => (
          <OneQuestion key={row.appealId} row={row} onAssigned={(to) => by.follow(to, again)} onAnswered={again} />
        )}
      />
    </>
  )
}
